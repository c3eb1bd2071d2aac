using System.Diagnostics;
using System.Globalization;

namespace Coder.Infra.Engine.Processes;

/// <summary>
/// Ends a process that outlives the engine. An engine that is killed can end nothing any more, and a program or plugin on the official
/// packages would wait for it for ever. So a shell watches beside each of them: it reads from a pipe that the system closes when the
/// engine is gone. A process that ended in time is forgotten, so that its number may be given to another one.
/// </summary>
internal sealed class Orphans : IDisposable
{
    // Signals of the terminal are for the engine, which ends the process itself.
    private const string Script = """
        trap '' INT TERM HUP
        read -r line
        [ "$line" = ended ] && exit
        sleep "$2" </dev/null
        kill -TERM "$1" 2>/dev/null || exit
        sleep 2 </dev/null
        kill -KILL "$1" 2>/dev/null
        """;

    private readonly Process? _watch;

    private Orphans(Process? watch) => _watch = watch;

    /// <summary>Watches a process until the result is disposed.</summary>
    /// <param name="process">The process.</param>
    /// <param name="grace">How long it may go on when the engine is gone.</param>
    public static Orphans Watch(Process process, TimeSpan grace)
    {
        if (OperatingSystem.IsWindows())
            return new Orphans(null);
        var start = new ProcessStartInfo("/bin/sh", ["-c", Script, "watch", Number(process.Id), Number((int)grace.TotalSeconds)])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        try
        {
            return new Orphans(Process.Start(start));
        }
        catch (System.ComponentModel.Win32Exception)
        {
            // Without a shell nobody watches; the engine still ends what it starts.
            return new Orphans(null);
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (_watch is null)
            return;
        try
        {
            _watch.StandardInput.WriteLine("ended");
            _watch.StandardInput.Close();
        }
        catch (IOException)
        {
            // Somebody ended the shell.
        }

        _watch.Dispose();
    }

    private static string Number(int number) => number.ToString(CultureInfo.InvariantCulture);
}
