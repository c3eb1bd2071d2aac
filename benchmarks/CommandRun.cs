using System.Diagnostics;
using System.Globalization;

namespace Coder.Infra.Benchmarks;

/// <summary>What a command cost: time on the wall, CPU of its whole process tree, and the tree's largest resident set.</summary>
/// <param name="Wall">Seconds.</param>
/// <param name="Cpu">User and system seconds of the command and of every descendant that was waited for.</param>
/// <param name="PeakBytes">The largest sum of resident sets that was seen, every 10 ms.</param>
internal sealed record Cost(double Wall, double Cpu, long PeakBytes);

/// <summary>Runs a command as a user would, and measures it. Linux only: it reads <c>/proc</c>.</summary>
internal sealed class CommandRun(string directory, IReadOnlyDictionary<string, string> environment)
{
    private static readonly TimeSpan Sampling = TimeSpan.FromMilliseconds(10);

    /// <summary>Runs it once.</summary>
    /// <exception cref="InvalidOperationException">It failed; the message has what it printed.</exception>
    public async Task<Cost> MeasureAsync(IReadOnlyList<string> command, IReadOnlyDictionary<string, string>? more = null)
    {
        var times = Path.GetTempFileName();
        try
        {
            // The shell's own clock counts descendants that were waited for, which a process object here does not.
            var start = new ProcessStartInfo("bash")
            {
                WorkingDirectory = directory,
                RedirectStandardOutput = true,
                RedirectStandardError = true,
                ArgumentList = { "-c", "TIMEFORMAT='%R %U %S'; { time \"$@\" 2>&3 3>&-; } 3>&2 2>\"$TIMES\"", "bash" },
            };
            foreach (var word in command)
                start.ArgumentList.Add(word);
            foreach (var (name, value) in environment.Concat(more ?? new Dictionary<string, string>()))
                start.Environment[name] = value;
            start.Environment["TIMES"] = times;
            using var process = Process.Start(start)!;
            var output = process.StandardOutput.ReadToEndAsync();
            var errors = process.StandardError.ReadToEndAsync();
            var ended = process.WaitForExitAsync();
            var peak = 0L;
            do
                peak = Math.Max(peak, ProcessTree.ResidentBytes(process.Id));
            while (await Task.WhenAny(ended, Task.Delay(Sampling)) != ended);
            if (process.ExitCode != 0)
                throw new InvalidOperationException($"{string.Join(' ', command)} ended with {process.ExitCode}:\n{await output}{await errors}");
            var numbers = (await File.ReadAllTextAsync(times)).Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)
                .TakeLast(3).Select(number => double.Parse(number, CultureInfo.InvariantCulture)).ToArray();
            return new Cost(numbers[0], numbers[1] + numbers[2], peak);
        }
        finally
        {
            File.Delete(times);
        }
    }

    /// <summary>How many methods the command's processes compile while they run, first compilations only.</summary>
    public async Task<int> CompiledMethodsAsync(IReadOnlyList<string> command)
    {
        var list = Path.GetTempFileName();
        try
        {
            await MeasureAsync(command, new Dictionary<string, string> { ["DOTNET_JitStdOutFile"] = list, ["DOTNET_JitDisasmSummary"] = "1" });
            return File.ReadLines(list).Count(line => line.Contains(": JIT compiled ", StringComparison.Ordinal) && !line.Contains("[Tier1", StringComparison.Ordinal));
        }
        finally
        {
            File.Delete(list);
        }
    }
}
