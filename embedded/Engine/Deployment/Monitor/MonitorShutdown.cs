namespace Coder.Infra.Engine.Deployment.Monitor;

/// <summary>
/// What calls of a program are answered when the run stops, in the official engine's words. Why it stops has been reported by then; a
/// program that does not know this answer reports it as an unhandled exception with its whole trace, which says nothing new.
/// </summary>
internal static class MonitorShutdown
{
    /// <summary>The detail of the status <c>Unavailable</c>.</summary>
    public const string Message = "resource monitor shut down while waiting on step's done channel";

    /// <summary>Whether an error of a program only repeats that the run has stopped.</summary>
    public static bool IsRepeatedBy(string error) => error.Contains(Message, StringComparison.Ordinal);
}
