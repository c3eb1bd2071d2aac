using BenchmarkDotNet.Running;
using Coder.Infra.Benchmarks;

// dotnet run -c Release --project benchmarks                     commands, beside the pulumi and helm on the PATH
// dotnet run -c Release --project benchmarks -- check            the short form of continuous integration
// dotnet run -c Release --project benchmarks -- record           keeps what check measures in budget.json
// dotnet run -c Release --project benchmarks -- micro --filter '*'   rendering in a warm process
switch (args)
{
    case ["micro", .. var rest]:
        BenchmarkSwitcher.FromAssembly(typeof(Program).Assembly).Run(rest);
        return 0;
    case ["check" or "record"]:
        return await Budget.CheckAsync(args is ["record"], Console.Out);
    case []:
        await Comparison.RunAsync(Console.Out);
        return 0;
    default:
        Console.Error.WriteLine($"unknown argument {string.Join(' ', args)}; there are check, record and micro, or none");
        return 2;
}
