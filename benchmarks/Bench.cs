namespace Coder.Infra.Benchmarks;

/// <summary>A stack of config maps in a folder of its own, for one engine, on the sandbox's cluster.</summary>
internal sealed class Bench : IDisposable
{
    private readonly string[] _engine;
    private readonly string _folder = Directory.CreateTempSubdirectory("bench-").FullName;
    private readonly CommandRun _run;

    private Bench(params string[] engine)
    {
        _engine = engine;
        _run = new CommandRun(_folder, new Dictionary<string, string>
        {
            ["PULUMI_BACKEND_URL"] = $"file://{_folder}",
            ["PULUMI_CONFIG_PASSPHRASE"] = "benchmark",
            ["PULUMI_SKIP_UPDATE_CHECK"] = "true",
            ["KUBECONFIG"] = Path.Combine(Repository.Root, ".sandbox", "kubeconfig"),
        });
    }

    /// <summary>The script that starts the embedded engine.</summary>
    public static string Script => Path.Combine(Repository.Root, "pulumiw");

    /// <summary>The folder of the published program.</summary>
    private static string Program => Path.Combine(Repository.Root, ".build", "config-maps");

    /// <summary>Starts the sandbox and builds what is measured, the program as <c>pulumiw</c> builds one, so that no compiler is measured.</summary>
    public static async Task PrepareAsync()
    {
        var run = new CommandRun(Repository.Root, new Dictionary<string, string>());
        await run.MeasureAsync([Script, "sandbox", "start"]);
        await run.MeasureAsync(
            ["dotnet", "publish", "benchmarks/ConfigMaps", "-c", "Release", "--use-current-runtime", "--self-contained", "false", "-p:PublishReadyToRun=true", "-o", Program, "--verbosity", "quiet"]);
    }

    /// <summary>A new stack.</summary>
    /// <param name="count">How many config maps.</param>
    /// <param name="engine">The command of the engine; the embedded one when empty.</param>
    public static async Task<Bench> StartAsync(int count, params string[] engine)
    {
        var bench = new Bench(engine.Length > 0 ? engine : [Script]);
        var program = Path.Combine(Program, "config-maps");
        await File.WriteAllTextAsync(
            Path.Combine(bench._folder, "Pulumi.yaml"), $"name: config-maps\nruntime: {{name: dotnet, options: {{binary: \"{program}\"}}}}\n");
        await bench.MeasureAsync("stack", "init", "bench");
        await bench.MeasureAsync("config", "set", "count", $"{count}");
        return bench;
    }

    /// <summary>Runs a command of the engine.</summary>
    public Task<Cost> MeasureAsync(params string[] arguments) => _run.MeasureAsync([.. _engine, .. arguments, "--non-interactive"]);

    /// <summary>How many methods a command of the engine compiles.</summary>
    public Task<int> CompiledMethodsAsync(params string[] arguments) => _run.CompiledMethodsAsync([.. _engine, .. arguments, "--non-interactive"]);

    public void Dispose() => Directory.Delete(_folder, recursive: true);
}
