using System.Collections.Immutable;

namespace Pulumi;

/// <summary>
/// Changes a resource after its inputs are resolved, called back by the engine: gives new arguments and options, or null to leave both
/// as they are. Unlike a <see cref="ResourceTransformation"/> it also sees resources that a component of a provider makes.
/// </summary>
public delegate Task<ResourceTransformResult?> ResourceTransform(ResourceTransformArgs args, CancellationToken cancellationToken = default);

/// <summary>What a transform sees.</summary>
public readonly struct ResourceTransformArgs(
    string name, string type, bool custom, ImmutableDictionary<string, object?> args, ResourceOptions options)
{
    /// <summary>The name of the resource.</summary>
    public string Name { get; } = name;

    /// <summary>The type token of the resource.</summary>
    public string Type { get; } = type;

    /// <summary>Whether a provider makes the resource, or it is a component.</summary>
    public bool Custom { get; } = custom;

    /// <summary>
    /// The arguments by their names on the wire. What is secret, unknown or comes from another resource is an <see cref="Output{T}"/>.
    /// </summary>
    public ImmutableDictionary<string, object?> Args { get; } = args;

    /// <summary>
    /// The options: <see cref="CustomResourceOptions"/> where <see cref="Custom"/>, else <see cref="ComponentResourceOptions"/>.
    /// </summary>
    public ResourceOptions Options { get; } = options;
}

/// <summary>What a transform gives.</summary>
public readonly struct ResourceTransformResult(ImmutableDictionary<string, object?> args, ResourceOptions options)
{
    /// <summary>The arguments to use.</summary>
    public ImmutableDictionary<string, object?> Args { get; } = args;

    /// <summary>The options to use. The parent cannot be changed.</summary>
    public ResourceOptions Options { get; } = options;
}
