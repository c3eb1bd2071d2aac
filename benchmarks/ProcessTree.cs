using System.Globalization;

namespace Coder.Infra.Benchmarks;

/// <summary>The processes below one, as <c>/proc</c> shows them.</summary>
internal static class ProcessTree
{
    /// <summary>The resident sets of a process and all its descendants, summed; shared pages count in each.</summary>
    public static long ResidentBytes(int root)
    {
        var children = new Dictionary<int, List<int>>();
        foreach (var folder in Directory.EnumerateDirectories("/proc"))
        {
            if (!int.TryParse(Path.GetFileName(folder), NumberStyles.None, CultureInfo.InvariantCulture, out var id) || Read($"{folder}/stat") is not { } stat)
                continue;
            // The name, in brackets, may hold blanks; the parent is the second field after it.
            var parent = int.Parse(stat[(stat.LastIndexOf(')') + 2)..].Split(' ')[1], CultureInfo.InvariantCulture);
            if (!children.TryGetValue(parent, out var list))
                children[parent] = list = [];
            list.Add(id);
        }

        var bytes = 0L;
        var open = new Stack<int>([root]);
        while (open.TryPop(out var id))
        {
            if (Read($"/proc/{id}/statm") is { } memory)
                bytes += long.Parse(memory.Split(' ')[1], CultureInfo.InvariantCulture) * Environment.SystemPageSize;
            foreach (var child in children.GetValueOrDefault(id, []))
                open.Push(child);
        }

        return bytes;
    }

    /// <summary>A file of a process; null where that has ended.</summary>
    private static string? Read(string path)
    {
        try
        {
            return File.ReadAllText(path);
        }
        catch (IOException)
        {
            return null;
        }
    }
}
