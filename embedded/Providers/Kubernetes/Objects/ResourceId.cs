namespace Coder.Infra.Providers.Kubernetes.Objects;

/// <summary>An object's id in a state: <c>namespace/name</c>, or <c>name</c> for one that is in no namespace.</summary>
internal readonly record struct ResourceId(string? Namespace, string Name)
{
    /// <summary>Reads an id.</summary>
    public static ResourceId Parse(string id)
    {
        var slash = id.IndexOf('/');
        return slash < 0 ? new ResourceId(null, id) : new ResourceId(id[..slash], id[(slash + 1)..]);
    }

    /// <inheritdoc/>
    public override string ToString() => string.IsNullOrEmpty(Namespace) ? Name : $"{Namespace}/{Name}";
}
