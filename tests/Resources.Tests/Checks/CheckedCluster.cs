using System.IO.Compression;
using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Text.Json.Nodes;
using Coder.Infra.Kubernetes;
using Coder.Infra.Releases;
using Coder.Infra.Sandbox.Kubernetes;
using Coder.Infra.Settings;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Coder.Infra.Resources.Tests.Checks;

/// <summary>A sandbox's cluster and a chart repository, for what the preconditions look at.</summary>
public sealed class CheckedCluster : IAsyncLifetime
{
    public const string Namespace = "coder-eu";
    private readonly string _folder = Directory.CreateTempSubdirectory("checks-").FullName;
    private ClusterServer _server = null!;
    private WebApplication _web = null!;

    public string Kubeconfig => _server.Kubeconfig;

    public string Address => _server.Address.AbsoluteUri.TrimEnd('/');

    /// <summary>URL of the repository; a part <c>/STATUS</c> behind it answers with that status.</summary>
    public string Repository { get; private set; } = null!;

    internal ClusterClient Client { get; private set; } = null!;

    public async Task InitializeAsync()
    {
        _server = await ClusterServer.StartAsync(new ClusterOptions { DataDirectory = _folder }, default);
        Client = new ClusterClient(ClusterConnection.Open(Kubeconfig, null));
        await Client.CreateAsync("api/v1/namespaces", new JsonObject { ["metadata"] = new JsonObject { ["name"] = Namespace } }, default);
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        _web = builder.Build();
        _web.MapGet("/index.yaml", () => """
            apiVersion: v1
            entries:
              coder:
              - {name: coder, version: 2.19.0, urls: [coder-2.19.0.tgz]}
              coder-provisioner:
              - {name: coder-provisioner, version: 2.19.0, urls: [coder-provisioner-2.19.0.tgz]}
              workspace-provider:
              - {name: workspace-provider, version: 1.20.0, maintainers: [{name: a}], urls: [workspace-provider-1.20.0.tgz]}
              - urls: [workspace-provider-1.19.2.tgz]
                version: 1.19.2
                name: workspace-provider
            generated: "2022-01-01T00:00:00Z"
            """);
        _web.MapGet("/broken/index.yaml", () => "entries: [");
        _web.MapGet("/{status:int}/index.yaml", (int status) => Results.StatusCode(status));
        await _web.StartAsync();
        Repository = _web.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single();
    }

    public async Task DisposeAsync()
    {
        Client.Dispose();
        await _web.DisposeAsync();
        await _server.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    /// <summary>Settings of a stack that goes into this cluster.</summary>
    public StackSettings Settings(Uri coder) => new()
    {
        Stack = "eu",
        CoderUrl = coder,
        CoderToken = "token",
        CoderVersion = new CoderVersion(1, 19, 2, ""),
        Url = new Uri("http://eu.coder.localhost"),
        ClusterAddress = Address,
        Kubeconfig = Kubeconfig,
        Namespace = Namespace,
        ChartRepository = Repository,
        ChartName = "workspace-provider",
    };

    /// <summary>Puts a secret there.</summary>
    public Task SecretAsync(string name, string type, params (string Key, string Value)[] data) => Client.CreateAsync(
        $"api/v1/namespaces/{Namespace}/secrets",
        new JsonObject
        {
            ["metadata"] = new JsonObject { ["name"] = name },
            ["type"] = type,
            ["stringData"] = new JsonObject(data.Select(item => KeyValuePair.Create(item.Key, (JsonNode?)item.Value))),
        },
        default);

    /// <summary>Puts a record of Helm's there.</summary>
    public Task ReleaseAsync(int revision, string status, string chartVersion) =>
        Client.CreateAsync($"api/v1/namespaces/{Namespace}/secrets", RecordSecret(Namespace, revision, status, chartVersion, []), default);

    /// <summary>A record of Helm's, as it is read.</summary>
    internal static HelmRecord Record(string ns, int revision, string status, string chartVersion, JsonObject values) =>
        HelmRecord.Read(RecordSecret(ns, revision, status, chartVersion, values));

    private static JsonObject RecordSecret(string ns, int revision, string status, string chartVersion, JsonObject values)
    {
        var record = new JsonObject
        {
            ["name"] = StackKind.WorkspaceProvider.Release,
            ["info"] = new JsonObject { ["status"] = status },
            ["chart"] = new JsonObject { ["metadata"] = new JsonObject { ["name"] = "workspace-provider", ["version"] = chartVersion } },
            ["config"] = values.DeepClone(),
        };
        using var zipped = new MemoryStream();
        using (var gzip = new GZipStream(zipped, CompressionMode.Compress, leaveOpen: true))
            gzip.Write(Encoding.UTF8.GetBytes(record.ToJsonString()));
        return new JsonObject
        {
            ["metadata"] = new JsonObject
            {
                ["name"] = $"sh.helm.release.v1.{StackKind.WorkspaceProvider.Release}.v{revision}",
                ["namespace"] = ns,
                ["labels"] = new JsonObject { ["owner"] = "helm", ["name"] = StackKind.WorkspaceProvider.Release, ["status"] = status, ["version"] = $"{revision}" },
            },
            ["type"] = "helm.sh/release.v1",
            ["data"] = new JsonObject { ["release"] = Convert.ToBase64String(Encoding.ASCII.GetBytes(Convert.ToBase64String(zipped.ToArray()))) },
        };
    }

    /// <summary>A certificate of its own for hosts, and its key, both PEM.</summary>
    public static (string Certificate, string Key) Certificate(DateTimeOffset from, DateTimeOffset until, params string[] hosts)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=test", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        foreach (var host in hosts)
            names.AddDnsName(host);
        request.CertificateExtensions.Add(names.Build());
        using var certificate = request.CreateSelfSigned(from, until);
        return (certificate.ExportCertificatePem(), key.ExportPkcs8PrivateKeyPem());
    }
}
