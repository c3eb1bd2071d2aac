using Coder.Infra.Engine.Deployment.Events;
using Coder.Infra.Engine.Deployment.Model;
using Coder.Infra.Protocol;
using Grpc.Core;
using Pulumirpc;

namespace Coder.Infra.Engine.Deployment;

/// <summary>Emits events, one at a time, and counts the resources with errors.</summary>
internal sealed class Diagnostics(IEventSink events, TimeProvider time) : IEngineLog
{
    private readonly Lock _gate = new();
    private readonly HashSet<string> _errored = new(StringComparer.Ordinal);

    /// <summary>The clock that stamps events.</summary>
    public TimeProvider Clock => time;

    /// <summary>Resources with an error; the stack counts where an error is about none.</summary>
    public int Errored
    {
        get
        {
            lock (_gate)
                return _errored.Count;
        }
    }

    /// <summary>Emits an event.</summary>
    public void Emit(Func<DateTimeOffset, EngineEvent> make)
    {
        lock (_gate)
            events.Emit(make(time.GetUtcNow()));
    }

    /// <summary>Reports something about a resource, or (<paramref name="urn"/> empty) about the stack.</summary>
    public void Say(DiagnosticSeverity severity, string urn, string message, bool ephemeral = false)
    {
        lock (_gate)
        {
            if (severity == DiagnosticSeverity.Error && !ephemeral)
                _errored.Add(urn.Length == 0 || Urn.Type(urn) == Urn.StackType ? "" : urn);
            events.Emit(new DiagnosticEvent(time.GetUtcNow(), severity, urn, message, ephemeral));
        }
    }

    /// <summary>Reports an error.</summary>
    public void Error(string urn, string message) => Say(DiagnosticSeverity.Error, urn, message);

    /// <summary>Reports a warning.</summary>
    public void Warn(string urn, string message) => Say(DiagnosticSeverity.Warning, urn, message);

    /// <inheritdoc/>
    public void Log(LogSeverity severity, string message, string urn = "", bool ephemeral = false)
    {
        var level = severity switch
        {
            LogSeverity.Debug => DiagnosticSeverity.Debug,
            LogSeverity.Warning => DiagnosticSeverity.Warning,
            LogSeverity.Error => DiagnosticSeverity.Error,
            _ => DiagnosticSeverity.Info,
        };
        Say(level, urn, message, ephemeral);
    }

    /// <summary>What to report of a failed call: of a provider's error its message, not the status around it.</summary>
    public static string Describe(Exception error) => error switch
    {
        RpcException { Status.Detail.Length: > 0 } rpc => rpc.Status.Detail,
        RpcException rpc => $"rpc error: code = {rpc.StatusCode}",
        AggregateException { InnerException: { } inner } => Describe(inner),
        _ => error.Message,
    };
}
