using System.Diagnostics;
using System.Text.Json;

namespace Coder.Infra.Benchmarks;

/// <summary>
/// What an unchanged preview of ten config maps may cost, held against the numbers in <c>benchmarks/budget.json</c>: methods compiled, and
/// CPU relative to a loop that is measured beside it, so that the machine does not matter. A tenth more fails.
/// </summary>
/// <param name="CompiledMethods">Methods that the command's processes compile while they run.</param>
/// <param name="CpuLoops">CPU of the command, in units of the calibration loop.</param>
internal sealed record Budget(int CompiledMethods, double CpuLoops)
{
    private const double Allowance = 1.1;
    private const int Rounds = 5;

    private static string File => Path.Combine(Repository.Root, "benchmarks", "budget.json");

    /// <summary>Measures and compares. The result is the process's exit code.</summary>
    public static async Task<int> CheckAsync(TextWriter output)
    {
        await Bench.PrepareAsync();
        using var bench = await Bench.StartAsync(10);
        await bench.MeasureAsync("up", "--yes", "--skip-preview");
        var methods = int.MaxValue;
        var (cpu, loop) = (double.MaxValue, double.MaxValue);
        for (var round = 0; round < Rounds; round++)
        {
            methods = Math.Min(methods, await bench.CompiledMethodsAsync("preview"));
            cpu = Math.Min(cpu, (await bench.MeasureAsync("preview")).Cpu);
            loop = Math.Min(loop, LoopSeconds());
        }

        await bench.MeasureAsync("destroy", "--yes", "--skip-preview");
        var now = new Budget(methods, Math.Round(cpu / loop, 2));
        if (!System.IO.File.Exists(File))
        {
            await output.WriteLineAsync($"There is no {File} to compare with. What was measured now: {JsonSerializer.Serialize(now)}");
            return 1;
        }

        var kept = JsonSerializer.Deserialize<Budget>(await System.IO.File.ReadAllTextAsync(File))!;
        await output.WriteLineAsync(FormattableString.Invariant(
            $"preview of 10 config maps, unchanged: {now.CompiledMethods} methods compiled (kept: {kept.CompiledMethods}), CPU {now.CpuLoops:0.00} loops (kept: {kept.CpuLoops:0.00})"));
        var grown = now.CompiledMethods > kept.CompiledMethods * Allowance || now.CpuLoops > kept.CpuLoops * Allowance;
        if (grown)
            await output.WriteLineAsync("More than a tenth over benchmarks/budget.json. Look at what the command compiles (DOTNET_JitStdOutFile, DOTNET_JitDisasmSummary=1); where the cost is meant, change the file.");
        return grown ? 1 : 0;
    }

    /// <summary>CPU seconds of a fixed amount of work on this machine, now.</summary>
    private static double LoopSeconds()
    {
        using var self = Process.GetCurrentProcess();
        var before = self.TotalProcessorTime;
        var state = 1u;
        for (var i = 0; i < 400_000_000; i++)
        {
            state ^= state << 13;
            state ^= state >> 17;
            state ^= state << 5;
        }

        GC.KeepAlive(state);
        self.Refresh();
        return (self.TotalProcessorTime - before).TotalSeconds;
    }
}
