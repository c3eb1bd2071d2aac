using System.Formats.Tar;
using System.IO.Compression;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace Coder.Infra.Sandbox.Charts;

/// <summary>
/// A Helm chart repository over HTTP: <c>index.yaml</c> and the archives of the chart workspace-provider, packed from the
/// folder beside this program, one for each version of Coder that the sandbox knows.
/// </summary>
public sealed class ChartRepository
{
    private const string ChartName = "workspace-provider";
    private readonly Dictionary<string, byte[]> _files = [];

    /// <summary>Versions of the chart, newest first.</summary>
    public static IReadOnlyList<string> Versions { get; } = ["1.20.0", "1.19.2"];

    /// <summary>Packs the charts.</summary>
    /// <param name="folder">Folder of the chart; by default the one beside this program.</param>
    public ChartRepository(string? folder = null)
    {
        folder ??= Path.Combine(AppContext.BaseDirectory, "Charts", ChartName);
        var index = new StringBuilder("apiVersion: v1\nentries:\n  workspace-provider:\n");
        foreach (var version in Versions)
        {
            var name = $"{ChartName}-{version}.tgz";
            var archive = Pack(folder, version);
            _files[name] = archive;
            index.Append(
                $"  - apiVersion: v2\n    appVersion: {version}\n    created: \"2021-06-01T00:00:00Z\"\n" +
                "    description: Lets a Coder deployment create workspaces in this cluster\n" +
                $"    digest: {Convert.ToHexStringLower(SHA256.HashData(archive))}\n" +
                $"    name: {ChartName}\n    type: application\n    urls:\n    - {name}\n    version: {version}\n");
        }

        index.Append("generated: \"2021-06-01T00:00:00Z\"\n");
        _files["index.yaml"] = Encoding.UTF8.GetBytes(index.ToString());
    }

    /// <summary>Puts the repository on a web server.</summary>
    public void Map(IApplicationBuilder app) => app.Run(async context =>
    {
        if (!_files.TryGetValue(context.Request.Path.Value!.TrimStart('/'), out var file))
        {
            context.Response.StatusCode = StatusCodes.Status404NotFound;
            return;
        }

        context.Response.ContentType = context.Request.Path.Value.EndsWith(".yaml", StringComparison.Ordinal) ? "text/yaml" : "application/gzip";
        context.Response.ContentLength = file.Length;
        await context.Response.Body.WriteAsync(file);
    });

    private static byte[] Pack(string folder, string version)
    {
        using var stream = new MemoryStream();
        using (var gzip = new GZipStream(stream, CompressionLevel.Optimal, leaveOpen: true))
        using (var tar = new TarWriter(gzip, TarEntryFormat.Ustar))
        {
            foreach (var path in Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal))
            {
                var name = Path.GetRelativePath(folder, path).Replace('\\', '/');
                var text = File.ReadAllText(path);
                if (name == "Chart.yaml")
                    text = text.Replace("0.0.0", version, StringComparison.Ordinal);
                tar.WriteEntry(new UstarTarEntry(TarEntryType.RegularFile, $"{ChartName}/{name}")
                {
                    // The same bytes each time: the digest in the index is that of any other run.
                    ModificationTime = DateTimeOffset.UnixEpoch,
                    DataStream = new MemoryStream(Encoding.UTF8.GetBytes(text)),
                });
            }
        }

        return stream.ToArray();
    }
}
