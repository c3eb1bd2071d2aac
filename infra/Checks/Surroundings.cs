using System.Net.Sockets;
using Coder.Infra.Adoption;
using Coder.Infra.Coder;
using Coder.Infra.Coder.V1;
using Coder.Infra.Dns;
using Coder.Infra.Kubernetes;
using Coder.Infra.Releases;
using Coder.Infra.Settings;

namespace Coder.Infra.Checks;

/// <summary>
/// What is around the stack: the Coder deployment, the cluster, the chart repository and the name server. They are asked side by side,
/// before anything is declared, and a problem with one of them does not hide those of the others.
/// </summary>
internal sealed class Surroundings(StackSettings settings, TimeProvider time) : IDisposable
{
    private static readonly TimeSpan ConnectLimit = TimeSpan.FromSeconds(5);
    private ClusterClient? _cluster;

    /// <summary>The Coder deployment.</summary>
    public CoderClient Coder { get; } = new(settings.CoderUrl, settings.CoderToken, time, settings.CoderCa ?? "");

    /// <summary>The cluster; there once <see cref="LookAsync"/> has reported no problem.</summary>
    public ClusterClient Cluster
    {
        get => _cluster ?? throw new InvalidOperationException("The cluster was asked before its kubeconfig was read.");
        init => _cluster = value;
    }

    /// <summary>The clock.</summary>
    public TimeProvider Time => time;

    /// <summary>Asks everything; never throws for what it finds.</summary>
    public async Task<Findings> LookAsync(CancellationToken cancellationToken)
    {
        var findings = new Findings();
        var version = VersionAsync(findings, cancellationToken);
        await Task.WhenAll(
            version,
            RegistrationAsync(findings, cancellationToken),
            ChartAsync(version, findings, cancellationToken),
            // On a thread of its own: a kubeconfig may name a command that gets the credentials, and is waited for.
            Task.Run(() => ClusterAsync(findings, cancellationToken), cancellationToken),
            new NameServerChecks(findings, settings, time).RunAsync(cancellationToken),
            AddressAsync(settings.ClusterAddress, findings, cancellationToken));
        if (findings.AddressTrouble.Length > 0 && settings.ClusterAddress.TrimEnd('/') != findings.Server)
            findings.Warning($"The cluster address {settings.ClusterAddress} cannot be reached from here: {findings.AddressTrouble}. The Coder deployment must reach it. Set it with: pulumi config set clusterAddress <url>");
        Lockstep.Check(settings, findings);
        if (settings.Adopt && findings.Problems.Count == 0)
            await AdoptionAsync(findings, cancellationToken);
        return findings;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Coder.Dispose();
        _cluster?.Dispose();
    }

    private async Task<string> VersionAsync(Findings findings, CancellationToken cancellationToken)
    {
        try
        {
            return findings.DeploymentVersion = await Coder.GetVersionAsync(cancellationToken);
        }
        catch (CoderException error)
        {
            findings.Problem(10, error.Message);
            return "";
        }
    }

    /// <summary>
    /// Whether this stack has the registration itself is known to its state only, which is not seen here: the registration's own preview
    /// decides. A report of other problems names the holder of the name, so that one look is enough.
    /// </summary>
    private async Task RegistrationAsync(Findings findings, CancellationToken cancellationToken)
    {
        try
        {
            var pools = await Coder.ListPoolsAsync(cancellationToken);
            if (settings.ProviderName is { } name && pools.FirstOrDefault(pool => pool.Name == name) is { } holder && !holder.IsFor(settings.Origin, settings.ClusterAddress))
            {
                findings.Hint($"A workspace provider named \"{holder.Name}\" exists: {holder.Id}, {holder.Status}, {holder.EnvproxyAccessUrl}, cluster {holder.Config.ClusterAddress}. " +
                    "If that is not this stack's own, choose another name with: pulumi config set providerName <name>");
            }

            if (await Organizations.UnknownAsync(Coder, settings.Organizations ?? [], cancellationToken) is { } unknown)
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

    private async Task ChartAsync(Task<string> deployment, Findings findings, CancellationToken cancellationToken)
    {
        if ((settings.CoderVersion ?? (CoderVersion.TryParse(await deployment, out var deployed) ? deployed : null)) is { } wanted)
            await new ChartChecks(findings).RunAsync(settings.ChartRepository, settings.ChartPath ?? settings.ChartName, wanted, cancellationToken);
    }

    private async Task ClusterAsync(Findings findings, CancellationToken cancellationToken)
    {
        try
        {
            _cluster = new ClusterClient(ClusterConnection.Open(settings.Kubeconfig, settings.Context));
        }
        catch (ClusterException error)
        {
            findings.Problem(20, $"The kubeconfig cannot be used: {error.Message} Set another with: pulumi config set kubeconfig <path>");
            return;
        }

        await new ClusterChecks(findings, settings, _cluster, time).RunAsync(cancellationToken);
    }

    /// <summary>
    /// The deployment must reach it, which only the deployment knows (the admission waits for its word). That it cannot be reached from
    /// here may be right, where the two are in different networks: a warning.
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
            findings.AddressTrouble = error is SocketException ? error.Message : $"no answer within {ConnectLimit.TotalSeconds:0} seconds";
        }
    }

    /// <summary>What was installed by hand; once this stack has upgraded the release, it is the stack's like any other.</summary>
    private async Task AdoptionAsync(Findings findings, CancellationToken cancellationToken)
    {
        try
        {
            var found = await new InstallationSearch(settings, findings.ChartVersion, Coder, Cluster, time).FindAsync(cancellationToken);
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
