using System.Collections.Immutable;
using Coder.Infra.Engine.Deployment.Model;

namespace Coder.Infra.Engine.Deployment.Events;

/// <summary>What happens in a run: the engine writes these, the displays and <c>--event-log</c> read them.</summary>
public abstract record EngineEvent(DateTimeOffset Time);

/// <summary>The run begins; secret settings are shown as <c>[secret]</c>.</summary>
public sealed record PreludeEvent(DateTimeOffset Time, bool IsPreview, ImmutableSortedDictionary<string, string> Config) : EngineEvent(Time);

/// <summary>A step begins.</summary>
public sealed record StepBeganEvent(DateTimeOffset Time, StepInfo Step, bool Planning) : EngineEvent(Time);

/// <summary>A step ended well, or a resource's outputs were registered (<paramref name="IsOutputsOnly"/>).</summary>
public sealed record StepEndedEvent(DateTimeOffset Time, StepInfo Step, bool Planning, bool IsOutputsOnly = false) : EngineEvent(Time)
{
    /// <summary>
    /// Whether outputs are shown. What a component had is of an earlier run: it has outputs of its own only when the program
    /// registers them.
    /// </summary>
    public bool TellsOutputs => IsOutputsOnly || Planning || (Step.New ?? Step.Old)?.Custom is not false || Step.Op == StepOp.Delete;
}

/// <summary>A step failed; the reason comes as a <see cref="DiagnosticEvent"/>.</summary>
/// <param name="Time">When.</param>
/// <param name="Step">The step.</param>
/// <param name="Status">What is known of the resource now.</param>
/// <param name="Steps">How many operations had succeeded before.</param>
public sealed record StepFailedEvent(DateTimeOffset Time, StepInfo Step, StepStatus Status, int Steps = 0) : EngineEvent(Time);

/// <summary>What is known of a resource whose step failed, by the numbers of the event log.</summary>
public enum StepStatus
{
    /// <summary>The operation did not happen.</summary>
    Ok,

    /// <summary>The resource was made or changed, but is not ready.</summary>
    PartialFailure,

    /// <summary>Whether it happened is not known.</summary>
    Unknown,
}

/// <summary>Something for the user. Ephemeral ones only show beside the running step.</summary>
public sealed record DiagnosticEvent(DateTimeOffset Time, DiagnosticSeverity Severity, string Urn, string Message, bool Ephemeral = false) : EngineEvent(Time);

/// <summary>What the program printed on standard output or error.</summary>
public sealed record ProgramOutputEvent(DateTimeOffset Time, string Text, bool IsError) : EngineEvent(Time);

/// <summary>The run ended: how many resources each operation touched.</summary>
public sealed record SummaryEvent(
    DateTimeOffset Time,
    bool IsPreview,
    bool Failed,
    TimeSpan Duration,
    ImmutableSortedDictionary<StepOp, int> Changes,
    int Errored) : EngineEvent(Time);

/// <summary>How grave a diagnostic is.</summary>
public enum DiagnosticSeverity
{
    /// <summary>Only with <c>--debug</c>.</summary>
    Debug,

    /// <summary>Information.</summary>
    Info,

    /// <summary>Information that is always an error's companion, on standard error.</summary>
    InfoError,

    /// <summary>A warning.</summary>
    Warning,

    /// <summary>An error: the run fails.</summary>
    Error,
}
