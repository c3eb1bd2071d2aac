using System.Diagnostics;
using System.Globalization;
using Coder.Infra.Protocol;
using Pulumirpc;

namespace Coder.Infra.Engine.Plugins;

/// <summary>
/// A plugin's process. It is given the engine's address as its argument and prints the port of its server and a newline on
/// standard output; what it prints on standard error is information for the user.
/// </summary>
internal sealed class PluginProcess : IAsyncDisposable
{
    private static readonly TimeSpan StartLimit = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan StopLimit = TimeSpan.FromSeconds(5);
    private readonly Process _process;
    private readonly string _package;
    private readonly Queue<string> _lastSaid = new();

    private PluginProcess(Process process, string package) => (_process, _package) = (process, package);

    /// <summary>Port of its server on 127.0.0.1.</summary>
    public int Port { get; private set; }

    /// <summary>Whether it has ended.</summary>
    public bool HasExited => _process.HasExited;

    /// <summary>Starts a plugin and waits for its port.</summary>
    /// <exception cref="PluginFailedException">It cannot be started, or ends before it tells a port.</exception>
    public static async Task<PluginProcess> StartAsync(PluginCommand command, PluginRequest request, CancellationToken cancellationToken)
    {
        var start = new ProcessStartInfo(command.File)
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = command.Directory,
        };
        foreach (var argument in command.Arguments)
            start.ArgumentList.Add(argument);
        start.ArgumentList.Add(request.EngineAddress);
        foreach (var (name, value) in request.Environment)
            start.Environment[name] = value;
        Process process;
        try
        {
            process = Process.Start(start) ?? throw new PluginFailedException($"The plugin {request.Package} ({command.File}) did not start.");
        }
        catch (Exception error) when (error is System.ComponentModel.Win32Exception or IOException)
        {
            throw new PluginFailedException($"The plugin {request.Package} ({command.File}) cannot be started: {error.Message}", error);
        }

        var plugin = new PluginProcess(process, request.Package);
        try
        {
            _ = plugin.ForwardAsync(process.StandardError, request.Log);
            await plugin.ReadPortAsync(cancellationToken);
            _ = plugin.ForwardAsync(process.StandardOutput, request.Log);
            return plugin;
        }
        catch
        {
            await plugin.DisposeAsync();
            throw;
        }
    }

    /// <summary>Why it is gone: its exit code and what it last said.</summary>
    public string Epitaph()
    {
        string said;
        lock (_lastSaid)
            said = string.Join('\n', _lastSaid);
        return $"The plugin {_package} ended unexpectedly with exit code {_process.ExitCode}{(said.Length > 0 ? $". It said:\n{said}" : ".")}";
    }

    /// <summary>Ends it: by then it has been asked to cancel, so that it holds nothing that matters.</summary>
    public async ValueTask DisposeAsync()
    {
        try
        {
            if (!_process.HasExited)
                _process.Kill(entireProcessTree: true);
            using var limit = new CancellationTokenSource(StopLimit);
            await _process.WaitForExitAsync(limit.Token);
        }
        catch (Exception error) when (error is OperationCanceledException or InvalidOperationException)
        {
        }

        _process.Dispose();
    }

    private async Task ReadPortAsync(CancellationToken cancellationToken)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(StartLimit);
        string? line;
        try
        {
            line = await _process.StandardOutput.ReadLineAsync(limit.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw new PluginFailedException($"The plugin {_package} did not tell its port within {StartLimit.TotalSeconds:0} seconds.");
        }

        if (line is null)
        {
            await _process.WaitForExitAsync(cancellationToken);
            throw new PluginFailedException(Epitaph());
        }

        if (!int.TryParse(line, NumberStyles.None, CultureInfo.InvariantCulture, out var port) || port is 0 or > 65535)
            throw new PluginFailedException($"The plugin {_package} printed \"{line}\" where it must print the port of its server.");
        Port = port;
    }

    private async Task ForwardAsync(StreamReader reader, IEngineLog log)
    {
        try
        {
            while (await reader.ReadLineAsync() is { } line)
            {
                lock (_lastSaid)
                {
                    _lastSaid.Enqueue(line);
                    while (_lastSaid.Count > 20)
                        _lastSaid.Dequeue();
                }

                if (line.Length > 0)
                    log.Log(LogSeverity.Info, line);
            }
        }
        catch (Exception error) when (error is IOException or ObjectDisposedException or InvalidOperationException)
        {
        }
    }
}
