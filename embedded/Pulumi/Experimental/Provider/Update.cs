using System.Collections.Immutable;

namespace Pulumi.Experimental.Provider;

/// <summary>Asks a provider to change a resource in place.</summary>
public sealed class UpdateRequest(
    Urn urn,
    string id,
    ImmutableDictionary<string, PropertyValue> oldOutputs,
    ImmutableDictionary<string, PropertyValue> newInputs,
    TimeSpan timeout,
    ImmutableArray<string> ignoreChanges,
    bool preview,
    ImmutableDictionary<string, PropertyValue> oldInputs)
{
    /// <summary>The resource's URN.</summary>
    public Urn Urn { get; } = urn;

    /// <summary>The resource's type token.</summary>
    public string Type => Pulumi.Urn.Type(Urn);

    /// <summary>The resource's name.</summary>
    public string Name => Pulumi.Urn.Name(Urn);

    /// <summary>The resource's id.</summary>
    public string Id { get; } = id;

    /// <summary>The outputs of the last run.</summary>
    public ImmutableDictionary<string, PropertyValue> OldOutputs { get; } = oldOutputs;

    /// <summary>The checked inputs of this run.</summary>
    public ImmutableDictionary<string, PropertyValue> NewInputs { get; } = newInputs;

    /// <summary>How long it may take; zero where nothing was said.</summary>
    public TimeSpan Timeout { get; } = timeout;

    /// <summary>Property paths whose changes do not count.</summary>
    public ImmutableArray<string> IgnoreChanges { get; } = ignoreChanges;

    /// <summary>Nothing is done: only say what it would look like.</summary>
    public bool Preview { get; } = preview;

    /// <summary>The inputs of the last run.</summary>
    public ImmutableDictionary<string, PropertyValue> OldInputs { get; } = oldInputs;
}

/// <summary>A changed resource.</summary>
public sealed class UpdateResponse
{
    /// <summary>Its outputs.</summary>
    public IDictionary<string, PropertyValue>? Outputs { get; set; }
}
