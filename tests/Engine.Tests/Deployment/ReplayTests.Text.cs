using System.Text.RegularExpressions;
using Coder.Infra.Engine.Deployment;
using Coder.Infra.Engine.Deployment.Model;
using Coder.Infra.Engine.Display;
using Coder.Infra.Engine.Display.Diff;
using Coder.Infra.Engine.Display.Progress;

namespace Coder.Infra.Engine.Tests.Deployment;

/// <summary>
/// What a replayed run prints, held against what the official CLI printed in it. Left aside: times, dots, and what plugins said
/// of themselves, which the recordings of their calls do not hold.
/// </summary>
public sealed partial class ReplayTests
{
    [Theory]
    [InlineData("up-create", null, OperationKind.Update)]
    [InlineData("up-unchanged", "up-create", OperationKind.Update)]
    [InlineData("up-upgrade", "up-unchanged", OperationKind.Update)]
    [InlineData("up-replace", "up-upgrade", OperationKind.Update)]
    [InlineData("up-ingress-read-without-address", null, OperationKind.Update)]
    [InlineData("up-ingress-patch-waits", null, OperationKind.Update)]
    [InlineData("up-ingress-patch-unchanged", "up-ingress-patch-waits", OperationKind.Update)]
    [InlineData("destroy", "refresh", OperationKind.Destroy)]
    [InlineData("destroy-ingress-patch", "up-ingress-patch-unchanged", OperationKind.Destroy)]
    public async Task A_run_is_told_as_recorded(string recording, string? before, OperationKind kind)
    {
        var run = RecordedRun.Load(recording);
        var output = new StringWriter { NewLine = "\n" };
        var display = new ProgressDisplay(output, new RunTitle("dev", "coder-infra", kind, false), new DisplayOptions { SuppressProgress = true }, TimeProvider.System);
        var (config, secret) = kind == OperationKind.Update ? run.Settings : ([], []);
        display.Begin();
        await RunAsync(run, kind, before is null ? Snapshot.Empty : RecordedRun.State(before), config, secret, [], sink: display);
        display.End();
        var (recorded, reported) = (Cli.Recordings.Cli($"{recording}.txt"), output.ToString());
        Assert.Equal(Progress(recorded), Progress(reported));
        Assert.Equal(Rest(recorded), Rest(reported));
    }

    [Theory]
    [InlineData("preview-upgrade", "up-unchanged")]
    [InlineData("preview-replace", "up-upgrade")]
    public async Task A_preview_is_told_in_detail_as_recorded(string recording, string before)
    {
        var run = RecordedRun.Load(recording);
        var output = new StringWriter { NewLine = "\n" };
        var display = new DiffDisplay(output, new RunTitle("dev", "coder-infra", OperationKind.Preview, true), new DisplayOptions());
        var (config, secret) = run.Settings;
        display.Begin();
        await RunAsync(run, OperationKind.Preview, RecordedRun.State(before), config, secret, [], sink: display);
        display.End();
        static string Plain(string text) => string.Join('\n', text.Split('\n').Where(line => line.Length > 0 && !line.StartsWith("warning: using ", StringComparison.Ordinal)));
        Assert.Equal(Plain(Cli.Recordings.Cli($"{recording}.txt")), Plain(output.ToString()));
    }

    /// <summary>The lines of a run without what was said in them, each once: steps that run at once come in any order.</summary>
    private static IEnumerable<string> Progress(string text) => text.Split('\n')
        .TakeWhile(line => line is not ("Diagnostics:" or "Outputs:" or "Resources:"))
        .Where(line => line.Length > 0 && line[0] != '@')
        .Select(line => Times().Replace(Said().Replace(line, ""), ""))
        .Select(line => line.TrimEnd())
        // The row of an unchanged stack is there for what plugins said.
        .Where(line => !line.EndsWith("coder-infra-dev", StringComparison.Ordinal) && !line.EndsWith("coder-infra-dev running", StringComparison.Ordinal))
        .Distinct().Order(StringComparer.Ordinal);

    private static string Rest(string text)
    {
        var at = new[] { "\nOutputs:\n", "\nResources:\n" }.Select(heading => text.IndexOf(heading, StringComparison.Ordinal)).Where(at => at >= 0).DefaultIfEmpty(text.Length).Min();
        var end = text.IndexOf("\nDuration:", StringComparison.Ordinal);
        return text[at..(end < 0 ? text.Length : end)];
    }

    [GeneratedRegex(@" \(\d+(\.\d+)?s\)")]
    private static partial Regex Times();

    /// <summary>What follows the status: messages and their counts. A difference stays.</summary>
    [GeneratedRegex(@"(?<= )(warning: |error: |read |Resource |Waiting |Found |\{\.|\[\d/\d\] |\d+ (warning|error|message)s?).*$|(?<=\]); .*$")]
    private static partial Regex Said();
}
