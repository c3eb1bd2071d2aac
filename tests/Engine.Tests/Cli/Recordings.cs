namespace Coder.Infra.Engine.Tests.Cli;

/// <summary>Files of <c>tests/Recordings</c>.</summary>
internal static class Recordings
{
    /// <summary>Passphrase of every recorded state.</summary>
    public const string Passphrase = "correct-horse";

    /// <summary>The repository's root.</summary>
    public static string Root { get; } = Checkout.Root;

    public static string Path(string relative) => Checkout.Recording(relative);

    public static string Text(string relative) => File.ReadAllText(Path(relative));

    /// <summary>What a recorded run printed, without its exit code.</summary>
    public static string Cli(string name)
    {
        var text = Text($"cli/{name}");
        var at = text.LastIndexOf("\nrc ", StringComparison.Ordinal);
        return at < 0 ? text : text[..(at + 1)];
    }
}
