using System.Globalization;
using Coder.Infra.Engine.Deployment;
using Coder.Infra.Engine.Deployment.Events;
using Coder.Infra.Engine.Deployment.Model;
using Coder.Infra.Engine.Display.Diff;

namespace Coder.Infra.Engine.Display.Progress;

/// <summary>The columns of a row: sign, type, name, status, information.</summary>
internal static class RowText
{
    /// <summary>The row's columns, coloured.</summary>
    /// <param name="table">The run.</param>
    /// <param name="row">The row.</param>
    /// <param name="now">The time, for what is running.</param>
    /// <param name="whole">Whether halves of a replacement show as one operation, as on a screen that is redrawn.</param>
    public static (string Sign, string Type, string Name, string Status, string Info) Columns(RowTable table, Row row, DateTimeOffset now, bool whole = false)
    {
        var palette = table.Options.Palette;
        var op = Op(table, row, whole);
        return (palette.Of(op, OperationWords.Sign(op)), Type(row), Name(table, row), Status(table, row, op, now), Info(table, row, whole));
    }

    /// <summary>The resource's type as shown.</summary>
    public static string Type(Row row) => row.Urn.Length == 0 ? Urn.StackType : OperationWords.TypeOf(row.Step?.Type ?? Urn.Type(row.Urn));

    /// <summary>The resource's name.</summary>
    public static string Name(RowTable table, Row row) => row.Urn.Length == 0 ? $"{table.Title.Project}-{table.Title.Stack}" : Urn.Name(row.Urn);

    private static StepOp Op(RowTable table, Row row, bool whole) =>
        whole && (table.Title.IsPreview || table.IsDone) && row.Op is StepOp.CreateReplacement or StepOp.DeleteReplaced or StepOp.DiscardReplaced ? StepOp.Replace : row.Op;

    private static string Status(RowTable table, Row row, StepOp op, DateTimeOffset now)
    {
        var palette = table.Options.Palette;
        if (row.Step is null)
            return !table.Title.IsPreview && (row.Failed || (table.IsDone && row.Count(DiagnosticSeverity.Error) > 0)) ? palette.Error("**failed**") : "";
        if (!table.IsRowDone(row))
        {
            if (op == StepOp.Same)
                return row.Step.Type == Urn.StackType ? "running" : "";
            return palette.Of(op, table.Title.IsPreview
                ? OperationWords.Planned(op)
                : $"{OperationWords.Running(op)} ({(int)(now - (row.Began ?? now)).TotalSeconds}s)");
        }

        if (table.Title.IsPreview)
            return palette.Of(op, OperationWords.PlannedDone(op));
        if (row.Failed || (row.Step.Type == Urn.StackType && row.Count(DiagnosticSeverity.Error) > 0))
            return palette.Error($"**{OperationWords.Failed(op)}**");
        if (op == StepOp.Same)
            return "";
        var took = row is { Began: { } began, Ended: { } ended } ? ended - began : (TimeSpan?)null;
        var time = took switch
        {
            null => "",
            { TotalSeconds: < 1 and var seconds } => seconds.ToString("' ('0.00's)'", CultureInfo.InvariantCulture),
            { TotalSeconds: var seconds } => $" ({(int)seconds}s)",
        };
        return palette.Of(op, OperationWords.Done(op) + time);
    }

    private static string Info(RowTable table, Row row, bool whole)
    {
        var palette = table.Options.Palette;
        var step = row.Op is StepOp.CreateReplacement or StepOp.DeleteReplaced && row.Replacement is { } replacement ? replacement : row.Step;
        var changes = step is null ? "" : Changes(step, table.Title.Kind == OperationKind.Refresh, palette);
        var parts = new List<string>();
        if (changes.Length > 0)
            parts.Add($"[{changes}]");
        if (table.IsDone)
        {
            if (row.Count(DiagnosticSeverity.Error) is > 0 and var errors)
                parts.Add(Counted(errors, palette.Error(errors == 1 ? "error" : "errors")));
            if (row.Count(DiagnosticSeverity.Warning) is > 0 and var warnings)
                parts.Add(Counted(warnings, palette.Warning(warnings == 1 ? "warning" : "warnings")));
            if (row.Count(DiagnosticSeverity.Info) + row.Count(DiagnosticSeverity.InfoError) is > 0 and var messages)
                parts.Add(Counted(messages, palette.Info(messages == 1 ? "message" : "messages")));
            if (row.Count(DiagnosticSeverity.Debug) is > 0 and var debugs)
                parts.Add(Counted(debugs, palette.Dim("debug")));
        }
        else if (row.Last is { } last && !(whole && row.HasEnded && last.Ephemeral))
        {
            parts.Add(Diagnostics.Text(last, palette));
        }

        var info = string.Join("; ", parts);
        var end = info.IndexOf('\n', StringComparison.Ordinal);
        return end < 0 ? info : info[..end];
    }

    private static string Counted(int count, string what) => $"{count.ToString(CultureInfo.InvariantCulture)} {what}";

    /// <summary><c>diff: +added-removed~changed</c>, by top-level names.</summary>
    private static string Changes(StepInfo step, bool refresh, Text.Palette palette)
    {
        if (step is not { Old: { } old, New: { } @new })
            return "";
        var diff = step.DetailedDiff is { Count: > 0 }
            ? DetailedDiff.Of(step, refresh)
            : refresh ? ObjectDiff.Of(old.Outputs, @new.Outputs) : ObjectDiff.Of(old.Inputs, @new.Inputs);
        if (step.Op == StepOp.Same && step.DetailedDiff is null && !refresh)
            diff = null;
        var updates = (diff?.Updates.Keys ?? Enumerable.Empty<string>()).ToList();
        if (old.Provider != @new.Provider)
            updates.Add("provider");
        if (old.Protect != @new.Protect)
            updates.Add("protect");
        IEnumerable<string> Chosen(IEnumerable<string> keys) => step.DiffReasons.IsDefaultOrEmpty ? keys : keys.Where(key => step.DiffReasons.Contains(key) || key is "provider" or "protect");
        var text = Keys(StepOp.Create, "+", Chosen(diff?.Adds.Keys ?? Enumerable.Empty<string>()))
            + Keys(StepOp.Delete, "-", Chosen(diff?.Deletes.Keys ?? Enumerable.Empty<string>()))
            + Keys(StepOp.Update, "~", Chosen(updates).Order(StringComparer.Ordinal));
        return text.Length > 0 ? "diff: " + text : "";

        string Keys(StepOp op, string sign, IEnumerable<string> keys) => string.Join(',', keys) is { Length: > 0 } all ? palette.Of(op, sign + all) : "";
    }
}
