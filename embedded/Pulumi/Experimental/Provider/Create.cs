using System.Collections.Immutable;

namespace Pulumi.Experimental.Provider;

/// <summary>Asks a provider to create a resource.</summary>
public sealed class CreateRequest(Urn urn, ImmutableDictionary<string, PropertyValue> inputs, TimeSpan timeout, bool preview)
{
    /// <summary>The resource's URN.</summary>
    public Urn Urn { get; } = urn;

    /// <summary>The resource's type token.</summary>
    public string Type => Pulumi.Urn.Type(Urn);

    /// <summary>The resource's name.</summary>
    public string Name => Pulumi.Urn.Name(Urn);

    /// <summary>The checked inputs.</summary>
    public ImmutableDictionary<string, PropertyValue> Inputs { get; } = inputs;

    /// <summary>How long it may take; zero where nothing was said.</summary>
    public TimeSpan Timeout { get; } = timeout;

    /// <summary>Nothing is done: only say what it would look like.</summary>
    public bool Preview { get; } = preview;
}

/// <summary>A created resource.</summary>
public sealed class CreateResponse
{
    /// <summary>Its id; none in a preview.</summary>
    public string? Id { get; set; }

    /// <summary>Its outputs.</summary>
    public IDictionary<string, PropertyValue>? Outputs { get; set; }
}
