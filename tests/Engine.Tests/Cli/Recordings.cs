namespace Coder.Infra.Engine.Tests.Cli;

/// <summary>Files of <c>tests/Recordings</c>.</summary>
internal static class Recordings
{
    /// <summary>Passphrase of every recorded state.</summary>
    public const string Passphrase = "correct-horse";

    /// <summary>The repository's root.</summary>
    public static string Root { get; } = FindRoot();

    public static string Path(string relative) => System.IO.Path.Combine(Root, "tests", "Recordings", relative);

    public static string Text(string relative) => File.ReadAllText(Path(relative));

    /// <summary>What a recorded run printed, without its exit code.</summary>
    public static string Cli(string name)
    {
        var text = Text($"cli/{name}");
        var at = text.LastIndexOf("\nrc ", StringComparison.Ordinal);
        return at < 0 ? text : text[..(at + 1)];
    }

    private static string FindRoot()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(System.IO.Path.Combine(folder!.FullName, "Coder.Infra.sln")))
            folder = folder.Parent;
        return folder.FullName;
    }
}
