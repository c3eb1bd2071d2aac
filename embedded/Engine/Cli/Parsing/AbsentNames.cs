using Coder.Infra.Engine.Workspace;

namespace Coder.Infra.Engine.Cli.Parsing;

/// <summary>
/// Commands and flags of the official CLI that are not here, with the reason for each (<c>absent.txt</c>). The list is read only
/// when a name is unknown, or for help.
/// </summary>
internal static class AbsentNames
{
    private static readonly Lazy<Dictionary<string, string>> Reasons = new(Read);

    /// <summary>The flags, with their dashes, and the reason for each.</summary>
    public static IEnumerable<(string Flag, string Reason)> Flags =>
        Reasons.Value.Where(entry => entry.Key.StartsWith("--", StringComparison.Ordinal)).Select(entry => (entry.Key, entry.Value));

    /// <summary>The error for a command; null where the official CLI has none of that name either.</summary>
    /// <param name="path">Names of the command without <c>pulumi</c>.</param>
    public static UserErrorException? Command(string path) =>
        !Reasons.Value.TryGetValue(path, out var reason) ? null
        : reason[0] == '=' ? new UserErrorException(reason[1..])
        : NotHere($"`pulumi {path}`", reason);

    /// <summary>The error for a flag; null where the official CLI has none of that name either.</summary>
    /// <param name="flag">Its name with both dashes.</param>
    public static UserErrorException? Flag(string flag) => Reasons.Value.TryGetValue(flag, out var reason) ? NotHere(flag, reason) : null;

    private static UserErrorException NotHere(string what, string reason) =>
        new($"{what} is not supported by the embedded engine: {reason}; use the official CLI for it (PULUMIW_ENGINE=official)");

    private static Dictionary<string, string> Read()
    {
        var reasons = new Dictionary<string, string>(StringComparer.Ordinal);
        using var reader = new StreamReader(typeof(AbsentNames).Assembly.GetManifestResourceStream("absent.txt")!);
        while (reader.ReadLine() is { } line)
        {
            if (line.StartsWith('#') || line.Split('\t') is not [var name, var reason])
                continue;
            if (name.StartsWith("* ", StringComparison.Ordinal))
            {
                reasons[name[2..]] = reason;
                continue;
            }

            var parent = name.LastIndexOf(' ') is >= 0 and var space ? name[..(space + 1)] : "";
            foreach (var own in name[parent.Length..].Split('|'))
                reasons[parent + own] = reason;
        }

        return reasons;
    }
}
