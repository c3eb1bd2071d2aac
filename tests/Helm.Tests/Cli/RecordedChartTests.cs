using System.Text.RegularExpressions;
using Coder.Infra.Helm.Cli;

namespace Coder.Infra.Helm.Tests.Cli;

/// <summary>The recorded runs of <c>helm template</c>: output, errors and exit codes.</summary>
public sealed partial class RecordedChartTests
{
    private static readonly string Charts = Path.Combine(Recordings.Helm, "charts");

    public static TheoryData<string, string, int, string> Runs()
    {
        var data = new TheoryData<string, string, int, string>();
        foreach (string folder in Directory.GetDirectories(Charts, "*.expected").Order(StringComparer.Ordinal))
        {
            foreach (string line in File.ReadLines(Path.Combine(folder, "commands.txt")).Where(l => !l.StartsWith('#')))
            {
                string[] parts = line.Split('\t');
                data.Add(Path.GetFileName(folder), parts[0], int.Parse(parts[1], System.Globalization.CultureInfo.InvariantCulture), parts[2]);
            }
        }
        return data;
    }

    [Theory]
    [MemberData(nameof(Runs))]
    public async Task Template_prints_what_helm_printed(string folder, string name, int exitCode, string command)
    {
        using var stdout = new StringWriter();
        using var stderr = new StringWriter();
        int actual = await HelmCommand.RunAsync(Arguments(command), stdout, stderr, CancellationToken.None);
        Assert.Equal(Expected(folder, name, "stderr"), WithoutSource(stderr.ToString()));
        Assert.Equal(Expected(folder, name, "stdout"), stdout.ToString());
        Assert.Equal(exitCode, actual);
    }

    private static string Expected(string folder, string name, string stream) =>
        WithoutSource(File.ReadAllText(Path.Combine(Charts, folder, $"expected.{name}.{stream}.txt")));

    // Helm's log names the line of its source, which is not a part of what it says.
    private static string WithoutSource(string text) => LogPrefix().Replace(text, "");

    // The commands were run inside the folder of the charts; a test cannot change the folder of its process.
    private static string[] Arguments(string command)
    {
        var words = Word().Matches(command).Select(m => m.Groups[1].Success ? m.Groups[1].Value : m.Value).Skip(1).ToArray();
        for (int i = 1; i < words.Length; i++)
            if (Path.Exists(Path.Combine(Charts, words[i])) && words[i - 1] is not "-n")
                words[i] = Path.Combine(Charts, words[i]);
        return words;
    }

    [GeneratedRegex("'([^']*)'|[^ ]+")]
    private static partial Regex Word();

    [GeneratedRegex(@"^[a-z_]+\.go:\d+: ", RegexOptions.Multiline)]
    private static partial Regex LogPrefix();
}
