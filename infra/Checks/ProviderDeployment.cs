using System.Net.Sockets;
using Coder.Infra.Adoption;
using Coder.Infra.Coder;
using Coder.Infra.Coder.V1;
using Coder.Infra.Dns;
using Coder.Infra.Kubernetes;
using Coder.Infra.Releases;
using Coder.Infra.Settings;

namespace Coder.Infra.Checks;

/// <summary>A Coder v1 deployment, as a workspace provider looks at it.</summary>
internal sealed class ProviderDeployment(StackSettings settings, TimeProvider time) : IDeployment
{
    private static readonly TimeSpan ConnectLimit = TimeSpan.FromSeconds(5);
    private readonly CoderClient _coder = new(settings.CoderUrl, settings.CoderToken, time, settings.CoderCa ?? "");

    public Task<string> GetVersionAsync(CancellationToken cancellationToken) => _coder.GetVersionAsync(cancellationToken);

    public Task LookAsync(Findings findings, CancellationToken cancellationToken) =>
        Task.WhenAll(RegistrationAsync(findings, cancellationToken), AddressAsync(findings, cancellationToken));

    public async Task ConcludeAsync(Findings findings, ClusterClient? cluster, CancellationToken cancellationToken)
    {
        if (findings.AddressTrouble.Length > 0 && settings.ClusterAddress.TrimEnd('/') != findings.Server)
            findings.Warning($"The cluster address {settings.ClusterAddress} cannot be reached from here: {findings.AddressTrouble}. The Coder deployment must reach it. Set it with: pulumi config set clusterAddress <url>");
        if (settings.Adopt && findings.Problems.Count == 0)
            await AdoptionAsync(findings, cluster!, cancellationToken);
    }

    public void Dispose() => _coder.Dispose();

    /// <summary>
    /// Whether this stack has the registration itself is known to its state only, which is not seen here: the registration's own preview
    /// decides. A report of other problems names the holder of the name, so that one look is enough.
    /// </summary>
    private async Task RegistrationAsync(Findings findings, CancellationToken cancellationToken)
    {
        var pools = await _coder.ListPoolsAsync(cancellationToken);
        if (settings.ProviderName is { } name && pools.FirstOrDefault(pool => pool.Name == name) is { } holder && !holder.IsFor(settings.Origin, settings.ClusterAddress))
        {
            findings.Hint($"A workspace provider named \"{holder.Name}\" exists: {holder.Id}, {holder.Status}, {holder.EnvproxyAccessUrl}, cluster {holder.Config.ClusterAddress}. " +
                "If that is not this stack's own, choose another name with: pulumi config set providerName <name>");
        }

        if (await Organizations.UnknownAsync(_coder, settings.Organizations ?? [], cancellationToken) is { } unknown)
            findings.Problem(12, unknown);
    }

    /// <summary>
    /// The deployment must reach it, which only the deployment knows (the admission waits for its word). That it cannot be reached from
    /// here may be right, where the two are in different networks: a warning.
    /// </summary>
    private async Task AddressAsync(Findings findings, CancellationToken cancellationToken)
    {
        if (!Uri.TryCreate(settings.ClusterAddress, UriKind.Absolute, out var url))
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
            findings.AddressTrouble = error is SocketException ? error.Message : $"no answer within {ConnectLimit.TotalSeconds:0} seconds";
        }
    }

    /// <summary>What was installed by hand; once this stack has upgraded the release, it is the stack's like any other.</summary>
    private async Task AdoptionAsync(Findings findings, ClusterClient cluster, CancellationToken cancellationToken)
    {
        try
        {
            var found = await new InstallationSearch(settings, findings.ChartVersion, _coder, cluster, time).FindAsync(cancellationToken);
            findings.Installation = found;
            if (findings.Release is { } release && ReleaseDescription.IsOwn(release, settings.Owner))
                return;
            foreach (var obstacle in Obstacles.Of(found))
                findings.Problem(60, obstacle);
        }
        catch (Exception error) when (error is AdoptionException or ClusterException or CoderException or DnsException)
        {
            findings.Problem(60, error.Message);
        }
    }
}
