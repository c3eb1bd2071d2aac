namespace Coder.Infra.Helm.Charts;

/// <summary>Go's <c>filepath.EvalSymlinks</c>: the path with every link in it resolved.</summary>
internal static class LinkPath
{
    private const int MaxLinks = 255;

    /// <summary>Resolves an absolute path.</summary>
    /// <exception cref="ChartException">A part is missing, or there are too many links.</exception>
    public static string Resolve(string path)
    {
        var pending = new Stack<string>(Parts(path));
        string resolved = Path.GetPathRoot(path) ?? "/";
        int links = 0;
        while (pending.TryPop(out string? part))
        {
            if (part == ".")
                continue;
            if (part == "..")
            {
                resolved = Path.GetDirectoryName(resolved) ?? resolved;
                continue;
            }
            string next = Path.Combine(resolved, part);
            var info = new FileInfo(next);
            if (info.LinkTarget is not { } target)
            {
                if (!Path.Exists(next))
                    throw new ChartException($"error evaluating symlink {path}: lstat {next}: no such file or directory");
                resolved = next;
                continue;
            }
            if (++links > MaxLinks)
                throw new ChartException($"error evaluating symlink {path}: EvalSymlinks: too many links");
            if (Path.IsPathRooted(target))
                resolved = Path.GetPathRoot(target)!;
            foreach (string inner in Parts(target))
                pending.Push(inner);
        }
        return resolved;
    }

    // Last part first, as a stack takes them.
    private static IEnumerable<string> Parts(string path) =>
        path[(Path.GetPathRoot(path)?.Length ?? 0)..].Split(Path.DirectorySeparatorChar, StringSplitOptions.RemoveEmptyEntries).Reverse();
}
