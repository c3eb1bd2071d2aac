namespace Coder.Infra.Helm.Tests;

/// <summary>Where the repository's files are.</summary>
static class Repository
{
    public static string Root { get; } = Find();

    public static string Recording(params string[] parts) => Path.Combine([Root, "tests", "Recordings", .. parts]);

    static string Find()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "Coder.Infra.sln")))
                return folder.FullName;
        }
        throw new InvalidOperationException($"Coder.Infra.sln is nowhere above {AppContext.BaseDirectory}");
    }
}
