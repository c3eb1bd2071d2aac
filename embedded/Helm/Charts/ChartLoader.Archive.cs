using System.Formats.Tar;
using System.IO.Compression;
using Coder.Infra.Helm.Yaml;

namespace Coder.Infra.Helm.Charts;

public static partial class ChartLoader
{
    private const long MaxArchiveSize = 100 << 20;

    /// <summary>Loads a chart from a .tgz file.</summary>
    public static Chart LoadArchiveFile(string path, Action<string>? log = null)
    {
        byte[] data;
        try
        {
            data = File.ReadAllBytes(path);
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new ChartException($"stat {path}: no such file or directory", e);
        }
        if (data is not [0x1f, 0x8b, ..])
        {
            throw new ChartException(path.EndsWith(".yml", StringComparison.Ordinal) || path.EndsWith(".yaml", StringComparison.Ordinal)
                ? $"file '{path}' seems to be a YAML file, but expected a gzipped archive"
                : $"file '{path}' does not appear to be a gzipped archive; got '{(data.Contains((byte)0) ? "application/octet-stream" : "text/plain; charset=utf-8")}'");
        }
        return LoadArchive(new MemoryStream(data), log);
    }

    /// <summary>Loads a chart from a gzipped tar. Paths that lead out of the chart and archives that grow too large are refused.</summary>
    public static Chart LoadArchive(Stream archive, Action<string>? log = null)
    {
        try
        {
            return LoadFiles(ArchiveFiles(archive), log);
        }
        catch (Exception e) when (e is InvalidDataException or EndOfStreamException)
        {
            throw new ChartException("gzip: invalid header", e);
        }
    }

    private static List<ChartFile> ArchiveFiles(Stream archive)
    {
        using var unzipped = new GZipStream(archive, CompressionMode.Decompress);
        using var tar = new TarReader(unzipped);
        var files = new List<ChartFile>();
        long remaining = MaxArchiveSize;
        while (tar.GetNextEntry() is { } entry)
        {
            if (entry.EntryType is TarEntryType.Directory or TarEntryType.GlobalExtendedAttributes or TarEntryType.ExtendedAttributes)
                continue;
            string name = NameInChart(entry.Name);
            if (entry.Length > remaining)
                throw new ChartException($"decompressed chart is larger than the maximum size {MaxArchiveSize}");
            if (entry.Length > MaxFileSize)
                throw new ChartException($"decompressed chart file {GoQuote.Quote(entry.Name)} is larger than the maximum file size {MaxFileSize}");
            remaining -= entry.Length;
            using var content = new MemoryStream();
            entry.DataStream?.CopyTo(content);
            files.Add(new ChartFile(name, WithoutByteOrderMark(content.ToArray())));
        }
        return files.Count > 0 ? files : throw new ChartException("no files in chart archive");
    }

    // The first part of a path is the chart's folder.
    private static string NameInChart(string path)
    {
        char delimiter = path.Contains('\\', StringComparison.Ordinal) ? '\\' : '/';
        string[] parts = path.Split(delimiter);
        string inside = string.Join('/', parts.Skip(1));
        if (inside.StartsWith('/'))
            throw new ChartException("chart illegally contains absolute paths");
        string name = Clean(inside);
        if (name == ".")
            throw new ChartException($"chart illegally contains content outside the base directory: {GoQuote.Quote(path)}");
        if (name.StartsWith("..", StringComparison.Ordinal))
            throw new ChartException("chart illegally references parent directory");
        if (name.Length > 2 && char.IsAsciiLetter(name[0]) && name[1] == ':' && name[2] == '/')
            throw new ChartException("chart contains illegally named files");
        if (parts[0] == "Chart.yaml")
            throw new ChartException("chart yaml not in base directory");
        return name;
    }

    private static string Clean(string path)
    {
        var parts = new List<string>();
        foreach (string part in path.Split('/'))
        {
            if (part is "" or ".")
                continue;
            if (part == ".." && parts.Count > 0 && parts[^1] != "..")
                parts.RemoveAt(parts.Count - 1);
            else
                parts.Add(part);
        }
        return parts.Count == 0 ? "." : string.Join('/', parts);
    }
}
