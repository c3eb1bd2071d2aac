namespace Coder.Infra.Helm.Tests;

/// <summary>The recorded runs of Helm in <c>tests/Recordings</c>.</summary>
internal static class Recordings
{
    public static string Root { get; } = Find();

    public static string Helm => Path.Combine(Root, "tests", "Recordings", "helm");

    private static string Find()
    {
        for (var directory = new DirectoryInfo(AppContext.BaseDirectory); directory is not null; directory = directory.Parent)
            if (File.Exists(Path.Combine(directory.FullName, "Coder.Infra.sln")))
                return directory.FullName;
        throw new InvalidOperationException("Coder.Infra.sln is not above " + AppContext.BaseDirectory);
    }
}
