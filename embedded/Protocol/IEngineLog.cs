using Pulumirpc;

namespace Coder.Infra.Protocol;

/// <summary>Where a provider says something to the user, as <c>pulumirpc.Engine/Log</c> does.</summary>
public interface IEngineLog
{
    /// <summary>
    /// Says something about a resource (<paramref name="urn"/>, empty for the stack). An <paramref name="ephemeral"/> message
    /// only shows beside the running step and is not kept among the diagnostics.
    /// </summary>
    void Log(LogSeverity severity, string message, string urn = "", bool ephemeral = false);
}
