using System.Diagnostics;
using System.Globalization;
using Coder.Infra.Engine.Processes;
using Coder.Infra.Engine.Workspace.Programs;
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

    /// <summary>How long a plugin whose connection broke may take to end, and what it said to arrive.</summary>
    private static readonly TimeSpan EndLimit = TimeSpan.FromSeconds(2);

    /// <summary>
    /// How long a plugin may go on when the engine was killed, so that it can finish what it is doing: the official plugins look
    /// whether the engine is there every so often.
    /// </summary>
    private static readonly TimeSpan OrphanLimit = TimeSpan.FromMinutes(5);

    /// <summary>ETXTBSY on Linux and macOS.</summary>
    private const int TextFileBusy = 26;
    private readonly Process _process;
    private readonly Orphans _orphan;
    private readonly string _package;
    private readonly Queue<string> _lastSaid = new();
    private Task _errors = Task.CompletedTask;
    private Task _output = Task.CompletedTask;

    private PluginProcess(Process process, string package) =>
        (_process, _package, _orphan) = (process, package, Orphans.Watch(process, OrphanLimit));

    /// <summary>Port of its server on 127.0.0.1.</summary>
    public int Port { get; private set; }

    /// <summary>Starts a plugin and waits for its port.</summary>
    /// <exception cref="PluginFailedException">It cannot be started, or ends before it tells a port.</exception>
    public static async Task<PluginProcess> StartAsync(PluginCommand command, PluginRequest request, CancellationToken cancellationToken)
    {
        var ownSession = OwnSession.Command(command.File);
        var start = new ProcessStartInfo(ownSession[0])
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = command.Directory,
        };
        foreach (var argument in ownSession.Skip(1).Concat(command.Arguments))
            start.ArgumentList.Add(argument);
        start.ArgumentList.Add(request.EngineAddress);
        foreach (var (name, value) in request.Environment)
            start.Environment[name] = value;
        var process = await BeginAsync(start, request.Package, cancellationToken);
        var plugin = new PluginProcess(process, request.Package);
        try
        {
            plugin._errors = plugin.ForwardAsync(process.StandardError, request.Log);
            await plugin.ReadPortAsync(cancellationToken);
            plugin._output = plugin.ForwardAsync(process.StandardOutput, request.Log);
            return plugin;
        }
        catch
        {
            await plugin.DisposeAsync();
            throw;
        }
    }

    /// <summary>
    /// Why it is gone: its exit code and what it last said; null while it runs. A process that ends closes its connections and
    /// pipes before it can be waited for, and its last words arrive after its end: both are waited for.
    /// </summary>
    public async Task<string?> EpitaphAsync()
    {
        try
        {
            using var limit = new CancellationTokenSource(EndLimit);
            await _process.WaitForExitAsync(limit.Token);
            // A child that the plugin left behind may hold its pipes open for ever.
            await Task.WhenAll(_errors, _output).WaitAsync(EndLimit).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
        catch (OperationCanceledException)
        {
            return null;
        }

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

        _orphan.Dispose();
        _process.Dispose();
    }

    /// <summary>
    /// Starts the process. A file that was written a moment ago is busy while a child of this process, forked in between, has
    /// not yet closed what it inherited: that passes.
    /// </summary>
    private static async Task<Process> BeginAsync(ProcessStartInfo start, string package, CancellationToken cancellationToken)
    {
        for (var attempt = 0; ; attempt++)
        {
            try
            {
                return Process.Start(start) ?? throw new PluginFailedException($"The plugin {package} ({start.FileName}) did not start.");
            }
            catch (System.ComponentModel.Win32Exception busy) when (busy.NativeErrorCode == TextFileBusy && attempt < 20)
            {
                await Task.Delay(TimeSpan.FromMilliseconds(50), TimeProvider.System, cancellationToken);
            }
            catch (Exception error) when (error is System.ComponentModel.Win32Exception or IOException)
            {
                throw new PluginFailedException($"The plugin {package} ({start.FileName}) cannot be started: {error.Message}", error);
            }
        }
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
            throw new PluginFailedException(await EpitaphAsync() ?? $"The plugin {_package} closed its standard output before it printed its port.");

        if (!int.TryParse(line.Trim(), NumberStyles.None, CultureInfo.InvariantCulture, out var port) || port is 0 or > 65535)
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
