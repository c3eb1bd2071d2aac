namespace Coder.Infra.Benchmarks;

/// <summary>
/// Every command on stacks of 10 and 1,000 config maps, and <c>helm template</c>, embedded and (where they are on the PATH) official, in
/// turns on one cluster: medians, and the ratio of ours to the official ones.
/// </summary>
internal static class Comparison
{
    private static readonly (string Name, string[] Command)[] Commands =
    [
        ("preview of creation", ["preview"]),
        ("first up", ["up", "--yes", "--skip-preview"]),
        ("up, unchanged", ["up", "--yes", "--skip-preview"]),
        ("preview, unchanged", ["preview"]),
        ("stack output", ["stack", "output"]),
        ("refresh", ["refresh", "--yes", "--skip-preview"]),
        ("destroy", ["destroy", "--yes", "--skip-preview"]),
    ];

    /// <summary>Measures all rows and prints them as a table.</summary>
    public static async Task RunAsync(TextWriter output)
    {
        await Bench.PrepareAsync();
        var pulumi = OnPath("pulumi");
        await output.WriteLineAsync("| | ours: wall / CPU s, peak MiB, methods compiled | official: wall / CPU s, peak MiB | ratio wall / CPU |\n| --- | --- | --- | --- |");
        foreach (var (count, rounds) in new[] { (10, 5), (1000, 3) })
            await StacksAsync(output, count, rounds, pulumi);
        await HelmAsync(output, OnPath("helm"));
    }

    private static async Task StacksAsync(TextWriter output, int count, int rounds, string? pulumi)
    {
        var (ours, theirs) = (NewLists(), NewLists());
        var methods = new int[Commands.Length];
        for (var round = 0; round < rounds; round++)
        {
            foreach (var (engine, costs) in pulumi is null ? [("", ours)] : new[] { ("", ours), (pulumi, theirs) })
            {
                using var bench = await Bench.StartAsync(count, engine.Length > 0 ? [engine] : []);
                for (var i = 0; i < Commands.Length; i++)
                    costs[i].Add(await bench.MeasureAsync(Commands[i].Command));
            }
        }

        using var counted = await Bench.StartAsync(count);
        for (var i = 0; i < Commands.Length; i++)
            methods[i] = await counted.CompiledMethodsAsync(Commands[i].Command);
        for (var i = 0; i < Commands.Length; i++)
            await RowAsync(output, $"{count:N0} config maps: {Commands[i].Name}", Median(ours[i]), methods[i], theirs[i].Count > 0 ? Median(theirs[i]) : null);

        List<Cost>[] NewLists() => [.. Commands.Select(_ => new List<Cost>())];
    }

    private static async Task HelmAsync(TextWriter output, string? helm)
    {
        var run = new CommandRun(Repository.Root, new Dictionary<string, string>());
        string[] arguments =
            ["template", "rel", Repository.Chart, "--set", "envproxy.token=t,envproxy.accessURL=http://a,envproxy.clusterAddress=https://k,ingress.host=a.b.c"];
        var (ours, theirs) = (new List<Cost>(), new List<Cost>());
        for (var round = 0; round < 10; round++)
        {
            ours.Add(await run.MeasureAsync([Bench.Script, "helm", .. arguments]));
            if (helm is not null)
                theirs.Add(await run.MeasureAsync([helm, .. arguments]));
        }

        var methods = await run.CompiledMethodsAsync([Bench.Script, "helm", .. arguments]);
        await RowAsync(output, "helm template of the reference chart", Median(ours), methods, helm is null ? null : Median(theirs));
    }

    private static Task RowAsync(TextWriter output, string name, Cost ours, int methods, Cost? theirs) => output.WriteLineAsync(FormattableString.Invariant(
        $"| {name} | {Text(ours)}, {methods} | {(theirs is null ? "–" : Text(theirs))} | {(theirs is null ? "–" : FormattableString.Invariant($"{ours.Wall / theirs.Wall:0.00} / {ours.Cpu / theirs.Cpu:0.00}"))} |"));

    private static string Text(Cost cost) => FormattableString.Invariant($"{cost.Wall:0.00} / {cost.Cpu:0.00}, {cost.PeakBytes >> 20}");

    private static Cost Median(List<Cost> costs)
    {
        return new Cost(Of(cost => cost.Wall), Of(cost => cost.Cpu), costs.Max(cost => cost.PeakBytes));

        double Of(Func<Cost, double> value) => costs.Select(value).Order().ElementAt(costs.Count / 2);
    }

    private static string? OnPath(string name) => (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator)
        .Select(folder => Path.Combine(folder, name)).FirstOrDefault(File.Exists);
}
