using System.Collections.Immutable;

namespace Pulumi.Experimental.Provider;

/// <summary>Asks a provider how a resource is now.</summary>
public sealed class ReadRequest(
    Urn urn,
    string id,
    ImmutableDictionary<string, PropertyValue> outputs,
    ImmutableDictionary<string, PropertyValue> inputs)
{
    /// <summary>The resource's URN.</summary>
    public Urn Urn { get; } = urn;

    /// <summary>The resource's type token.</summary>
    public string Type => Pulumi.Urn.Type(Urn);

    /// <summary>The resource's name.</summary>
    public string Name => Pulumi.Urn.Name(Urn);

    /// <summary>The resource's id.</summary>
    public string Id { get; } = id;

    /// <summary>The outputs as last known; empty where the program reads or imports it.</summary>
    public ImmutableDictionary<string, PropertyValue> Outputs { get; } = outputs;

    /// <summary>The inputs as last known.</summary>
    public ImmutableDictionary<string, PropertyValue> Inputs { get; } = inputs;
}

/// <summary>A resource as it is.</summary>
public sealed class ReadResponse
{
    /// <summary>Its id; none when it is gone.</summary>
    public string? Id { get; set; }

    /// <summary>Its outputs.</summary>
    public IDictionary<string, PropertyValue>? Outputs { get; set; }

    /// <summary>Inputs that would make it as it is.</summary>
    public IDictionary<string, PropertyValue>? Inputs { get; set; }
}
