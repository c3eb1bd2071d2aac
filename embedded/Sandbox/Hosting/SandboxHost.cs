using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using Coder.Infra.Sandbox.Coder.V2;
using Coder.Infra.Sandbox.Dns;
using Coder.Infra.Sandbox.Kubernetes;

namespace Coder.Infra.Sandbox.Hosting;

/// <summary>How a sandbox is run.</summary>
public sealed record SandboxOptions
{
    /// <summary>The sandbox's folder; made when missing.</summary>
    public required string Folder { get; init; }

    /// <summary>Clock.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;

    /// <summary>Host name of the v1 deployment; the zone has the same name, and the v2 deployment is <c>v2</c> in it.</summary>
    public string CoderHost { get; init; } = "coder.localhost";

    /// <summary>
    /// Whether the deployment's access URL is https, with an authority of its own; only for a new sandbox. One that ran before
    /// stays as it is.
    /// </summary>
    public bool IsHttps { get; init; }

    /// <summary>
    /// The deployment, 1 or 2, whose addresses a stack gets that names the sandbox's kubeconfig; only for a new sandbox.
    /// Both are always there.
    /// </summary>
    public int Coder { get; init; } = 1;

    /// <summary>Changes the cluster's options, such as its delays.</summary>
    public Func<ClusterOptions, ClusterOptions> Cluster { get; init; } = options => options;
}

/// <summary>A running sandbox: cluster, Coder deployments, name server and chart repository on loopback, in this process.</summary>
public sealed class SandboxHost : IAsyncDisposable
{
    private readonly SandboxWeb _web;
    private readonly TimeProvider _time;
    private readonly ExternalDns _externalDns;
    private long _lastRequest;

    private SandboxHost(SandboxOptions options, ClusterServer cluster, NameServer names, SandboxWeb web, SandboxDescription description)
    {
        _externalDns = new ExternalDns(cluster.Objects, names);
        (Cluster, Names, _web, Description, Folder, _time) = (cluster, names, web, description, options.Folder, options.Time);
        Touch();
    }

    /// <summary>The sandbox's folder.</summary>
    public string Folder { get; }

    /// <summary>Addresses and tokens.</summary>
    public SandboxDescription Description { get; }

    /// <summary>The cluster.</summary>
    public ClusterServer Cluster { get; }

    /// <summary>The v2 deployment.</summary>
    internal DeploymentServer V2 => _web.V2;

    /// <summary>The name server.</summary>
    public NameServer Names { get; }

    /// <summary>How long nobody has asked anything.</summary>
    public TimeSpan Idle
    {
        get
        {
            var last = new DateTimeOffset(Interlocked.Read(ref _lastRequest), TimeSpan.Zero);
            return _time.GetUtcNow() - (Cluster.LastRequest > last ? Cluster.LastRequest : last);
        }
    }

    /// <summary>Starts a sandbox, with the addresses and tokens of its last run where there was one.</summary>
    /// <exception cref="IOException">A port of the last run is taken by another program.</exception>
    public static async Task<SandboxHost> StartAsync(SandboxOptions options, CancellationToken cancellationToken)
    {
        Directory.CreateDirectory(options.Folder);
        // It holds tokens and keys: for the owner only.
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(options.Folder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        var last = SandboxDescription.Read(options.Folder);
        var authority = (last is null ? options.IsHttps : last.CoderUrl.StartsWith("https:", StringComparison.Ordinal)) ? CoderAuthority.LoadOrCreate(options) : null;
        var cluster = await ClusterServer.StartAsync(
            options.Cluster(new ClusterOptions
            {
                DataDirectory = Path.Combine(options.Folder, "cluster"),
                Port = last is null ? 0 : new Uri(last.KubernetesUrl).Port,
                Time = options.Time,
            }),
            cancellationToken);
        var key = last is null
            ? new TsigKey("coder-infra.", "hmac-sha256", Convert.ToBase64String(RandomNumberGenerator.GetBytes(32)))
            : new TsigKey(last.DnsKeyName, last.DnsKeyAlgorithm, last.DnsKeySecret);
        var names = StartNames(options, key, last?.DnsPort ?? 0);
        SandboxHost? host = null;
        var web = await SandboxWeb.StartAsync(options, authority, cluster, names, last, () => host?.Touch(), cancellationToken);
        await WriteKubeconfigsAsync(options, cluster, cancellationToken);
        var description = new SandboxDescription
        {
            Pid = Environment.ProcessId,
            Started = options.Time.GetUtcNow(),
            KubernetesUrl = cluster.Address.AbsoluteUri.TrimEnd('/'),
            Kubeconfig = Path.GetFullPath(Path.Combine(options.Folder, "kubeconfig")),
            Coder = last?.Coder ?? options.Coder,
            CoderUrl = web.CoderUrl,
            CoderCaFile = authority?.File,
            CoderToken = web.Token,
            CoderV2Url = web.V2Url,
            CoderV2Token = web.V2.OwnerToken,
            CoderV2MemberToken = web.V2.MemberToken,
            ChartRepository = web.ChartRepository,
            DnsPort = names.Port,
            DnsZone = names.ZoneName,
            DnsKeyName = key.Name,
            DnsKeyAlgorithm = key.Algorithm,
            DnsKeySecret = key.Secret,
        };
        description.Write(options.Folder);
        host = new SandboxHost(options, cluster, names, web, description);
        names.Changed += host.Touch;
        return host;
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        _externalDns.Dispose();
        await _web.DisposeAsync();
        Names.Dispose();
        await Cluster.DisposeAsync();
        (Description with { Pid = null, Started = null }).Write(Folder);
    }

    private void Touch() => Interlocked.Exchange(ref _lastRequest, _time.GetUtcNow().UtcTicks);

    /// <summary>The same three times: where a stack's kubeconfig is says which deployment it is of.</summary>
    private static async Task WriteKubeconfigsAsync(SandboxOptions options, ClusterServer cluster, CancellationToken cancellationToken)
    {
        foreach (var part in (string[])["", "v1", "v2"])
        {
            Directory.CreateDirectory(Path.Combine(options.Folder, part));
            await File.WriteAllTextAsync(Path.Combine(options.Folder, part, "kubeconfig"), cluster.Kubeconfig, cancellationToken);
        }
    }

    private static NameServer StartNames(SandboxOptions options, TsigKey key, int port)
    {
        try
        {
            return NameServer.Start(options.CoderHost, key, port, Path.Combine(options.Folder, "zone"));
        }
        catch (SocketException error)
        {
            throw Taken(options, port, error);
        }
    }

    internal static IOException Taken(SandboxOptions options, int port, Exception error) => new(
        $"Port {port} of the sandbox in {options.Folder} is taken by another program. Stop that program, or remove the folder to begin a new sandbox.", error);
}
