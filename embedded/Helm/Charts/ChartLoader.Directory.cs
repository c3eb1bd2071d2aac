namespace Coder.Infra.Helm.Charts;

public static partial class ChartLoader
{
    private const long MaxFileSize = 5 << 20;
    private static readonly byte[] ByteOrderMark = [0xef, 0xbb, 0xbf];

    /// <summary>Loads a chart from a folder, leaving out what its .helmignore names. Links are followed.</summary>
    public static Chart LoadDirectory(string path, Action<string>? log = null)
    {
        string ignoreFile = Path.Combine(path, ".helmignore");
        var rules = IgnoreRules.Parse(File.Exists(ignoreFile) ? File.ReadAllText(ignoreFile) : null);
        var files = new List<ChartFile>();
        Walk(new DirectoryInfo(path), "", rules, files, log);
        return LoadFiles(files, log);
    }

    private static void Walk(DirectoryInfo directory, string prefix, IgnoreRules rules, List<ChartFile> files, Action<string>? log)
    {
        var entries = directory.GetFileSystemInfos();
        Array.Sort(entries, static (a, b) => string.CompareOrdinal(a.Name, b.Name));
        foreach (var found in entries)
        {
            string name = prefix + found.Name;
            var entry = Resolve(found, log);
            if (rules.Ignores(name, entry is DirectoryInfo))
                continue;
            if (entry is DirectoryInfo inner)
                Walk(inner, name + "/", rules, files, log);
            else
                files.Add(new ChartFile(name, Read((FileInfo)entry, name)));
        }
    }

    private static FileSystemInfo Resolve(FileSystemInfo entry, Action<string>? log)
    {
        if (entry.LinkTarget is null)
            return entry;
        FileSystemInfo target;
        try
        {
            target = entry.ResolveLinkTarget(returnFinalTarget: true) ?? entry;
        }
        catch (IOException e)
        {
            throw new ChartException($"error evaluating symlink {entry.FullName}: {e.Message}", e);
        }
        if (!target.Exists)
            throw new ChartException($"error evaluating symlink {entry.FullName}: lstat {target.FullName}: no such file or directory");
        log?.Invoke($"walk.go:75: found symbolic link in path: {entry.FullName} resolves to {target.FullName}. Contents of linked file included and used");
        return Directory.Exists(target.FullName) ? new DirectoryInfo(target.FullName) : new FileInfo(target.FullName);
    }

    private static byte[] Read(FileInfo file, string name)
    {
        if (!OperatingSystem.IsWindows() && (file.Attributes & FileAttributes.Device) != 0)
            throw new ChartException($"cannot load irregular file {file.FullName} as it has file mode type bits set");
        if (file.Length > MaxFileSize)
            throw new ChartException($"chart file \"{name}\" is larger than the maximum file size {MaxFileSize}");
        return WithoutByteOrderMark(File.ReadAllBytes(file.FullName));
    }

    private static byte[] WithoutByteOrderMark(byte[] data) => data.AsSpan().StartsWith(ByteOrderMark) ? data[ByteOrderMark.Length..] : data;
}
