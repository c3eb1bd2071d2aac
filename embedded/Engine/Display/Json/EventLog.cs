
namespace Coder.Infra.Engine.Display.Json;

/// <summary><c>--event-log</c>: the events of a run, in a file or sent to an address.</summary>
internal sealed class EventLog : IAsyncDisposable
{
    private const string Scheme = "tcp://";
    private readonly IAsyncDisposable _target;

    private EventLog(IAsyncDisposable target, EventJson events) => (_target, Events) = (target, events);

    /// <summary>Takes the events.</summary>
    public EventJson Events { get; }

    /// <summary>Begins a log.</summary>
    /// <param name="where">What <c>--event-log</c> says: a path, or <c>tcp://HOST:PORT</c>.</param>
    /// <param name="pathOf">The full path of a path that the user gives.</param>
    /// <param name="colors">Whether messages carry tags of colours.</param>
    /// <param name="warn">Called at the end where events were lost.</param>
    public static EventLog Open(string where, Func<string, string> pathOf, bool colors, Action<string> warn)
    {
        // Secrets are masked whatever the screen shows: others read the log.
        if (where.StartsWith(Scheme, StringComparison.Ordinal))
        {
            var address = where[Scheme.Length..].TrimEnd('/');
            if (!Uri.TryCreate($"http://{address}", UriKind.Absolute, out var uri) || uri.Authority != address)
                throw new UserErrorException($"could not send events to {where} (--event-log): write tcp://HOST:PORT");
            var stream = new EventStream(address, warn);
            return new EventLog(stream, new EventJson(stream.Send, showSecrets: false, colors));
        }

        try
        {
            var file = new StreamWriter(pathOf(where)) { AutoFlush = true };
            return new EventLog(file, new EventJson(file.WriteLine, showSecrets: false, colors));
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new UserErrorException($"could not write the event log {where} (--event-log): {error.Message}");
        }
    }

    public ValueTask DisposeAsync() => _target.DisposeAsync();
}
