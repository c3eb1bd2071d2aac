using System.Globalization;
using System.Text;
using Coder.Infra.Engine.Deployment.Events;
using Coder.Infra.Engine.Deployment.Model;

namespace Coder.Infra.Engine.Display.Text;

/// <summary>The last part of a run's output: counts by operation and how long it took.</summary>
internal static class Summary
{
    /// <summary>The text.</summary>
    public static string Of(SummaryEvent summary, Palette palette)
    {
        var text = new StringBuilder(palette.Headline("Resources:")).Append('\n');
        var to = summary.IsPreview ? "to " : "";
        var (kinds, changes) = (0, 0);
        foreach (var op in Enum.GetValues<StepOp>())
        {
            if (op is StepOp.Same or StepOp.Read or StepOp.ReadDiscard or StepOp.ReadReplacement || summary.Changes.GetValueOrDefault(op) is not (> 0 and var count))
                continue;
            (kinds, changes) = (kinds + 1, changes + count);
            text.Append("    ").Append(palette.Of(op, string.Create(CultureInfo.InvariantCulture, $"{OperationWords.Sign(op)}{count} {to}{(summary.IsPreview ? op.Name() : OperationWords.PastTense(op))}"))).Append('\n');
        }

        var last = new List<string>();
        if (kinds >= 2)
            last.Add(palette.Bold($"{changes} change{(changes == 1 ? "" : "s")}"));
        if (summary.Changes.GetValueOrDefault(StepOp.Same) is > 0 and var same)
            last.Add($"{same} unchanged");
        if (last.Count > 0)
            text.Append("    ").Append(string.Join(". ", last)).Append('\n');
        if (summary.Errored > 0)
            text.Append("    ").Append(palette.Error($"{summary.Errored} errored")).Append('\n');
        if (!summary.IsPreview)
            text.Append(CultureInfo.InvariantCulture, $"\n{palette.Headline("Duration:")} {Duration(summary.Duration)}\n");
        return text.ToString();
    }

    /// <summary>Rounded up to seconds, as Go writes durations: <c>9s</c>, <c>1m35s</c>, <c>1h0m5s</c>.</summary>
    public static string Duration(TimeSpan duration)
    {
        var seconds = (long)Math.Ceiling(duration.TotalSeconds);
        var (hours, minutes) = (seconds / 3600, seconds / 60 % 60);
        return (hours > 0 ? $"{hours}h" : "") + (seconds >= 60 ? $"{minutes}m" : "") + $"{seconds % 60}s";
    }
}
