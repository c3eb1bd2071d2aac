using System.Formats.Tar;

namespace Coder.Infra.Helm.Charts;

public static partial class ChartLoader
{
    private const long MaxFileSize = 5 << 20;
    private static readonly byte[] ByteOrderMark = [0xef, 0xbb, 0xbf];

    /// <summary>
    /// Loads a chart from a folder without what its .helmignore names. Links are followed under their own path, so that a circle of
    /// links ends where the system refuses the path. Pipes, devices and sockets are refused, never opened.
    /// </summary>
    public static Chart LoadDirectory(string path, Action<string>? log = null)
    {
        string ignoreFile = Path.Combine(path, ".helmignore");
        var rules = IgnoreRules.Parse(File.Exists(ignoreFile) ? GoString.FromBytes(WithoutByteOrderMark(File.ReadAllBytes(ignoreFile))) : null);
        var files = new List<ChartFile>();
        Walk(path, "", rules, files, log);
        return LoadFiles(files, log);
    }

    private static void Walk(string directory, string prefix, IgnoreRules rules, List<ChartFile> files, Action<string>? log)
    {
        FileSystemInfo[] entries;
        try
        {
            entries = new DirectoryInfo(directory).GetFileSystemInfos();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new ChartException($"open {directory}: {Reason(e)}", e);
        }
        Array.Sort(entries, static (a, b) => string.CompareOrdinal(a.Name, b.Name));
        foreach (var entry in entries)
        {
            string name = prefix + entry.Name, path = Path.Combine(directory, entry.Name), target = path;
            if (entry.LinkTarget is not null)
            {
                target = LinkPath.Resolve(path);
                log?.Invoke($"walk.go:75: found symbolic link in path: {path} resolves to {target}. Contents of linked file included and used");
            }
            bool isDirectory = Directory.Exists(target);
            if (rules.Ignores(name, isDirectory))
                continue;
            if (isDirectory)
                Walk(path, name + "/", rules, files, log);
            else
                files.Add(new ChartFile(name, Read(new FileInfo(target), path)));
        }
    }

    private static byte[] Read(FileInfo file, string path)
    {
        if (file.Length == 0 && IsIrregular(file.FullName))
            throw new ChartException($"cannot load irregular file {path} as it has file mode type bits set");
        if (file.Length > MaxFileSize)
            throw new ChartException($"chart file {GoQuote.Quote(file.Name)} is larger than the maximum file size {MaxFileSize}");
        try
        {
            return WithoutByteOrderMark(File.ReadAllBytes(file.FullName));
        }
        catch (UnauthorizedAccessException e)
        {
            throw new ChartException($"open {path}: {Reason(e)}", e);
        }
    }

    // .NET does not say what kind of file it is, but its tar writer does, without opening it. Only such files and empty ones have no length.
    private static bool IsIrregular(string path)
    {
        using var archive = new MemoryStream();
        try
        {
            using (var writer = new TarWriter(archive, leaveOpen: true))
                writer.WriteEntry(path, "file");
        }
        catch (IOException)
        {
            return true; // a socket, which a tar cannot hold
        }
        archive.Position = 0;
        using var reader = new TarReader(archive);
        return reader.GetNextEntry()?.EntryType is not (TarEntryType.RegularFile or TarEntryType.V7RegularFile);
    }

    private static string Reason(Exception e) => e switch
    {
        UnauthorizedAccessException => "permission denied",
        DirectoryNotFoundException or FileNotFoundException => "no such file or directory",
        _ => e.Message.Contains("symbolic links", StringComparison.Ordinal) ? "too many levels of symbolic links" : e.Message,
    };

    private static byte[] WithoutByteOrderMark(byte[] data) => data.AsSpan().StartsWith(ByteOrderMark) ? data[ByteOrderMark.Length..] : data;
}
