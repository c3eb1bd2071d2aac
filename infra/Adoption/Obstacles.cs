
using Coder.Infra.Releases;
using Coder.Infra.Settings;

namespace Coder.Infra.Adoption;

/// <summary>
/// Why an installation is not as the settings say: taken over all the same, the first update would change it. Each sentence
/// has the setting to change; values, which may be secrets, are not repeated but for names and addresses.
/// </summary>
internal static class Obstacles
{
    private static readonly Dictionary<string, string> Computed = new()
    {
        ["envproxy.accessURL"] = "hostname",
        ["envproxy.clusterAddress"] = "clusterAddress",
        ["ingress.host"] = "hostname",
        ["cemanager.accessURL"] = "coderUrl",
        ["devurls.host"] = "devurlsHost",
        ["ingress.tls.enable"] = "tls",
        ["ingress.tls.hostSecretName"] = "certificate.secretName",
        ["ingress.tls.devurlsHostSecretName"] = "certificate.devurlsSecretName",
    };

    /// <summary>Every reason; none where the first update changes nothing.</summary>
    public static IReadOnlyList<string> Of(Installation found) => [.. Registration(found), .. Release(found), .. Records(found)];

    private static IEnumerable<string> Registration(Installation found)
    {
        var (pool, settings) = (found.Pool, found.Settings);
        if (pool.Name != settings.ProviderName)
            yield return $"The workspace provider of {pool.EnvproxyAccessUrl} is named \"{pool.Name}\", not \"{settings.ProviderName}\". Set it with: pulumi config set providerName {pool.Name}";
        if (!Same(pool.EnvproxyAccessUrl, settings.Origin))
            yield return $"Coder has {pool.EnvproxyAccessUrl} as the URL of {pool.Name}, not {settings.Origin}. Set it with: pulumi config set hostname {Host(pool.EnvproxyAccessUrl)}";
        if (!Same(pool.Config.ClusterAddress, settings.ClusterAddress))
            yield return $"Coder has {pool.Config.ClusterAddress} as the cluster address of {pool.Name}, not {settings.ClusterAddress}. Set it with: pulumi config set clusterAddress {pool.Config.ClusterAddress}";
        if (pool.Status != "ready")
            yield return $"Coder shows {pool.Name} as {pool.Status}{(pool.StatusReason is null ? "" : $": {pool.StatusReason}")}. A provider that is taken over must be ready: look at the page Workspace providers first.";
        if (settings.Organizations is { Length: > 0 } wanted && !wanted.ToHashSet().SetEquals(found.Organizations))
        {
            yield return $"{pool.Name} may be used by {(found.Organizations.Length == 0 ? "no organization" : string.Join(", ", found.Organizations))}, not by {string.Join(", ", wanted)}. " +
                "Leave the choice to Coder for now: pulumi config rm organizations";
        }
    }

    private static IEnumerable<string> Release(Installation found)
    {
        var settings = found.Settings;
        if (found.Release is not { } release)
        {
            yield return $"There is no release {StackKind.WorkspaceProvider.Release} in namespace {settings.Namespace}. " + (found.Elsewhere.Count > 0
                ? $"There is one in {string.Join(", ", found.Elsewhere)}. Set it with: pulumi config set namespace {found.Elsewhere[0]}"
                : "Find it with: helm list --all-namespaces   and set its namespace with: pulumi config set namespace <namespace>");
            yield break;
        }

        var named = $"release {release.Namespace}/{StackKind.WorkspaceProvider.Release}";
        if (release.Status != "deployed")
            yield return $"The {named} is {release.Status} at revision {release.Revision}. Bring it to its last good one first: helm rollback {StackKind.WorkspaceProvider.Release} -n {release.Namespace}";
        if (ProviderValues.Token(release) is null)
            yield return $"The {named} has no envproxy.token among its values, and Coder shows it only once. Recreate the provider: remove adopt, the release and the registration.";
        if (settings.ChartRepository is not null && release.ChartName != settings.ChartName)
            yield return $"The {named} is of the chart {release.ChartName}, not {settings.ChartName}. Set it with: pulumi config set --path chart.name {release.ChartName}";
        if (release.ChartVersion != found.ChartVersion.ToString())
            yield return $"The {named} is of version {release.ChartVersion}, not {found.ChartVersion}. Set it with: pulumi config set coderVersion {release.ChartVersion}   (and, where the deployment is ahead, for the time being: pulumi config set allowVersionSkew true)";
        foreach (var (path, isInRelease, isWanted) in ValueDifferences.Of(release.Values, found.Values))
            yield return $"The {named} {(isInRelease ? isWanted ? $"has another {path} than the settings" : $"sets {path}, the settings do not" : $"does not set {path}, which the settings do")}. {Remedy(path, isInRelease)}";
    }

    private static string Remedy(string path, bool isInRelease) => Computed.TryGetValue(path, out var setting)
        ? $"Look with: helm get values {StackKind.WorkspaceProvider.Release}   and set it with: pulumi config set {(setting.Contains('.') ? "--path " : "")}{setting} <value>"
        : isInRelease ? $"Look with: helm get values {StackKind.WorkspaceProvider.Release}   and set it with: pulumi config set --path values.{path} <value>"
        : $"Remove it with: pulumi config rm --path values.{path}";

    private static IEnumerable<string> Records(Installation found)
    {
        foreach (var (host, target) in found.Records)
        {
            if (found.IngressAddress.Length > 0 && !string.Equals(target, found.IngressAddress, StringComparison.OrdinalIgnoreCase))
                yield return $"The record {host} leads to {target}, but the ingress is at {found.IngressAddress}. Change or remove the record first.";
        }
    }

    private static bool Same(string left, string right) => string.Equals(left.TrimEnd('/'), right.TrimEnd('/'), StringComparison.OrdinalIgnoreCase);

    private static string Host(string url) => Uri.TryCreate(url, UriKind.Absolute, out var uri) ? uri.Host : url;
}
