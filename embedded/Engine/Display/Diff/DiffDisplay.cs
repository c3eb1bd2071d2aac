using System.Text;
using Coder.Infra.Engine.Deployment.Events;
using Coder.Infra.Engine.Deployment.Model;
using Coder.Infra.Engine.Display.Progress;
using Coder.Infra.Engine.Display.Text;
using Urn = Coder.Infra.Engine.Deployment.Model.Urn;

namespace Coder.Infra.Engine.Display.Diff;

/// <summary>A run as its differences (<c>--diff</c>), resource by resource as they come.</summary>
internal sealed class DiffDisplay(TextWriter output, RunTitle title, DisplayOptions options) : IRunDisplay
{
    private readonly Dictionary<string, StepInfo> _seen = [];
    private readonly Lock _gate = new();
    private SummaryEvent? _summary;

    public void Begin() => output.WriteLine(options.Palette.Headline(title.Headline));

    public void Emit(EngineEvent engineEvent)
    {
        lock (_gate)
            output.Write(Text(engineEvent));
    }

    public void End()
    {
        if (_summary is not null)
            output.Write(Summary.Of(_summary, options.Palette));
    }

    private string Text(EngineEvent engineEvent)
    {
        switch (engineEvent)
        {
            case PreludeEvent prelude when options.ShowConfig:
                return ConfigText.Of(prelude);
            case DiagnosticEvent { Severity: DiagnosticSeverity.Debug } when !options.Debug:
                return "";
            case DiagnosticEvent diagnostic:
                return Diagnostics.Text(diagnostic, options.Palette) + "\n";
            case ProgramOutputEvent said:
                return said.Text.TrimEnd('\n') + "\n";
            case StepBeganEvent { Step.IsInternal: true } or StepEndedEvent { Step.IsInternal: true }:
                return "";
            case StepBeganEvent began:
                _seen[began.Step.Urn] = began.Step;
                // What a refresh or import finds is known only when it ends.
                return began.Step.Op is StepOp.Refresh or StepOp.Import or StepOp.ImportReplacement || !options.Shows(began.Step) ? "" : Change(began.Step, began.Planning, refresh: false);
            case StepEndedEvent ended when options.Shows(ended.Step):
                var reading = _seen.GetValueOrDefault(ended.Step.Urn)?.Op;
                if (reading is StepOp.Refresh or StepOp.Import or StepOp.ImportReplacement)
                    return Change(ended.Step, ended.Planning, refresh: reading == StepOp.Refresh);
                return ended.TellsOutputs ? Outputs(ended.Step, ended.Planning) : "";
            case SummaryEvent summary:
                _summary = summary;
                return "";
            default:
                return "";
        }
    }

    private int Depth(StepInfo step)
    {
        var depth = 0;
        for (var parent = ParentOf(step); parent.Length > 0 && _seen.TryGetValue(parent, out var next); parent = ParentOf(next))
            depth++;
        return depth;
    }

    private static string ParentOf(StepInfo step) => (step.New ?? step.Old)?.Parent ?? "";

    private string Change(StepInfo step, bool planning, bool refresh)
    {
        var depth = Depth(step);
        var text = new StringBuilder(Head(step, depth));
        if (step.Op == StepOp.Same)
            return text.ToString();
        var printer = new PropertyPrinter(text, options, planning);
        if (step.DetailedDiff is { Count: > 0 })
        {
            Print(printer, DetailedDiff.Of(step, refresh), step, depth + 1);
        }
        else if (step is { Old: null, New: { } created })
        {
            printer.Map(created.Outputs.Count > 0 ? created.Outputs : created.Inputs, depth + 1, step.Op, prefix: false);
        }
        else if (step is { Old: { } old, New: { } @new })
        {
            var diff = @new.Outputs.Count > 0 && step.Op is not (StepOp.Import or StepOp.ImportReplacement)
                ? ObjectDiff.Of(old.Outputs, @new.Outputs)
                : ObjectDiff.Of(old.Inputs, @new.Inputs);
            Print(printer, diff, step, depth + 1);
        }

        return text.ToString();
    }

    private static void Print(PropertyPrinter printer, ObjectDiff? diff, StepInfo step, int indent)
    {
        if (diff is null)
            return;
        printer.Hidden(HiddenDiff.Take(diff, step), indent);
        printer.Diff(diff, indent, sames: false);
    }

    /// <summary>Sign, type and operation; then what identifies the resource, a line each.</summary>
    private string Head(StepInfo step, int depth)
    {
        var (state, indent) = (step.Old ?? step.New, new string(' ', depth * 4));
        var protect = (step.New ?? step.Old)?.Protect is true ? " 🔒" : "";
        var retain = (step.New ?? step.Old)?.RetainOnDelete is true && step.Op is StepOp.Delete or StepOp.DeleteReplaced ? " [retain]" : "";
        var text = new StringBuilder();
        text.Append(indent).Append(options.Palette.Of(step.Op, $"{OperationWords.Sign(step.Op)}{step.Type}: ({step.Op.Name()})")).Append(protect).Append(retain).Append('\n');
        var fields = indent + "    ";
        if (state is { Id.Length: > 0, Custom: true })
            text.Append(fields).Append("[id=").Append(state.Id).Append("]\n");
        text.Append(fields).Append("[urn=").Append(step.Urn).Append("]\n");
        if ((step.New ?? step.Old)?.Provider is { Length: > 0 } provider && !Urn.Name(provider).StartsWith("default", StringComparison.Ordinal))
        {
            if (step.Old is { Provider: { Length: > 0 } before } && before != provider && step.New is not null)
                text.Append(fields).Append("[provider: ").Append(before).Append(" => ").Append(provider).Append("]\n");
            else
                text.Append(fields).Append("[provider=").Append(provider).Append("]\n");
        }

        return text.ToString();
    }

    private string Outputs(StepInfo step, bool planning)
    {
        if (options.SuppressOutputs)
            return "";
        var depth = Depth(step) + 1;
        var outputs = OutputsText.Of(step, depth, planning, refresh: false, options);
        return outputs.Length > 0 ? $"{options.Palette.Of(step.Op, new string(' ', depth * 4) + "--outputs:--")}\n{outputs}" : "";
    }
}
