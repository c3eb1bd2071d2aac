using System.Net.Sockets;
using Coder.Infra.Coder;

namespace Coder.Infra.Checks;

/// <summary>
/// The seed's preconditions, as far as they can be seen before anything is made: the deployment, the cluster and the chart
/// repository are asked side by side, and what one of them cannot answer keeps the others from nothing.
/// </summary>
internal sealed class PreconditionChecks(CoderClient coder, TimeProvider time)
{
    private static readonly TimeSpan ConnectLimit = TimeSpan.FromSeconds(5);

    /// <summary>Asks everything; never throws for what it finds.</summary>
    public async Task<Findings> RunAsync(PreconditionQuery query, CancellationToken cancellationToken)
    {
        var findings = new Findings();
        var version = VersionAsync(findings, cancellationToken);
        await Task.WhenAll(
            version,
            RegistrationAsync(query, findings, cancellationToken),
            ChartAsync(query, version, findings, cancellationToken),
            // On a thread of its own: a kubeconfig may name a command that gets the credentials, and is waited for.
            Task.Run(() => new ClusterChecks(findings, time).RunAsync(query, cancellationToken), cancellationToken),
            AddressAsync(query.ClusterAddress, findings, cancellationToken));
        if (findings["clusterAddress"] is { Length: > 0 } trouble && query.ClusterAddress.TrimEnd('/') != findings["server"])
            findings.Warning($"The cluster address {query.ClusterAddress} cannot be reached from here: {trouble}. The Coder deployment must reach it. Set it with: pulumi config set clusterAddress <url>");
        return findings;
    }

    private async Task<string> VersionAsync(Findings findings, CancellationToken cancellationToken)
    {
        try
        {
            return findings["coderVersion"] = await coder.GetVersionAsync(cancellationToken);
        }
        catch (CoderException error)
        {
            findings.Problem(10, error.Message);
            return "";
        }
    }

    /// <summary>
    /// Whether this stack has the registration itself is known to its state only, which is not seen here: the registration's
    /// own preview decides. In a report of other problems the holder of the name is told, so that one look is enough.
    /// </summary>
    private async Task RegistrationAsync(PreconditionQuery query, Findings findings, CancellationToken cancellationToken)
    {
        try
        {
            var pools = await coder.ListPoolsAsync(cancellationToken);
            if (query.ProviderName.Length > 0 && pools.FirstOrDefault(pool => pool.Name == query.ProviderName) is { } holder && !holder.IsFor(query.Hostname, query.ClusterAddress))
            {
                findings.Hint($"A workspace provider named \"{holder.Name}\" exists: {holder.Id}, {holder.Status}, {holder.EnvproxyAccessUrl}, cluster {holder.Config.ClusterAddress}. " +
                    "If that is not this stack's own, choose another name with: pulumi config set providerName <name>");
            }

            if (await Organizations.UnknownAsync(coder, query.Organizations, cancellationToken) is { } unknown)
                findings.Problem(12, unknown);
        }
        catch (CoderException error) when (error.Status is not null)
        {
            findings.Problem(11, error.Message);
        }
        catch (CoderException)
        {
            // Not reachable: the look-up of the version has said so.
        }
    }

    private static async Task ChartAsync(PreconditionQuery query, Task<string> deployment, Findings findings, CancellationToken cancellationToken)
    {
        var version = query.ChartVersion.Length > 0 ? query.ChartVersion : await deployment;
        if (Settings.CoderVersion.TryParse(version, out var wanted))
            await new ChartChecks(findings).RunAsync(query.ChartRepository, query.ChartName, wanted, cancellationToken);
    }

    /// <summary>
    /// It must be reachable from the deployment, which only the deployment can tell (the admission waits for its word). That
    /// it cannot be reached from here may be right, where the two are in different networks: a warning.
    /// </summary>
    private static async Task AddressAsync(string address, Findings findings, CancellationToken cancellationToken)
    {
        if (!Uri.TryCreate(address, UriKind.Absolute, out var url))
            return;
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(ConnectLimit);
        try
        {
            using var client = new TcpClient();
            var host = url.Host.EndsWith(".localhost", StringComparison.OrdinalIgnoreCase) ? "127.0.0.1" : url.Host;
            await client.ConnectAsync(host, url.Port, limit.Token);
        }
        catch (Exception error) when (error is SocketException || (error is OperationCanceledException && !cancellationToken.IsCancellationRequested))
        {
            var why = error is SocketException ? error.Message : $"no answer within {ConnectLimit.TotalSeconds:0} seconds";
            findings["clusterAddress"] = why;
        }
    }
}
