using Coder.Infra.Helm.Charts;
using Coder.Infra.Helm.Yaml;

namespace Coder.Infra.Helm.Cli;

/// <summary>A chart as a folder: its own, or a temporary one that its archive is unpacked into.</summary>
internal sealed class PackedChart : IDisposable
{
    private readonly string? _temporary;

    private PackedChart(string folder, string? problem = null, string? temporary = null) => (Folder, Problem, _temporary) = (folder, problem, temporary);

    /// <summary>The folder.</summary>
    public string Folder { get; }

    /// <summary>Why the archive cannot be unpacked.</summary>
    public string? Problem { get; }

    /// <summary>Whether a path names an archive.</summary>
    public static bool IsPacked(string path) => path.EndsWith(".tgz", StringComparison.Ordinal) || path.EndsWith(".tar.gz", StringComparison.Ordinal);

    /// <summary>Opens a folder or an archive.</summary>
    public static PackedChart Open(string path)
    {
        if (!IsPacked(path))
            return new PackedChart(path);
        if (!File.Exists(path))
            return new PackedChart(path, $"unable to open tarball: open {path}: no such file or directory");
        string folder = Directory.CreateTempSubdirectory("helm-lint").FullName;
        try
        {
            using var archive = File.OpenRead(path);
            var chart = ChartLoader.LoadArchive(archive);
            string root = Path.Combine(folder, chart.Name);
            foreach (var file in chart.Raw)
            {
                // The loader has refused paths that lead out of the chart.
                string target = Path.Combine(root, file.Name);
                Directory.CreateDirectory(Path.GetDirectoryName(target)!);
                File.WriteAllBytes(target, file.Data);
            }
            return new PackedChart(root, temporary: folder);
        }
        catch (Exception e) when (e is ChartException or YamlException)
        {
            return new PackedChart(path, "unable to extract tarball: " + e.Message, folder);
        }
    }

    public void Dispose()
    {
        if (_temporary != null)
            Directory.Delete(_temporary, recursive: true);
    }
}
