using System.Diagnostics;
using BenchmarkDotNet.Attributes;

namespace Coder.Infra.Benchmarks;

/// <summary>The whole command as a process, from the shell script on. Real Helm takes 0.14 s for such a chart on two cores.</summary>
[Config(typeof(Processes))]
public class CommandBenchmarks
{
    /// <summary><c>./pulumiw helm template</c> of the reference chart.</summary>
    [Benchmark]
    public int Template()
    {
        using var process = Process.Start(new ProcessStartInfo(Path.Combine(Repository.Root, "pulumiw"))
        {
            ArgumentList = { "helm", "template", "rel", Repository.Chart, "--set", "envproxy.token=t,envproxy.accessURL=http://a,envproxy.clusterAddress=https://k,ingress.host=a.b.c" },
            RedirectStandardOutput = true,
        })!;
        int length = process.StandardOutput.ReadToEnd().Length;
        process.WaitForExit();
        return process.ExitCode == 0 ? length : throw new InvalidOperationException($"helm template ended with {process.ExitCode}.");
    }
}
