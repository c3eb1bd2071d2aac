using System.Text.Json;

namespace Coder.Infra.Benchmarks;

/// <summary>
/// What an unchanged preview of ten config maps may cost, compared with the numbers in <c>benchmarks/budget.json</c>: methods compiled, and
/// CPU. A tenth more fails.
/// </summary>
/// <remarks>
/// A machine that does other work makes every command use more CPU. So the CPU is a multiple of what another .NET command
/// (<c>dotnet msbuild -version</c>) uses right before and right after, and the median of such pairs counts. When it is too high, more pairs
/// are measured before the check fails.
/// </remarks>
/// <param name="CompiledMethods">Methods that the command's processes compile while they run.</param>
/// <param name="Cpu">CPU of the command, as a multiple of the other command's.</param>
internal sealed record Budget(int CompiledMethods, double Cpu)
{
    private const double Allowance = 1.1;
    private const int Pairs = 7;
    private const int MostPairs = 21;
    private const int Counts = 3;

    private static string File => Path.Combine(Repository.Root, "benchmarks", "budget.json");

    /// <summary>Measures and compares. The result is the process's exit code.</summary>
    /// <param name="record">Writes the numbers to the file instead of comparing.</param>
    /// <param name="output">Where the numbers are printed.</param>
    public static async Task<int> CheckAsync(bool record, TextWriter output)
    {
        if (!record && !System.IO.File.Exists(File))
        {
            await output.WriteLineAsync($"There is no {File} to compare with. Record it on a quiet machine: dotnet run -c Release --project benchmarks -- record");
            return 1;
        }

        await Bench.PrepareAsync();
        var kept = record ? null : JsonSerializer.Deserialize<Budget>(await System.IO.File.ReadAllTextAsync(File))!;
        using var bench = await Bench.StartAsync(10);
        await bench.MeasureAsync("up", "--yes", "--skip-preview");
        var now = await MeasureAsync(bench, kept);
        await bench.MeasureAsync("destroy", "--yes", "--skip-preview");
        await output.WriteLineAsync(FormattableString.Invariant(
            $"preview of 10 config maps, unchanged: {now.CompiledMethods} methods compiled (kept: {kept?.CompiledMethods}), CPU {now.Cpu:0.00} times dotnet msbuild -version (kept: {kept?.Cpu:0.00})"));
        if (kept is null)
        {
            await System.IO.File.WriteAllTextAsync(File, JsonSerializer.Serialize(now) + "\n");
            return 0;
        }

        if (now.IsWithin(kept))
            return 0;
        await output.WriteLineAsync(
            "More than a tenth over benchmarks/budget.json. Look at what the command compiles (DOTNET_JitStdOutFile, DOTNET_JitDisasmSummary=1). Where the cost is intended, record it: dotnet run -c Release --project benchmarks -- record");
        return 1;
    }

    private static async Task<Budget> MeasureAsync(Bench bench, Budget? kept)
    {
        var methods = int.MaxValue;
        for (var i = 0; i < Counts; i++)
            methods = Math.Min(methods, await bench.CompiledMethodsAsync("preview"));
        var other = new CommandRun(Repository.Root, new Dictionary<string, string>());
        string[] command = ["dotnet", "msbuild", "-version", "-nologo"];
        var ratios = new List<double>();
        Budget now;
        do
        {
            var before = (await other.MeasureAsync(command)).Cpu;
            var cpu = (await bench.MeasureAsync("preview")).Cpu;
            ratios.Add(cpu / ((before + (await other.MeasureAsync(command)).Cpu) / 2));
            now = new Budget(methods, Math.Round(ratios.Order().ElementAt(ratios.Count / 2), 2));
        }
        while (ratios.Count < Pairs || (kept is not null && !now.IsWithin(kept) && ratios.Count < MostPairs));
        return now;
    }

    private bool IsWithin(Budget kept) => CompiledMethods <= kept.CompiledMethods * Allowance && Cpu <= kept.Cpu * Allowance;
}
