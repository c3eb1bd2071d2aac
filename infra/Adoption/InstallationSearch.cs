using System.Collections.Immutable;
using Coder.Infra.Coder;
using Coder.Infra.Coder.V1;
using Coder.Infra.Dns;
using Coder.Infra.Kubernetes;
using Coder.Infra.Releases;
using Coder.Infra.Settings;

namespace Coder.Infra.Adoption;

/// <summary>Looks for an installation that was made by hand, as the seed describes: registration, release, ingress, records.</summary>
internal sealed class InstallationSearch(StackSettings settings, CoderVersion chartVersion, CoderClient coder, ClusterClient cluster, TimeProvider time)
{
    /// <summary>Finds it.</summary>
    /// <exception cref="AdoptionException">Coder has no such workspace provider.</exception>
    /// <exception cref="ClusterException">The cluster refused a look-up.</exception>
    public async Task<Installation> FindAsync(CancellationToken cancellationToken)
    {
        var pool = await PoolAsync(cancellationToken);
        var organizations = (await coder.ListOrganizationsAsync(cancellationToken)).ToDictionary(organization => organization.Id, organization => organization.Name);
        var release = await HelmRecord.LatestAsync(cluster, settings.Namespace, StackKind.WorkspaceProvider.Release, cancellationToken);
        return new Installation
        {
            Settings = settings,
            ChartVersion = chartVersion,
            Values = ProviderValues.Plain(settings, ""),
            Pool = pool,
            Organizations = [.. pool.OrgWhitelist.Select(id => organizations.GetValueOrDefault(id, id)).Order(StringComparer.Ordinal)],
            Release = release,
            Elsewhere = release is null ? await HelmRecord.NamespacesAsync(cluster, StackKind.WorkspaceProvider.Release, cancellationToken) : [],
            IngressAddress = await AddressAsync(cancellationToken),
            Records = await RecordsAsync(cancellationToken),
        };
    }

    /// <summary>By its name; else by its host, so that settings with another name are reported, or rename it.</summary>
    private async Task<Pool> PoolAsync(CancellationToken cancellationToken)
    {
        var pools = await coder.ListPoolsAsync(cancellationToken);
        return pools.FirstOrDefault(pool => pool.Name == settings.ProviderName)
            ?? pools.FirstOrDefault(pool => pool.IsFor(settings.Origin, settings.ClusterAddress))
            ?? throw new AdoptionException(
                $"coder-infra:adopt is set, but Coder has no workspace provider named \"{settings.ProviderName}\", nor one for {settings.Origin} and {settings.ClusterAddress}; " +
                $"it has {(pools.Count == 0 ? "none" : string.Join(", ", pools.Select(pool => $"{pool.Name} ({pool.EnvproxyAccessUrl})")))}. " +
                "Set its name with: pulumi config set providerName <name>   To create a new one: pulumi config rm adopt");
    }

    private async Task<string> AddressAsync(CancellationToken cancellationToken)
    {
        var ingress = await cluster.FindAsync($"apis/networking.k8s.io/v1/namespaces/{settings.Namespace}/ingresses/{WorkspaceProvider.IngressName}", cancellationToken);
        var address = ingress.Objects("status", "loadBalancer", "ingress").FirstOrDefault();
        return address.Text("ip") ?? address.Text("hostname") ?? "";
    }

    private async Task<ImmutableDictionary<string, string>> RecordsAsync(CancellationToken cancellationToken)
    {
        var records = ImmutableDictionary<string, string>.Empty;
        if (settings.Dns.Server is not { } server)
            return records;
        var updater = new RecordUpdater(server, time, _ => { });
        foreach (var host in settings.Hosts)
        {
            if (await updater.ReadAsync(host, cancellationToken) is [var record, ..])
                records = records.Add(host, record.Target);
        }

        return records;
    }
}
