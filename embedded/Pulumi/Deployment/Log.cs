using Pulumirpc;

namespace Pulumi;

/// <summary>
/// Says things to the user through the engine: beside a resource, or the stack. A <c>streamId</c> joins messages into one text; an
/// ephemeral message only shows while the step runs. Never put a secret into a message.
/// </summary>
public static class Log
{
    /// <summary>Says something to who looks for the cause of a problem; shown with <c>--debug</c>.</summary>
    public static void Debug(string message, Resource? resource = null, int? streamId = null, bool? ephemeral = null) =>
        Write(LogSeverity.Debug, message, resource, streamId, ephemeral);

    /// <summary>Says something worth knowing.</summary>
    public static void Info(string message, Resource? resource = null, int? streamId = null, bool? ephemeral = null) =>
        Write(LogSeverity.Info, message, resource, streamId, ephemeral);

    /// <summary>Says that something may be wrong.</summary>
    public static void Warn(string message, Resource? resource = null, int? streamId = null, bool? ephemeral = null) =>
        Write(LogSeverity.Warning, message, resource, streamId, ephemeral);

    /// <summary>Says that something is wrong; the run goes on and then counts as failed.</summary>
    public static void Error(string message, Resource? resource = null, int? streamId = null, bool? ephemeral = null) =>
        Write(LogSeverity.Error, message, resource, streamId, ephemeral);

    /// <summary>Says what an exception says; the run goes on and then counts as failed.</summary>
    public static void Exception(Exception exception, Resource? resource = null, int? streamId = null, bool? ephemeral = null) =>
        Write(LogSeverity.Error, exception.ToString(), resource, streamId, ephemeral);

    private static void Write(LogSeverity severity, string message, Resource? resource, int? streamId, bool? ephemeral) =>
        _ = Deployment.Internal.Logger.LogAsync(severity, message, resource, streamId, ephemeral);
}
