namespace Pulumi.Experimental;

/// <summary>The engine that runs a provider, as far as the provider talks to it.</summary>
public interface IEngine
{
    /// <summary>Says something to the user.</summary>
    Task LogAsync(LogRequest message);
}

/// <summary>How grave a message is.</summary>
public enum LogSeverity
{
    /// <summary>For who looks for the cause of a problem.</summary>
    Debug = 0,

    /// <summary>Worth knowing.</summary>
    Info = 1,

    /// <summary>Something may be wrong.</summary>
    Warning = 2,

    /// <summary>Something is wrong.</summary>
    Error = 3,
}

/// <summary>What a provider says about a resource (<paramref name="urn"/>) or in general.</summary>
public sealed class LogRequest(LogSeverity severity, string message, Urn? urn = null, int streamId = 0, bool ephemeral = false)
{
    /// <summary>How grave it is.</summary>
    public LogSeverity Severity { get; } = severity;

    /// <summary>The text; never a secret.</summary>
    public string Message { get; } = message;

    /// <summary>The resource it is about.</summary>
    public Urn? Urn { get; } = urn;

    /// <summary>Messages of one stream join into one text.</summary>
    public int StreamId { get; } = streamId;

    /// <summary>It only shows while the step runs.</summary>
    public bool Ephemeral { get; } = ephemeral;
}
