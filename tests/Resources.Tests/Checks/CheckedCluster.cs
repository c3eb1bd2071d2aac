using System.IO.Compression;
using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Text.Json;
using Coder.Infra.Checks;
using Coder.Infra.Sandbox.Kubernetes;
using k8s;
using k8s.Models;
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

    public Kubernetes Client { get; private set; } = null!;

    public async Task InitializeAsync()
    {
        _server = await ClusterServer.StartAsync(new ClusterOptions { DataDirectory = _folder }, default);
        Client = ClusterChecks.Connect(Kubeconfig, "", out _);
        await Client.CoreV1.CreateNamespaceAsync(new V1Namespace { Metadata = new V1ObjectMeta { Name = Namespace } });
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        _web = builder.Build();
        _web.MapGet("/index.yaml", () => """
            apiVersion: v1
            entries:
              coder:
              - {name: coder, version: 1.21.0, urls: [coder-1.21.0.tgz]}
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

    /// <summary>Puts a secret there.</summary>
    public Task SecretAsync(string name, string type, params (string Key, string Value)[] data) => Client.CoreV1.CreateNamespacedSecretAsync(
        new V1Secret
        {
            Metadata = new V1ObjectMeta { Name = name },
            Type = type,
            StringData = data.ToDictionary(item => item.Key, item => item.Value),
        },
        Namespace);

    /// <summary>Puts a record of Helm's there.</summary>
    public async Task ReleaseAsync(int revision, string status, string chartVersion)
    {
        var json = JsonSerializer.SerializeToUtf8Bytes(new { name = ClusterQueries.ReleaseName, chart = new { metadata = new { version = chartVersion } } });
        using var zipped = new MemoryStream();
        await using (var gzip = new GZipStream(zipped, CompressionMode.Compress, leaveOpen: true))
            await gzip.WriteAsync(json);
        await Client.CoreV1.CreateNamespacedSecretAsync(
            new V1Secret
            {
                Metadata = new V1ObjectMeta
                {
                    Name = $"sh.helm.release.v1.{ClusterQueries.ReleaseName}.v{revision}",
                    Labels = new Dictionary<string, string> { ["owner"] = "helm", ["name"] = ClusterQueries.ReleaseName, ["status"] = status, ["version"] = $"{revision}" },
                },
                Type = "helm.sh/release.v1",
                Data = new Dictionary<string, byte[]> { ["release"] = Encoding.ASCII.GetBytes(Convert.ToBase64String(zipped.ToArray())) },
            },
            Namespace);
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
