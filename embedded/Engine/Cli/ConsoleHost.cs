using System.Collections;
using System.Runtime.InteropServices;
using System.Text;

namespace Coder.Infra.Engine.Cli;

/// <summary>The process's own console, environment and signals.</summary>
internal sealed class ConsoleHost : IDisposable
{
    private readonly CancellationTokenSource _cancel = new();
    private readonly CancellationTokenSource _abort = new();
    private readonly List<PosixSignalRegistration> _signals = [];

    private ConsoleHost()
    {
    }

    /// <summary>The host of a command.</summary>
    public CommandHost Host { get; private set; } = null!;

    public static ConsoleHost Create()
    {
        var console = new ConsoleHost();
        var output = new StreamWriter(Console.OpenStandardOutput(), new UTF8Encoding(false)) { AutoFlush = true };
        var error = new StreamWriter(Console.OpenStandardError(), new UTF8Encoding(false)) { AutoFlush = true };
        var environment = new Dictionary<string, string>();
        foreach (DictionaryEntry entry in Environment.GetEnvironmentVariables())
            environment[(string)entry.Key] = (string?)entry.Value ?? "";
        var terminal = !Console.IsInputRedirected && !Console.IsOutputRedirected && environment.GetValueOrDefault("TERM") is not "dumb";
        console.Host = new CommandHost
        {
            Out = output,
            Error = error,
            In = Console.IsInputRedirected ? new StreamReader(Console.OpenStandardInput()) : Console.In,
            IsTerminal = terminal,
            IsInputRedirected = Console.IsInputRedirected,
            // A terminal that does not know its size says 0.
            Size = () => (Console.WindowWidth is > 0 and var width ? Math.Max(width, 40) : 120, Console.WindowHeight is > 0 and var height ? Math.Max(height, 10) : 40),
            ReadHidden = ReadHidden,
            Environment = environment,
            WorkingDirectory = Directory.GetCurrentDirectory(),
            Cancel = console._cancel.Token,
            Abort = console._abort.Token,
        };
        foreach (var signal in new[] { PosixSignal.SIGINT, PosixSignal.SIGTERM, PosixSignal.SIGQUIT, PosixSignal.SIGHUP })
            console._signals.Add(PosixSignalRegistration.Create(signal, console.OnSignal));
        return console;
    }

    public void Dispose()
    {
        _signals.ForEach(signal => signal.Dispose());
        Host.Out.Flush();
        Host.Error.Flush();
    }

    private void OnSignal(PosixSignalContext context)
    {
        context.Cancel = true;
        if (!_cancel.IsCancellationRequested)
            _cancel.Cancel();
        else
            _abort.Cancel();
    }

    private static string? ReadHidden()
    {
        var line = new StringBuilder();
        while (true)
        {
            var key = Console.ReadKey(intercept: true);
            switch (key.Key)
            {
                case ConsoleKey.Enter:
                    return line.ToString();
                case ConsoleKey.Backspace:
                    line.Length = Math.Max(0, line.Length - 1);
                    break;
                default:
                    if (key.KeyChar == '\u0004' && line.Length == 0)
                        return null;
                    if (!char.IsControl(key.KeyChar))
                        line.Append(key.KeyChar);
                    break;
            }
        }
    }
}
