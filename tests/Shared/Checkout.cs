namespace Coder.Infra.Tests.Shared;

/// <summary>Where the files of this checkout are.</summary>
internal static class Checkout
{
    /// <summary>The repository's root.</summary>
    public static string Root { get; } = FindRoot();

    /// <summary>The path of a file of the repository.</summary>
    public static string PathOf(params string[] names) => Path.Combine([Root, .. names]);

    /// <summary>The path of a file of <c>tests/Recordings</c>.</summary>
    public static string Recording(params string[] names) => Path.Combine([Root, "tests", "Recordings", .. names]);

    private static string FindRoot()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "Coder.Infra.sln")))
            folder = folder.Parent ?? throw new InvalidOperationException($"There is no Coder.Infra.sln above {AppContext.BaseDirectory}.");
        return folder.FullName;
    }
}
