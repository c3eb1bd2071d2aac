using Coder.Infra.Checks;
using Coder.Infra.Coder.V2;
using Coder.Infra.Kubernetes;
using Coder.Infra.Releases;
using Coder.Infra.Settings;

namespace Coder.Infra.Adoption;

/// <summary>
/// Looks for a workspace proxy that was installed by hand: its registration by name, its release in the namespace, its token with its pods. What the
/// first update changes in the cluster, the preview shows.
/// </summary>
internal sealed class ProxySearch(StackSettings settings, Findings findings, DeploymentClient coder, ClusterClient cluster)
{
    /// <summary>Finds it, and what keeps it from being taken over.</summary>
    /// <exception cref="Coder.CoderException">Its token is not there.</exception>
    /// <exception cref="ClusterException">The cluster refused a look-up.</exception>
    public async Task<(AdoptedProxy? Adopted, IReadOnlyList<string> Obstacles)> FindAsync(CancellationToken cancellationToken)
    {
        var name = settings.Proxy!.Name;
        var proxies = await coder.ListProxiesAsync(cancellationToken);
        if (proxies.FirstOrDefault(proxy => string.Equals(proxy.Name, name, StringComparison.OrdinalIgnoreCase)) is not { } found)
        {
            var others = proxies.Count == 0 ? "none" : string.Join(", ", proxies.Select(proxy => $"{proxy.Name} ({proxy.PathAppUrl})"));
            return (null, [$"coder-infra:adopt is set, but Coder has no workspace proxy named \"{name}\"; it has {others}. Set its name with: pulumi config set proxyName <name>   To create a new one: pulumi config rm adopt"]);
        }

        if (findings.Release is not { } release)
            return (null, [await ElsewhereAsync(cancellationToken)]);
        List<string> obstacles = [.. Differences(found), .. Differences(release)];
        if (obstacles.Count == 0)
            await new ProxyTokenSearch(cluster, settings.Namespace).FindAsync(found, cancellationToken);
        return (new AdoptedProxy(found.Id, release.Revision), obstacles);
    }

    private IEnumerable<string> Differences(Proxy proxy)
    {
        if (!string.Equals(proxy.PathAppUrl.TrimEnd('/'), settings.Origin, StringComparison.OrdinalIgnoreCase))
            yield return $"The workspace proxy {proxy.Name} is at {proxy.PathAppUrl}, not {settings.Origin}. Set it with: pulumi config set hostname {(Uri.TryCreate(proxy.PathAppUrl, UriKind.Absolute, out var url) ? url.Authority : "<host>")}";
        if (!string.Equals(proxy.WildcardHostname, settings.WildcardHost ?? "", StringComparison.OrdinalIgnoreCase))
        {
            yield return proxy.WildcardHostname.Length == 0
                ? $"The workspace proxy {proxy.Name} has no wildcard host. Remove it with: pulumi config rm wildcardHostname"
                : $"The wildcard host of the workspace proxy {proxy.Name} is {proxy.WildcardHostname}. Set it with: pulumi config set wildcardHostname '{proxy.WildcardHostname}'";
        }

        if (proxy.Status.Status != "ok")
            yield return $"Coder reports the workspace proxy {proxy.Name} as {proxy.Status.Status}. One that is taken over must be healthy: look at the page {coder.Url}deployment/workspace-proxies first.";
    }

    private IEnumerable<string> Differences(HelmRecord release)
    {
        var named = $"release {release.Namespace}/{release.Name}";
        if (release.Status != "deployed")
            yield return $"The {named} is {release.Status} at revision {release.Revision}. Bring it to its last good one first: helm rollback {release.Name} -n {release.Namespace}";
        if (settings.ChartRepository is not null && release.ChartName != settings.ChartName)
            yield return $"The {named} is of the chart {release.ChartName}, not {settings.ChartName}. Set it with: pulumi config set --path chart.release <name>";
        else if (release.ChartVersion != findings.ChartVersion.ToString())
            yield return $"The {named} is of version {release.ChartVersion}, not {findings.ChartVersion}. Set it with: pulumi config set coderVersion {release.ChartVersion}   (and, where the deployment is ahead, for the time being: pulumi config set allowVersionSkew true)";
    }

    private async Task<string> ElsewhereAsync(CancellationToken cancellationToken)
    {
        var there = await cluster.FindAsync($"apis/apps/v1/namespaces/{settings.Namespace}/deployments/{settings.Kind.Chart}", cancellationToken);
        var none = $"There is no release {settings.ReleaseName} in the namespace {settings.Namespace}. ";
        return none + (there.Text("metadata", "annotations", "meta.helm.sh/release-name") is { } release
            ? $"The one with the proxy is {release}. Set it with: pulumi config set --path chart.release {release}"
            : "Find it with: helm list --all-namespaces   and set: pulumi config set namespace <namespace> && pulumi config set --path chart.release <name>");
    }
}
