using System.Collections.Immutable;
using System.Net;
using Coder.Infra.Checks;
using Coder.Infra.Coder;
using Coder.Infra.Dns;
using Coder.Infra.Settings;
using k8s;
using k8s.Autorest;

namespace Coder.Infra.Adoption;

/// <summary>Looks for an installation that was made by hand, as the seed describes: registration, namespace, release, ingress, records.</summary>
internal sealed class InstallationSearch(CoderClient coder, TimeProvider time)
{
    /// <summary>Token of the function that looks for it.</summary>
    public const string Token = "coder-infra:index:getInstallation";

    private const string IngressName = "web-ingress";

    /// <summary>Finds it.</summary>
    /// <exception cref="AdoptionException">Coder has no such workspace provider.</exception>
    public async Task<Installation> FindAsync(InstallationQuery query, CancellationToken cancellationToken)
    {
        var pool = await PoolAsync(query, cancellationToken);
        var organizations = (await coder.ListOrganizationsAsync(cancellationToken)).ToDictionary(organization => organization.Id, organization => organization.Name);
        using var client = ClusterChecks.Connect(query.Kubeconfig, query.Context, out _);
        try
        {
            var release = await ReleaseRecord.FindAsync(client, query.Namespace, ClusterQueries.ReleaseName, cancellationToken);
            return new Installation
            {
                Query = query,
                Pool = pool,
                Organizations = [.. pool.OrgWhitelist.Select(id => organizations.GetValueOrDefault(id, id)).Order(StringComparer.Ordinal)],
                HasNamespace = await ClusterQueries.ExistsAsync(client, query.Namespace, cancellationToken),
                Release = release,
                Elsewhere = release is null ? await ReleaseRecord.NamespacesAsync(client, ClusterQueries.ReleaseName, cancellationToken) : [],
                IngressAddress = await AddressAsync(client, query.Namespace, cancellationToken),
                Records = await RecordsAsync(query, cancellationToken),
            };
        }
        catch (HttpOperationException error)
        {
            throw new AdoptionException($"Failed to look for the release in namespace {query.Namespace}: the cluster answered {(int)error.Response.StatusCode} {error.Response.StatusCode}. Taking it over needs to read secrets and ingresses there.");
        }
    }

    /// <summary>By its name; else by its host, so that a stack whose settings have another name is told, or renames it.</summary>
    private async Task<Pool> PoolAsync(InstallationQuery query, CancellationToken cancellationToken)
    {
        var pools = await coder.ListPoolsAsync(cancellationToken);
        return pools.FirstOrDefault(pool => pool.Name == query.ProviderName)
            ?? pools.FirstOrDefault(pool => pool.IsFor(query.Hostname, query.ClusterAddress))
            ?? throw new AdoptionException(
                $"coder-infra:adopt is set, but Coder has no workspace provider named \"{query.ProviderName}\", nor one for {query.Hostname} and {query.ClusterAddress}; " +
                $"it has {(pools.Count == 0 ? "none" : string.Join(", ", pools.Select(pool => $"{pool.Name} ({pool.EnvproxyAccessUrl})")))}. " +
                "Set its name with: pulumi config set providerName <name>   To make a new one: pulumi config rm adopt");
    }

    private static async Task<string> AddressAsync(Kubernetes client, string ns, CancellationToken cancellationToken)
    {
        try
        {
            var ingress = await client.NetworkingV1.ReadNamespacedIngressAsync(IngressName, ns, cancellationToken: cancellationToken);
            var address = ingress.Status?.LoadBalancer?.Ingress?.FirstOrDefault();
            return address?.Ip ?? address?.Hostname ?? "";
        }
        catch (HttpOperationException error) when (error.Response.StatusCode == HttpStatusCode.NotFound)
        {
            return "";
        }
    }

    private async Task<ImmutableDictionary<string, string>> RecordsAsync(InstallationQuery query, CancellationToken cancellationToken)
    {
        var records = ImmutableDictionary<string, string>.Empty;
        if (query.DnsServer.Length == 0)
            return records;
        // Reading needs no key.
        var updater = new RecordUpdater(new DnsSettings(query.DnsServer, query.DnsPort, "", "", "", "", 0), time);
        foreach (var host in query.Hosts)
        {
            if (await updater.ReadAsync(host, cancellationToken) is [var record, ..])
                records = records.Add(host, record.Target);
        }

        return records;
    }
}
