using System.IO.Compression;
using System.Text;
using System.Text.Json.Nodes;
using Coder.Infra.Kubernetes;
using Coder.Infra.Releases;
using Coder.Infra.Sandbox.Kubernetes;

namespace Coder.Infra.Resources.Tests.Releases;

/// <summary>A sandbox's cluster with releases as Helm leaves them.</summary>
public sealed class ReleaseCluster : IAsyncLifetime
{
    public const string Name = "workspace-provider";
    private readonly string _folder = Directory.CreateTempSubdirectory("releases-").FullName;
    private ClusterServer _server = null!;

    internal string Kubeconfig => _server.Kubeconfig;

    internal ClusterClient Client { get; private set; } = null!;

    public async Task InitializeAsync()
    {
        _server = await ClusterServer.StartAsync(new ClusterOptions { DataDirectory = _folder }, default);
        Client = new ClusterClient(ClusterConnection.Open(Kubeconfig, null));
    }

    public async Task DisposeAsync()
    {
        Client.Dispose();
        await _server.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    /// <summary>A namespace of a test's own.</summary>
    internal async Task<string> NamespaceAsync()
    {
        var name = $"coder-{Guid.NewGuid():n}"[..14];
        await Client.CreateAsync("api/v1/namespaces", new JsonObject { ["metadata"] = new JsonObject { ["name"] = name } }, default);
        return name;
    }

    /// <summary>Creates the objects of a manifest as Helm does, and the record of a revision that is deployed.</summary>
    internal async Task<HelmRecord> InstallAsync(string ns, string manifest)
    {
        await ApplyAsync(ns, manifest);
        return await RecordAsync(ns, 1, "deployed", manifest);
    }

    /// <summary>Creates the objects of a manifest as Helm does.</summary>
    internal async Task ApplyAsync(string ns, string manifest)
    {
        foreach (var value in Manifest.Objects(manifest))
        {
            var metadata = value["metadata"]!.AsObject();
            (metadata["labels"] ??= new JsonObject())["app.kubernetes.io/managed-by"] = "Helm";
            var annotations = metadata["annotations"] ??= new JsonObject();
            annotations["meta.helm.sh/release-name"] = Name;
            annotations["meta.helm.sh/release-namespace"] = ns;
            var path = (await Client.PathAsync(value, ns, default))!;
            await Client.CreateAsync($"{path[..path.LastIndexOf('/')]}?fieldManager=pulumi-resource-kubernetes", value, default);
        }
    }

    /// <summary>Writes the record of a revision, or writes it again.</summary>
    internal async Task<HelmRecord> RecordAsync(string ns, int revision, string status, string manifest, string description = "", JsonArray? hooks = null)
    {
        var content = new JsonObject
        {
            ["name"] = Name,
            ["info"] = new JsonObject { ["status"] = status, ["description"] = description },
            ["chart"] = new JsonObject { ["metadata"] = new JsonObject { ["name"] = Name, ["version"] = "1.20.0" } },
            ["manifest"] = manifest,
            ["hooks"] = hooks,
        };
        using var zipped = new MemoryStream();
        await using (var gzip = new GZipStream(zipped, CompressionMode.Compress, leaveOpen: true))
            await gzip.WriteAsync(Encoding.UTF8.GetBytes(content.ToJsonString()));
        var path = $"api/v1/namespaces/{ns}/secrets";
        var secret = new JsonObject
        {
            ["metadata"] = new JsonObject
            {
                ["name"] = $"sh.helm.release.v1.{Name}.v{revision}",
                ["labels"] = new JsonObject { ["owner"] = "helm", ["name"] = Name, ["status"] = status, ["version"] = $"{revision}" },
            },
            ["type"] = "helm.sh/release.v1",
            ["data"] = new JsonObject { ["release"] = Convert.ToBase64String(Encoding.ASCII.GetBytes(Convert.ToBase64String(zipped.ToArray()))) },
        };
        if (await Client.FindAsync($"{path}/{secret.Text("metadata", "name")}", default) is null)
            await Client.CreateAsync(path, secret, default);
        else
            await Client.MergeAsync($"{path}/{secret.Text("metadata", "name")}", secret, default);
        return (await HelmRecord.HistoryAsync(Client, ns, Name, default)).Single(record => record.Revision == revision);
    }

    /// <summary>Removes the record of a revision, as an uninstall does.</summary>
    internal Task ForgetAsync(string ns, int revision) => Client.DeleteAsync($"api/v1/namespaces/{ns}/secrets/sh.helm.release.v1.{Name}.v{revision}", default);

    /// <summary>Changes an object as somebody else does.</summary>
    internal Task ChangeAsync(string path, string manager, string patch) => Client.MergeAsync($"{path}?fieldManager={manager}", JsonNode.Parse(patch)!.AsObject(), default);

    /// <summary>A deployment's manifest.</summary>
    internal static string Deployment(string name, string image = "envproxy:1.20.0", int replicas = 1, string env = "") => $$"""
        ---
        apiVersion: apps/v1
        kind: Deployment
        metadata:
          name: {{name}}
        spec:
          replicas: {{replicas}}
          selector:
            matchLabels: {app: {{name}}}
          template:
            metadata:
              labels: {app: {{name}}}
            spec:
              containers:
              - name: {{name}}
                image: {{image}}
                ports:
                - {name: http, containerPort: 8080}
                resources:
                  limits: {cpu: 0.5, memory: 1024Mi}
                env: [{{env}}]

        """;
}
