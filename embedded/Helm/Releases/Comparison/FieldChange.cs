using Coder.Infra.Helm.Kube;

namespace Coder.Infra.Helm.Releases.Comparison;

/// <summary>A field that differs.</summary>
/// <param name="Path">For example <c>spec.template.spec.containers[envproxy].image</c>: elements of lists by name where they have one.</param>
/// <param name="Before">The value before (or live) as JSON text; null when it is not there; <c>[secret]</c> when it must not be shown.</param>
/// <param name="After">The value after (or wanted).</param>
public sealed record FieldChange(string Path, string? Before, string? After)
{
    /// <summary>Shown instead of a value that must not be.</summary>
    public const string Secret = "[secret]";

    /// <summary><c>~ spec.replicas: 1 => 2</c></summary>
    public override string ToString() => (Before, After) switch
    {
        (null, _) => $"+ {Path}: {After}",
        (_, null) => $"- {Path}: {Before}",
        _ => $"~ {Path}: {Before} => {After}",
    };
}

/// <summary>What happens to an object.</summary>
public enum ObjectChangeKind
{
    /// <summary>It is new.</summary>
    Create,

    /// <summary>Fields of it differ.</summary>
    Update,

    /// <summary>It is no longer wanted (or, as drift, no longer there).</summary>
    Delete,
}

/// <summary>An object that differs, with its fields.</summary>
/// <param name="Kind">What happens to it.</param>
/// <param name="Object">Which one.</param>
/// <param name="Fields">The fields that differ; for a new or removed object, all of them.</param>
public sealed record ObjectChange(ObjectChangeKind Kind, ObjectReference Object, IReadOnlyList<FieldChange> Fields)
{
    /// <summary><c>+ ConfigMap coder/settings</c></summary>
    public override string ToString() => $"{(Kind switch { ObjectChangeKind.Create => '+', ObjectChangeKind.Delete => '-', _ => '~' })} {Object}";
}
