namespace Coder.Infra.Benchmarks;

/// <summary>Where things are in this repository.</summary>
internal static class Repository
{
    /// <summary>The folder of the solution.</summary>
    public static string Root { get; } = Find();

    /// <summary>The reference chart.</summary>
    public static string Chart => Path.Combine(Root, "tests", "Recordings", "program", "chart");

    private static string Find()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "Coder.Infra.sln")))
            folder = folder.Parent!;
        return folder.FullName;
    }
}
