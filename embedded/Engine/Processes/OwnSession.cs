namespace Coder.Infra.Engine.Processes;

/// <summary>
/// Starts a command so that Ctrl-C in the engine's terminal does not reach it. A terminal sends it to every process of its group,
/// and programs and plugins must not die of the first one, which lets running steps finish: <c>setsid</c> gives them a session of
/// their own. It executes in place, so that the process started is the command's.
/// </summary>
internal static class OwnSession
{
    private static readonly Lazy<string?> SetSid = new(() =>
        (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator).Select(folder => Path.Combine(folder, "setsid")).FirstOrDefault(File.Exists));

    /// <summary>The command to start in the stead of <paramref name="file"/>: what it is called through, and itself.</summary>
    public static string[] Command(string file) => !Console.IsInputRedirected && SetSid.Value is { } setsid ? [setsid, file] : [file];
}
