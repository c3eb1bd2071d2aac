using Coder.Infra.Protocol;
using Pulumirpc;

namespace Coder.Infra.Providers.Tests;

/// <summary>A log for tests in which nothing is said.</summary>
internal sealed class NoLog : IEngineLog
{
    public static NoLog Instance { get; } = new();

    public void Log(LogSeverity severity, string message, string urn = "", bool ephemeral = false) =>
        throw new InvalidOperationException($"Said unexpectedly: {severity} {message} ({urn})");
}
