using Coder.Infra.Adoption;
using Coder.Infra.Coder;
using Coder.Infra.Kubernetes;
using Coder.Infra.Settings;

namespace Coder.Infra.Checks;

/// <summary>A Coder v2 deployment, as a workspace proxy looks at it.</summary>
internal sealed class ProxyDeployment(StackSettings settings, TimeProvider time) : V2Deployment(settings, "workspace_proxy", time)
{
    /// <summary>
    /// Whether this stack has the registration itself is known to its state only, which is not seen here: the registration's own preview
    /// decides. A report of other problems names the holder of the name, so that one look is enough.
    /// </summary>
    protected override async Task NamesAsync(Findings findings, CancellationToken cancellationToken)
    {
        var name = Settings.Proxy!.Name;
        var proxies = await Coder.ListProxiesAsync(cancellationToken);
        foreach (var proxy in proxies.Where(proxy => proxy.PathAppUrl.Length > 0))
        {
            var (isName, isUrl) = (string.Equals(proxy.Name, name, StringComparison.OrdinalIgnoreCase), string.Equals(proxy.PathAppUrl.TrimEnd('/'), Settings.Origin, StringComparison.OrdinalIgnoreCase));
            if (isName && !isUrl)
                findings.Hint($"A workspace proxy named \"{proxy.Name}\" exists: {proxy.Id}, {proxy.Status.Status}, {proxy.PathAppUrl}. If that is not this stack's own, choose another name with: pulumi config set proxyName <name>");
            else if (isUrl && !isName)
                findings.Hint($"The workspace proxy \"{proxy.Name}\" ({proxy.Id}, {proxy.Status.Status}) is at {proxy.PathAppUrl} already. If that is not this stack's own, choose another host with: pulumi config set hostname <host>");
        }
    }

    protected override async Task AdoptAsync(Findings findings, ClusterClient cluster, CancellationToken cancellationToken)
    {
        try
        {
            var (adopted, obstacles) = await new ProxySearch(Settings, findings, Coder, cluster).FindAsync(cancellationToken);
            findings.AdoptedProxy = adopted;
            foreach (var obstacle in obstacles)
                findings.Problem(60, obstacle);
        }
        catch (CoderException error)
        {
            findings.Problem(60, error.Message);
        }
    }
}
