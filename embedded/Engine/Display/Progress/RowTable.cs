using Coder.Infra.Engine.Deployment;
using Coder.Infra.Engine.Deployment.Events;
using Coder.Infra.Engine.Deployment.Model;

namespace Coder.Infra.Engine.Display.Progress;

/// <summary>The rows of a run, fed by its events.</summary>
internal sealed class RowTable(RunTitle title, DisplayOptions options)
{
    private readonly Dictionary<string, Row> _byUrn = [];
    private bool _seenOthers;

    /// <summary>Rows in the order in which they were first heard of.</summary>
    public List<Row> Rows { get; } = [];

    /// <summary>The stack resource's row; null before it is known.</summary>
    public Row? StackRow { get; private set; }

    /// <summary>The run's summary, once it is known.</summary>
    public SummaryEvent? Summary { get; private set; }

    /// <summary>Whether the stack's outputs are known.</summary>
    public bool HasStackOutputs { get; private set; }

    /// <summary>Whether the run is over: then every row is done.</summary>
    public bool IsDone { get; set; }

    public DisplayOptions Options => options;

    public RunTitle Title => title;

    /// <summary>
    /// Takes an event.
    /// </summary>
    /// <returns>The row that changed, and whether a display that cannot redraw has to print it (again).</returns>
    public (Row? Row, bool Print) Apply(EngineEvent engineEvent)
    {
        switch (engineEvent)
        {
            case StepBeganEvent { Step.IsInternal: true } or StepEndedEvent { Step.IsInternal: true }:
                return default;
            case SummaryEvent summary:
                Summary = summary;
                return default;
            case DiagnosticEvent diagnostic:
                if (diagnostic.Severity == DiagnosticSeverity.Debug && !options.Debug)
                    return default;
                return Said(diagnostic);
            case ProgramOutputEvent output:
                return Said(new DiagnosticEvent(output.Time, output.IsError ? DiagnosticSeverity.InfoError : DiagnosticSeverity.Info, "", output.Text));
            case StepBeganEvent { Step: var step } began when Read(step, began.Time) is { } read:
                return read;
            case StepBeganEvent { Step: var step, Time: var time }:
                return Stepped(step, row => row.Begin(step, time), true);
            case StepEndedEvent { Step: var step } ended when Read(step, ended.Time) is { } read:
                return read;
            case StepEndedEvent { Step: var step, Time: var time, IsOutputsOnly: var outputsOnly }:
                HasStackOutputs |= step.Type == Urn.StackType;
                var refreshed = _byUrn.GetValueOrDefault(step.Urn)?.Op == StepOp.Refresh;
                var custom = (step.New ?? step.Old)?.Custom ?? true;
                return Stepped(step, row => row.End(step, time), refreshed || (!title.IsPreview && custom && step.Op != StepOp.Same && !outputsOnly));
            case StepFailedEvent { Step: var step }:
                return Stepped(step, row => row.Fail(step), true);
            default:
                return default;
        }
    }

    /// <summary>Whether a row is done: the stack's only when the run is.</summary>
    public bool IsRowDone(Row row) => row.Failed || IsDone || (row.Step is not null && row.Step.Type != Urn.StackType && row.HasEnded);

    /// <summary>
    /// Reads are not shown as operations, unless wanted: they appear beside the stack, which is what the user waits for.
    /// </summary>
    private (Row? Row, bool Print)? Read(StepInfo step, DateTimeOffset time)
    {
        if (options.ShowReads)
            return null;
        return step.Op switch
        {
            StepOp.ReadDiscard or StepOp.ReadReplacement => (null, false),
            StepOp.Read => Said(new DiagnosticEvent(time, DiagnosticSeverity.Info, "", $"read {OperationWords.TypeOf(step.Type)} {Urn.Name(step.Urn)}", Ephemeral: true)),
            _ => null,
        };
    }

    private (Row? Row, bool Print) Said(DiagnosticEvent diagnostic)
    {
        var row = diagnostic.Urn.Length > 0 ? RowOf(diagnostic.Urn) : StackRow ?? RowOf("");
        row.Say(diagnostic);
        row.IsHidden = false;
        return (row, true);
    }

    private (Row? Row, bool Print) Stepped(StepInfo step, Action<Row> change, bool print)
    {
        var row = RowOf(step.Urn, step.Type);
        change(row);
        var shown = step.Type == Urn.StackType || step.Op != StepOp.Same || options.ShowSames || step.ChangesProtection;
        if (shown)
            row.IsHidden = false;
        // An unchanged stack is no news until something is said of it.
        var isNews = step.Type != Urn.StackType || step.Op != StepOp.Same || row.Last is not null;
        return (row, print && isNews && !row.IsHidden);
    }

    private Row RowOf(string urn, string? type = null)
    {
        if (_byUrn.TryGetValue(urn, out var row))
            return row;
        type ??= urn.Length > 0 ? Urn.Type(urn) : "";
        if (type == Urn.StackType)
        {
            // What was said before the stack's resource was known is the stack's, if nothing else came between (recorded:
            // in a destroy it keeps a row of its own).
            if (!_seenOthers && _byUrn.Remove("", out var early))
            {
                _byUrn[urn] = StackRow = early;
                return early;
            }
        }
        else if (urn.Length > 0)
        {
            _seenOthers = true;
        }

        row = _byUrn[urn] = new Row(urn);
        if (type == Urn.StackType)
            StackRow = row;
        Rows.Add(row);
        return row;
    }
}
