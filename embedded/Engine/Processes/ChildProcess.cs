using System.Diagnostics;
using System.Text;

namespace Coder.Infra.Engine.Processes;

/// <summary>Runs a program's process to its end.</summary>
internal static class ChildProcess
{
    /// <summary>Runs a command; lines go to <paramref name="output"/> as they come.</summary>
    /// <returns>The exit code.</returns>
    public static async Task<int> RunAsync(
        string file,
        IEnumerable<string> arguments,
        string directory,
        IEnumerable<KeyValuePair<string, string>> environment,
        Action<string, bool> output,
        CancellationToken cancellationToken)
    {
        var command = OwnSession.Command(file);
        var start = new ProcessStartInfo(command[0], command.Skip(1).Concat(arguments))
        {
            WorkingDirectory = directory,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            StandardOutputEncoding = Encoding.UTF8,
            StandardErrorEncoding = Encoding.UTF8,
        };
        foreach (var (name, value) in environment)
            start.Environment[name] = value;
        Process process;
        try
        {
            process = Process.Start(start)!;
        }
        catch (System.ComponentModel.Win32Exception e)
        {
            throw new UserErrorException($"could not start {file}: {e.Message}");
        }

        using (process)
        {
            using var orphan = Orphans.Watch(process, TimeSpan.Zero);
            process.StandardInput.Close();
            var streams = Task.WhenAll(PumpAsync(process.StandardOutput, false), PumpAsync(process.StandardError, true));
            try
            {
                await process.WaitForExitAsync(cancellationToken).ConfigureAwait(false);
                await streams.WaitAsync(TimeSpan.FromSeconds(5), cancellationToken).ConfigureAwait(false);
            }
            catch (TimeoutException)
            {
                // Something the program started still holds its output; what it says is no longer the program's.
            }
            catch (OperationCanceledException)
            {
                process.Kill(entireProcessTree: true);
                throw;
            }

            return process.ExitCode;
        }

        async Task PumpAsync(StreamReader reader, bool isError)
        {
            while (await reader.ReadLineAsync(CancellationToken.None).ConfigureAwait(false) is { } line)
                output(line, isError);
        }
    }
}
