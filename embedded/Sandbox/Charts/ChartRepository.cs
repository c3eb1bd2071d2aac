using System.Formats.Tar;
using System.IO.Compression;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace Coder.Infra.Sandbox.Charts;

/// <summary>
/// Helm chart repositories over HTTP, packed from the folders beside this program: at the root the chart of Coder v1,
/// workspace-provider, and under <c>v2/</c> those of Coder v2, coder and coder-provisioner, each in every version that the sandbox knows.
/// </summary>
public sealed class ChartRepository
{
    /// <summary>Where the charts of Coder v2 are, below the repository's URL.</summary>
    public const string V2Path = "v2";

    private const string Library = "libcoder";
    private readonly Dictionary<string, byte[]> _files = [];
    private readonly string _folder;

    /// <summary>Packs the charts.</summary>
    /// <param name="folder">Folder of the charts; by default the one beside this program.</param>
    public ChartRepository(string? folder = null)
    {
        _folder = folder ?? Path.Combine(AppContext.BaseDirectory, "Charts");
        Add("", Versions, "", new Chart("workspace-provider", "Lets a Coder deployment create workspaces in this cluster", false));
        Add(V2Path + "/", V2Versions, "v", new Chart("coder", "A Coder deployment, or a workspace proxy of one", true), new Chart("coder-provisioner", "External provisioners of a Coder deployment", true));
    }

    /// <summary>Versions of Coder v1 that there is a chart for, newest first.</summary>
    public static IReadOnlyList<string> Versions { get; } = ["1.20.0", "1.19.2"];

    /// <summary>Versions of Coder v2 that there are charts for, newest first.</summary>
    public static IReadOnlyList<string> V2Versions { get; } = ["2.20.0", "2.19.0"];

    /// <summary>Puts the repositories on a web server.</summary>
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

    private void Add(string path, IReadOnlyList<string> versions, string prefix, params Chart[] charts)
    {
        var index = new StringBuilder("apiVersion: v1\nentries:\n");
        foreach (var chart in charts)
        {
            index.Append($"  {chart.Name}:\n");
            foreach (var version in versions)
            {
                var name = $"{chart.Name}-{version}.tgz";
                var archive = Pack(chart, version);
                _files[path + name] = archive;
                index.Append(
                    $"  - apiVersion: v2\n    appVersion: {prefix}{version}\n    created: \"2021-06-01T00:00:00Z\"\n" +
                    $"    description: {chart.Description}\n" +
                    $"    digest: {Convert.ToHexStringLower(SHA256.HashData(archive))}\n" +
                    $"    name: {chart.Name}\n    type: application\n    urls:\n    - {name}\n    version: {version}\n");
            }
        }

        index.Append("generated: \"2021-06-01T00:00:00Z\"\n");
        _files[path + "index.yaml"] = Encoding.UTF8.GetBytes(index.ToString());
    }

    /// <summary>A chart of the folder as an archive, with the version in the place of <c>0.0.0</c> and its library in <c>charts/</c>.</summary>
    private byte[] Pack(Chart chart, string version)
    {
        var files = Read(chart.Name).ToDictionary(file => $"{chart.Name}/{file.Name}", file => file.Name == "Chart.yaml"
            ? Encoding.UTF8.GetBytes(Encoding.UTF8.GetString(file.Bytes).Replace("0.0.0", version, StringComparison.Ordinal))
            : file.Bytes);
        if (chart.HasLibrary)
            files[$"{chart.Name}/charts/{Library}-0.1.0.tgz"] = Archive(Read(Library).ToDictionary(file => $"{Library}/{file.Name}", file => file.Bytes));
        return Archive(files);
    }

    private IEnumerable<(string Name, byte[] Bytes)> Read(string chart)
    {
        var folder = Path.Combine(_folder, chart);
        return Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories).Select(path => (Path.GetRelativePath(folder, path).Replace('\\', '/'), File.ReadAllBytes(path)));
    }

    private static byte[] Archive(Dictionary<string, byte[]> files)
    {
        using var stream = new MemoryStream();
        using (var gzip = new GZipStream(stream, CompressionLevel.Optimal, leaveOpen: true))
        using (var tar = new TarWriter(gzip, TarEntryFormat.Ustar))
        {
            foreach (var (name, bytes) in files.OrderBy(file => file.Key, StringComparer.Ordinal))
            {
                tar.WriteEntry(new UstarTarEntry(TarEntryType.RegularFile, name)
                {
                    // The same bytes each time: the digest in the index is that of any other run.
                    ModificationTime = DateTimeOffset.UnixEpoch,
                    DataStream = new MemoryStream(bytes),
                });
            }
        }

        return stream.ToArray();
    }

    private sealed record Chart(string Name, string Description, bool HasLibrary);
}
