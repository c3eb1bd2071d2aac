using Coder.Infra.Engine.Deployment.Events;
using Coder.Infra.Engine.Deployment.Model;

namespace Coder.Infra.Engine.Display.Progress;

/// <summary>A resource of a run as the displays show it: what is being done, how long it takes, what was said about it.</summary>
internal sealed class Row(string urn)
{
    private readonly HashSet<StepOp> _ended = [];

    /// <summary>The resource; empty for the stack before its own resource is known.</summary>
    public string Urn { get; private set; } = urn;

    /// <summary>What is being done; null before it is known.</summary>
    public StepInfo? Step { get; private set; }

    /// <summary>The operation, <see cref="StepOp.Same"/> before it is known.</summary>
    public StepOp Op => Step?.Op ?? StepOp.Same;

    /// <summary>The replace step of a replacement whose half is running, which knows the reasons.</summary>
    public StepInfo? Replacement { get; private set; }

    /// <summary>Whether a step failed.</summary>
    public bool Failed { get; private set; }

    /// <summary>Whether nothing worth a line has happened.</summary>
    public bool IsHidden { get; set; } = true;

    /// <summary>When the running step began and the last one ended.</summary>
    public DateTimeOffset? Began { get; private set; }

    /// <inheritdoc cref="Began"/>
    public DateTimeOffset? Ended { get; private set; }

    /// <summary>What was said, in order; lines of the program's output in groups.</summary>
    public List<DiagnosticEvent> Diagnostics { get; } = [];

    /// <summary>The last thing said, ephemeral or not.</summary>
    public DiagnosticEvent? Last { get; private set; }

    /// <summary>Whether the step that runs has ended.</summary>
    public bool HasEnded => Failed || _ended.Contains(Op);

    /// <summary>How many non-ephemeral messages of a severity there are.</summary>
    public int Count(DiagnosticSeverity severity) => Diagnostics.Count(diagnostic => diagnostic.Severity == severity);

    public void Begin(StepInfo step, DateTimeOffset time)
    {
        (Urn, Step, Began, Ended) = (step.Urn, step, time, null);
    }

    public void End(StepInfo step, DateTimeOffset time)
    {
        (Urn, Step, Ended) = (step.Urn, step, time);
        _ended.Add(step.Op);
        if (step.Op == StepOp.Replace)
            Replacement = step;
    }

    public void Fail(StepInfo step)
    {
        (Step, Failed) = (step, true);
    }

    public void Say(DiagnosticEvent diagnostic)
    {
        Last = diagnostic;
        if (!diagnostic.Ephemeral)
            Diagnostics.Add(diagnostic);
    }
}
