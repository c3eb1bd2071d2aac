using System.Collections.Immutable;

namespace Pulumi.Experimental.Provider;

/// <summary>Hands a provider its configuration.</summary>
public sealed class ConfigureRequest(
    ImmutableDictionary<string, string> variables,
    ImmutableDictionary<string, PropertyValue> args,
    bool acceptSecrets,
    bool acceptResources,
    bool sendsOldInputs,
    bool sendsOldInputsToDelete)
{
    /// <summary>The configuration as texts, by <c>package:config:name</c>.</summary>
    public ImmutableDictionary<string, string> Variables { get; } = variables;

    /// <summary>The configuration as values.</summary>
    public ImmutableDictionary<string, PropertyValue> Args { get; } = args;

    /// <summary>The engine takes secrets.</summary>
    public bool AcceptSecrets { get; } = acceptSecrets;

    /// <summary>The engine takes resource references.</summary>
    public bool AcceptResources { get; } = acceptResources;

    /// <summary>The engine tells old inputs when it asks for a difference or an update.</summary>
    public bool SendsOldInputs { get; } = sendsOldInputs;

    /// <summary>The engine tells old inputs when it asks for a deletion.</summary>
    public bool SendsOldInputsToDelete { get; } = sendsOldInputsToDelete;
}

/// <summary>What a provider can do.</summary>
public sealed class ConfigureResponse
{
    /// <summary>It takes secrets marked as such.</summary>
    public bool AcceptSecrets { get; set; }

    /// <summary>It can say what a resource would look like.</summary>
    public bool SupportsPreview { get; set; }

    /// <summary>It takes resource references.</summary>
    public bool AcceptResources { get; set; }

    /// <summary>It takes outputs with their dependencies.</summary>
    public bool AcceptOutputs { get; set; }
}
