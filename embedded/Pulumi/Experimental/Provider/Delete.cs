using System.Collections.Immutable;

namespace Pulumi.Experimental.Provider;

/// <summary>Asks a provider to delete a resource.</summary>
public sealed class DeleteRequest(
    Urn urn,
    string id,
    ImmutableDictionary<string, PropertyValue> oldOutputs,
    TimeSpan timeout,
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

    /// <summary>The outputs as last known.</summary>
    public ImmutableDictionary<string, PropertyValue> OldOutputs { get; } = oldOutputs;

    /// <summary>How long it may take; zero where nothing was said.</summary>
    public TimeSpan Timeout { get; } = timeout;

    /// <summary>The inputs as last known.</summary>
    public ImmutableDictionary<string, PropertyValue> OldInputs { get; } = oldInputs;
}
