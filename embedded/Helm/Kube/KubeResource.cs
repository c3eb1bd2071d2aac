namespace Coder.Infra.Helm.Kube;

/// <summary>How the API server serves one kind (the REST mapping), from its discovery documents.</summary>
/// <param name="Group">API group, empty for the core group.</param>
/// <param name="Version">Version within the group.</param>
/// <param name="Kind">Kind as written in manifests.</param>
/// <param name="Plural">The resource's name in paths, for example <c>ingresses</c>.</param>
/// <param name="Namespaced">Whether objects live in a namespace.</param>
/// <param name="Verbs">What the server supports: get, list, create, patch, …</param>
public sealed record KubeResource(
    string Group, string Version, string Kind, string Plural, bool Namespaced, IReadOnlyList<string> Verbs)
{
    /// <summary><c>v1</c> or <c>group/version</c>.</summary>
    public string ApiVersion => Group.Length == 0 ? Version : $"{Group}/{Version}";

    /// <summary>The path of the collection, or of one object when <paramref name="name"/> is given.</summary>
    public string Path(string? @namespace, string? name = null)
    {
        var path = Group.Length == 0 ? $"/api/{Version}" : $"/apis/{Group}/{Version}";
        if (Namespaced && @namespace is not null)
            path += $"/namespaces/{Uri.EscapeDataString(@namespace)}";
        path += $"/{Plural}";
        return name is null ? path : $"{path}/{Uri.EscapeDataString(name)}";
    }
}
