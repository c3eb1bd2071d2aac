using System.Collections.Immutable;

namespace Pulumi.Experimental.Provider;

/// <summary>Asks a provider to make a component.</summary>
public sealed class ConstructRequest(string type, string name, ImmutableDictionary<string, PropertyValue> inputs, ComponentResourceOptions options)
{
    /// <summary>The component's type token.</summary>
    public string Type { get; init; } = type;

    /// <summary>The component's name.</summary>
    public string Name { get; init; } = name;

    /// <summary>The inputs.</summary>
    public ImmutableDictionary<string, PropertyValue> Inputs { get; init; } = inputs;

    /// <summary>The options to make it with.</summary>
    public ComponentResourceOptions Options { get; init; } = options;
}

/// <summary>A component that a provider made.</summary>
public sealed class ConstructResponse(Urn urn, IDictionary<string, PropertyValue> outputs, IDictionary<string, ISet<Urn>> outputDependencies)
{
    /// <summary>The component's URN.</summary>
    public Urn Urn { get; init; } = urn;

    /// <summary>Its outputs.</summary>
    public IDictionary<string, PropertyValue> Outputs { get; init; } = outputs;

    /// <summary>What each output depends on.</summary>
    public IDictionary<string, ISet<Urn>> OutputDependencies { get; init; } = outputDependencies;
}
