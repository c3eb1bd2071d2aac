using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using Coder.Infra.Sandbox.Charts;
using Coder.Infra.Sandbox.Coder;
using Coder.Infra.Sandbox.Dns;
using Coder.Infra.Sandbox.Kubernetes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Logging;

namespace Coder.Infra.Sandbox.Hosting;

/// <summary>How a sandbox is run.</summary>
public sealed record SandboxOptions
{
    /// <summary>The sandbox's folder; made when missing.</summary>
    public required string Folder { get; init; }

    /// <summary>Clock.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;

    /// <summary>Host name of the Coder deployment; its zone has the same name.</summary>
    public string CoderHost { get; init; } = "coder.localhost";

    /// <summary>
    /// Whether the deployment's access URL is https, with an authority of its own; only for a new sandbox. One that ran before
    /// stays as it is.
    /// </summary>
    public bool IsHttps { get; init; }

    /// <summary>Changes the cluster's options, such as its delays.</summary>
    public Func<ClusterOptions, ClusterOptions> Cluster { get; init; } = options => options;
}

/// <summary>A running sandbox: cluster, Coder deployment, name server and chart repository on loopback, in this process.</summary>
public sealed class SandboxHost : IAsyncDisposable
{
    private readonly WebApplication _web;
    private readonly TimeProvider _time;
    private readonly ExternalDns _externalDns;
    private long _lastRequest;

    private SandboxHost(SandboxOptions options, ClusterServer cluster, NameServer names, WebApplication web, SandboxDescription description)
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
        var (web, coderPort, chartsPort, touch) = await StartWebAsync(options, authority, cluster, names, last, cancellationToken);
        var kubeconfig = Path.GetFullPath(Path.Combine(options.Folder, "kubeconfig"));
        await File.WriteAllTextAsync(kubeconfig, cluster.Kubeconfig, cancellationToken);
        var description = new SandboxDescription
        {
            Pid = Environment.ProcessId,
            Started = options.Time.GetUtcNow(),
            KubernetesUrl = cluster.Address.AbsoluteUri.TrimEnd('/'),
            Kubeconfig = kubeconfig,
            CoderUrl = CoderUrl(options, authority, coderPort),
            CoderCaFile = authority?.File,
            CoderToken = touch.Token,
            ChartRepository = $"http://127.0.0.1:{chartsPort}",
            DnsPort = names.Port,
            DnsZone = names.ZoneName,
            DnsKeyName = key.Name,
            DnsKeyAlgorithm = key.Algorithm,
            DnsKeySecret = key.Secret,
        };
        description.Write(options.Folder);
        var host = new SandboxHost(options, cluster, names, web, description);
        touch.Requested += host.Touch;
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

    private static string CoderUrl(SandboxOptions options, CoderAuthority? authority, int port) => $"{(authority is null ? "http" : "https")}://{options.CoderHost}:{port}";

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

    private static async Task<(WebApplication Web, int CoderPort, int ChartsPort, Requests Requests)> StartWebAsync(
        SandboxOptions options, CoderAuthority? authority, ClusterServer cluster, NameServer names, SandboxDescription? last, CancellationToken cancellationToken)
    {
        var coderPort = last is null ? FreePort() : new Uri(last.CoderUrl).Port;
        var chartsPort = last is null ? FreePort() : new Uri(last.ChartRepository).Port;
        var requests = new Requests(last?.CoderToken ?? RandomNumberGenerator.GetHexString(32, lowercase: true));
        var coder = new CoderServer(new CoderOptions
        {
            AccessUrl = CoderUrl(options, authority, coderPort),
            Token = requests.Token,
            Cluster = cluster.Objects,
            ClusterAddress = cluster.Address.AbsoluteUri,
            Resolve = names.Resolve,
            File = Path.Combine(options.Folder, "coder.json"),
        });
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        if (authority is not null)
            builder.WebHost.UseKestrelHttpsConfiguration();
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.Listen(IPAddress.Loopback, coderPort, listen =>
            {
                if (authority is not null)
                    listen.UseHttps(authority.Certificate);
            });
            kestrel.Listen(IPAddress.Loopback, chartsPort);
        });
        var web = builder.Build();
        web.Use(next => context =>
        {
            requests.Touch();
            return next(context);
        });
        web.MapWhen(context => context.Connection.LocalPort == chartsPort, new ChartRepository().Map);
        coder.Map(web);
        try
        {
            await web.StartAsync(cancellationToken);
        }
        catch (IOException error)
        {
            throw Taken(options, coderPort, error);
        }

        return (web, coderPort, chartsPort, requests);
    }

    private static IOException Taken(SandboxOptions options, int port, Exception error) => new(
        $"Port {port} of the sandbox in {options.Folder} is taken by another program. Stop that program, or remove the folder to begin a new sandbox.", error);

    private static int FreePort()
    {
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        socket.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        return ((IPEndPoint)socket.LocalEndPoint!).Port;
    }

    private sealed class Requests(string token)
    {
        public string Token { get; } = token;

        public event Action? Requested;

        public void Touch() => Requested?.Invoke();
    }
}
