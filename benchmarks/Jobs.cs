using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Engines;
using BenchmarkDotNet.Jobs;
using BenchmarkDotNet.Toolchains.InProcess.Emit;

namespace Coder.Infra.Benchmarks;

/// <summary>A few runs of much work each, in this process.</summary>
internal sealed class ShortInProcess : ManualConfig
{
    public ShortInProcess() => AddJob(Job.ShortRun.WithIterationCount(10).WithToolchain(InProcessEmitToolchain.Instance));
}

/// <summary>Starts of a process, each measured on its own. The first may have to build the engine.</summary>
internal sealed class Processes : ManualConfig
{
    public Processes() => AddJob(Job.Default.WithToolchain(new InProcessEmitToolchain(TimeSpan.FromMinutes(20), logOutput: false))
        .WithStrategy(RunStrategy.Monitoring).WithWarmupCount(2).WithIterationCount(20));
}
