using System.Collections.Concurrent;
using Coder.Infra.Protocol;
using Pulumirpc;

namespace Coder.Infra.Providers.Tests;

/// <summary>A log that keeps what was said.</summary>
internal sealed class RecordingLog : IEngineLog
{
    private readonly ConcurrentQueue<(LogSeverity Severity, string Message, bool Ephemeral)> _said = new();

    /// <summary>Called with each message.</summary>
    public Action<string>? OnMessage { get; set; }

    /// <summary>What shows beside the running step.</summary>
    public IEnumerable<string> Ephemeral => _said.Where(entry => entry.Ephemeral).Select(entry => entry.Message);

    /// <summary>What is kept among the diagnostics.</summary>
    public IEnumerable<string> Kept => _said.Where(entry => !entry.Ephemeral).Select(entry => $"{entry.Severity}: {entry.Message}");

    /// <summary>Everything.</summary>
    public string All => string.Join("\n", _said.Select(entry => entry.Message));

    public void Log(LogSeverity severity, string message, string urn = "", bool ephemeral = false)
    {
        _said.Enqueue((severity, message, ephemeral));
        OnMessage?.Invoke(message);
    }
}
