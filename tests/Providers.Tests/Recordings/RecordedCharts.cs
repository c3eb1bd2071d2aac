using System.Formats.Tar;
using System.IO.Compression;
using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using Coder.Infra.Protocol;
using Grpc.Core;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Pulumirpc;

namespace Coder.Infra.Providers.Tests.Recordings;

/// <summary>The charts of the recorded runs: in folders beside the program, and in the repository that the runs of 3.274 name.</summary>
public sealed class RecordedCharts : IAsyncLifetime
{
    private const string RecordedRepository = "http://127.0.0.1:33839";

    private readonly DirectoryInfo _root = Directory.CreateTempSubdirectory("recorded-charts-");
    private readonly WebApplication _server = Server();

    /// <summary>The address of the repository.</summary>
    public string Repository => _server.Urls.First();

    /// <inheritdoc/>
    public async Task InitializeAsync()
    {
        Directory.CreateDirectory(Path.Combine(_root.FullName, "program"));
        foreach (var (name, version) in new[] { ("workspace-provider", "1.41.0"), ("wp-1.42.0", "1.42.0") })
            Copy(Recording.PathOf("program", "chart"), Path.Combine(_root.FullName, "charts", name), "1.41.0", version);
        var files = new Dictionary<string, byte[]>();
        var index = new StringBuilder("apiVersion: v1\nentries:\n  workspace-provider:\n");
        foreach (var version in new[] { "1.20.0", "1.19.2" })
        {
            var chart = Path.Combine(_root.FullName, version, "workspace-provider");
            Copy(Recording.PathOf("grpc-3.274", "chart"), chart, "0.0.0", version);
            files[$"/workspace-provider-{version}.tgz"] = Pack(Path.GetDirectoryName(chart)!);
            index.Append(null, $"  - apiVersion: v2\n    name: workspace-provider\n    version: {version}\n    urls: [workspace-provider-{version}.tgz]\n");
        }

        files["/index.yaml"] = Encoding.UTF8.GetBytes(index.ToString());
        _server.Run(context => files.TryGetValue(context.Request.Path, out var file)
            ? context.Response.Body.WriteAsync(file).AsTask()
            : Task.FromResult(context.Response.StatusCode = StatusCodes.Status404NotFound));
        await _server.StartAsync();
    }

    /// <inheritdoc/>
    public async Task DisposeAsync()
    {
        await _server.DisposeAsync();
        _root.Delete(recursive: true);
    }

    /// <summary>A recorded call as it reads with the charts' place of today.</summary>
    internal RecordedCall Here(RecordedCall call) => call with
    {
        Request = Here(call.Request),
        Response = call.Response is null ? null : Here(call.Response),
    };

    /// <summary>A provider that knows the program's folder, as a plugin is started in it.</summary>
    internal async Task<IResourceProvider> ProviderAsync(IResourceProvider provider)
    {
        await Assert.ThrowsAsync<RpcException>(() => provider.HandshakeAsync(
            new ProviderHandshakeRequest { EngineAddress = "127.0.0.1:1", RootDirectory = "/", ProgramDirectory = Path.Combine(_root.FullName, "program") },
            CancellationToken.None));
        return provider;
    }

    private JsonObject Here(JsonObject message) =>
        JsonNode.Parse(message.ToJsonString().Replace(RecordedRepository, Repository, StringComparison.Ordinal))!.AsObject();

    private static WebApplication Server()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(options => options.Listen(IPAddress.Loopback, 0));
        return builder.Build();
    }

    private static void Copy(string from, string to, string recorded, string version)
    {
        foreach (var file in Directory.EnumerateFiles(from, "*", SearchOption.AllDirectories))
        {
            var target = Path.Combine(to, Path.GetRelativePath(from, file));
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            var text = File.ReadAllText(file);
            File.WriteAllText(target, Path.GetFileName(file) == "Chart.yaml" ? text.Replace(recorded, version, StringComparison.Ordinal) : text);
        }
    }

    private static byte[] Pack(string folder)
    {
        using var stream = new MemoryStream();
        using (var gzip = new GZipStream(stream, CompressionLevel.Fastest, leaveOpen: true))
            TarFile.CreateFromDirectory(folder, gzip, includeBaseDirectory: false);
        return stream.ToArray();
    }
}
