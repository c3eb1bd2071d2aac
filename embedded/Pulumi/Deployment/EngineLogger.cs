using Pulumirpc;

namespace Pulumi;

/// <summary>Says things to the user in the order the program said them.</summary>
internal sealed class EngineLogger(ILogSink sink, TaskTracker tasks)
{
    private readonly Lock _lock = new();
    private Task _last = Task.CompletedTask;

    /// <summary>Whether an error was among them: the run counts as failed then.</summary>
    public bool LoggedErrors { get; private set; }

    /// <summary>Says something, beside a resource or the stack.</summary>
    public Task LogAsync(LogSeverity severity, string message, Resource? resource = null, int? streamId = null, bool? ephemeral = null)
    {
        lock (_lock)
        {
            LoggedErrors |= severity == LogSeverity.Error;
            _last = SendAsync(_last, severity, message, resource, streamId, ephemeral);
            tasks.Track(_last);
            return _last;
        }
    }

    private async Task SendAsync(Task before, LogSeverity severity, string message, Resource? resource, int? streamId, bool? ephemeral)
    {
        await Task.WhenAny(before).ConfigureAwait(false);
        await sink.LogAsync(new LogRequest
        {
            Severity = severity,
            Message = message,
            Urn = await UrnAsync(resource).ConfigureAwait(false),
            StreamId = streamId ?? 0,
            Ephemeral = ephemeral ?? false,
        }).ConfigureAwait(false);
    }

    /// <summary>The resource's URN; none where its registration failed.</summary>
    private static async Task<string> UrnAsync(Resource? resource)
    {
        if (resource?.Urn is not { } urn)
            return "";
        await Task.WhenAny(urn.DataTask).ConfigureAwait(false);
        return urn.DataTask.IsCompletedSuccessfully ? urn.DataTask.Result.Value ?? "" : "";
    }
}
