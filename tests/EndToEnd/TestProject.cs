using System.Diagnostics;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json.Nodes;
using Coder.Infra.Sandbox.Hosting;

namespace Coder.Infra.EndToEnd;

/// <summary>End-to-end tests run one after the other: each has a cluster of its own, and the machine only a few processors.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class EndToEndCollection
{
    public const string Name = "end to end";
}

/// <summary>How a command of <c>pulumiw</c> ended.</summary>
/// <param name="ExitCode">Its exit code.</param>
/// <param name="Output">What it printed, standard output and error together.</param>
internal sealed record Ended(int ExitCode, string Output)
{
    public override string ToString() => $"exit code {ExitCode}\n{Output}";
}

/// <summary>
/// A project of its own: a folder with this repository's program, a stack file, state, and a sandbox that ends with the test.
/// Commands run as a user runs them.
/// </summary>
internal sealed class TestProject : IAsyncDisposable
{
    public static readonly string Root = Checkout.Root;
    private readonly Dictionary<string, string> _environment;

    public TestProject(params (string Name, string Value)[] settings)
    {
        Folder = Directory.CreateTempSubdirectory("e2e project-").FullName;
        _environment = new Dictionary<string, string> { ["PULUMI_HOME"] = Path.Combine(Folder, "home"), ["PULUMI_SKIP_UPDATE_CHECK"] = "true" };
        // The repository's own project, from elsewhere: its paths are absolute here.
        File.WriteAllText(Path.Combine(Folder, "Pulumi.yaml"), File.ReadAllText(Path.Combine(Root, "Pulumi.yaml"))
            .Replace("main: infra", $"main: {Root}/infra", StringComparison.Ordinal).Replace("path: infra", $"path: {Root}/infra", StringComparison.Ordinal));
        var stack = new StringBuilder("config:\n");
        var all = new Dictionary<string, string>
        {
            ["coderVersion"] = "1.19.2",
            ["hostname"] = "eu.coder.localhost",
            ["kubeconfig"] = ".sandbox/kubeconfig",
            ["namespace"] = "coder-eu",
            ["providerName"] = "eu",
            ["organizations"] = "[default, platform]",
        };
        foreach (var (name, value) in settings)
            all[name] = value;
        foreach (var (name, value) in all)
            stack.AppendLine($"  coder-infra:{name}: {value}");
        File.WriteAllText(Path.Combine(Folder, "Pulumi.dev.yaml"), stack.ToString());
    }

    /// <summary>A project whose stack is of the sandbox's Coder v2.</summary>
    public static TestProject V2(params (string Name, string Value)[] settings)
    {
        var project = new TestProject();
        project.AddStack("dev", [("kubeconfig", ".sandbox/v2/kubeconfig"), ("coderVersion", "2.19.0"), .. settings]);
        return project;
    }

    public string Folder { get; }

    public SandboxDescription Sandbox => SandboxDescription.Read(Path.Combine(Folder, ".sandbox")) ?? throw new InvalidOperationException("There is no sandbox yet.");

    /// <summary>The text of the stack's checkpoint.</summary>
    public string State => File.ReadAllText(Path.Combine(Folder, ".pulumi", "stacks", "coder-infra", "dev.json"));

    /// <summary>The resources of the checkpoint. Creates that a kill left without an answer are not among them.</summary>
    public JsonArray Resources => JsonNode.Parse(State)!["checkpoint"]!["latest"]?["resources"] as JsonArray ?? [];

    /// <summary>Runs a command and asserts that it succeeds.</summary>
    public async Task<string> RunAsync(params string[] arguments)
    {
        var ended = await TryAsync(arguments);
        Assert.True(ended.ExitCode == 0, $"pulumiw {string.Join(' ', arguments)}: {ended}");
        return ended.Output;
    }

    /// <summary>Runs a command and asserts that it fails.</summary>
    public async Task<string> FailAsync(params string[] arguments)
    {
        var ended = await TryAsync(arguments);
        Assert.True(ended.ExitCode != 0, $"pulumiw {string.Join(' ', arguments)} should have failed: {ended}");
        return ended.Output;
    }

    /// <summary>Runs a command to its end.</summary>
    public async Task<Ended> TryAsync(params string[] arguments)
    {
        using var process = Start(arguments);
        var output = await ReadAsync(process);
        await process.WaitForExitAsync();
        return new Ended(process.ExitCode, output);
    }

    /// <summary>Starts a command and kills it, children and all, as soon as something is so; false if it ended before.</summary>
    public async Task<bool> KillWhenAsync(Func<Task<bool>> isSo, params string[] arguments)
    {
        using var process = Start(arguments);
        var reading = ReadAsync(process);
        while (!process.HasExited && !await isSo())
            await Task.Yield();
        var killed = !process.HasExited;
        if (killed)
            process.Kill(entireProcessTree: true);
        await process.WaitForExitAsync();
        _ = reading;
        return killed;
    }

    /// <summary>Another stack of the project.</summary>
    public void AddStack(string name, params (string Name, string Value)[] settings) => File.WriteAllText(
        Path.Combine(Folder, $"Pulumi.{name}.yaml"), "config:\n" + string.Concat(settings.Select(setting => $"  coder-infra:{setting.Name}: {setting.Value}\n")));

    /// <summary>Runs a script of the repository, by its path from there.</summary>
    public async Task<Ended> ScriptAsync(string script, params string[] arguments)
    {
        var start = Prepare(Path.Combine(Root, script));
        foreach (var argument in arguments)
            start.ArgumentList.Add(argument);
        using var process = Process.Start(start)!;
        process.StandardInput.Close();
        var output = await ReadAsync(process);
        await process.WaitForExitAsync();
        return new Ended(process.ExitCode, output);
    }

    /// <summary>Starts a command without waiting for it.</summary>
    public Process Start(params string[] arguments) => Start(Prepare(Path.Combine(Root, "pulumiw")), arguments);

    /// <summary>Starts a command in a process group of its own, as a shell does: its id is that of the process.</summary>
    public Process StartGroup(params string[] arguments)
    {
        var start = Prepare("setsid");
        start.ArgumentList.Add(Path.Combine(Root, "pulumiw"));
        return Start(start, arguments);
    }

    private static Process Start(ProcessStartInfo start, string[] arguments)
    {
        foreach (var argument in arguments)
            start.ArgumentList.Add(argument);
        if (arguments[0] is not ("sandbox" or "helm") && !arguments.Contains("--stack"))
        {
            start.ArgumentList.Add("--stack");
            start.ArgumentList.Add("dev");
        }

        var process = Process.Start(start)!;
        process.StandardInput.Close();
        return process;
    }

    private ProcessStartInfo Prepare(string executable)
    {
        var start = new ProcessStartInfo(executable)
        {
            WorkingDirectory = Folder,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            Environment = { ["NO_COLOR"] = "1" },
        };
        foreach (var (name, value) in _environment)
            start.Environment[name] = value;
        return start;
    }

    /// <summary>An environment variable for all commands.</summary>
    public void Set(string name, string value) => _environment[name] = value;

    /// <summary>An object of the cluster; null where there is none, or no cluster.</summary>
    public async Task<JsonObject?> GetAsync(string path)
    {
        if (SandboxDescription.Read(Path.Combine(Folder, ".sandbox")) is not { Pid: not null } sandbox)
            return null;
        using var client = SandboxCalls.ClusterClient(sandbox);
        try
        {
            using var response = await client.GetAsync(path);
            return response.IsSuccessStatusCode ? await response.Content.ReadFromJsonAsync<JsonObject>() : null;
        }
        catch (HttpRequestException)
        {
            return null;
        }
    }

    /// <summary>Asks the Coder deployment.</summary>
    public async Task<JsonNode?> CoderAsync(string path)
    {
        using var client = SandboxCalls.CoderClient(Sandbox);
        return await client.GetFromJsonAsync<JsonNode>(path);
    }

    /// <summary>Renames a workspace provider as the page of the deployment does.</summary>
    public async Task RenameAsync(string id, string name)
    {
        using var client = new HttpClient { DefaultRequestHeaders = { { "Session-Token", Sandbox.CoderToken } } };
        using var response = await client.PatchAsJsonAsync($"http://127.0.0.1:{new Uri(Sandbox.CoderUrl).Port}/api/private/resource-pools/{id}", new { name });
        response.EnsureSuccessStatusCode();
    }

    /// <summary>Asks the Coder v2 deployment, as its owner.</summary>
    public async Task<JsonNode?> CoderV2Async(HttpMethod method, string path, JsonObject? body = null)
    {
        using var client = SandboxCalls.CoderClient(Sandbox, isV2: true);
        using var request = new HttpRequestMessage(method, $"/api/v2/{path}") { Content = body is null ? null : JsonContent.Create(body) };
        using var response = await client.SendAsync(request);
        response.EnsureSuccessStatusCode();
        var text = await response.Content.ReadAsStringAsync();
        return text.Length == 0 ? null : JsonNode.Parse(text);
    }

    /// <summary>The workspace proxies that the v2 deployment knows, without its own region.</summary>
    public async Task<List<JsonNode>> ProxiesAsync() =>
        [.. (await CoderV2Async(HttpMethod.Get, "workspaceproxies"))!["regions"]!.AsArray().Select(proxy => proxy!).Where(proxy => (string?)proxy["name"] != "primary")];

    /// <summary>The uids of a namespace's pods, in order.</summary>
    public async Task<string> PodsAsync(string ns) =>
        string.Join(' ', (await GetAsync($"/api/v1/namespaces/{ns}/pods"))!["items"]!.AsArray().Where(pod => pod!["metadata"]!["deletionTimestamp"] is null).Select(pod => (string)pod!["metadata"]!["uid"]!).Order());

    /// <summary>The workspace providers that the deployment knows.</summary>
    public async Task<JsonArray> ProvidersAsync() => (await CoderAsync("api/private/resource-pools"))!["kubernetes"]!.AsArray();

    public async ValueTask DisposeAsync()
    {
        await TryAsync("sandbox", "stop");
        Directory.Delete(Folder, recursive: true);
    }

    private static async Task<string> ReadAsync(Process process)
    {
        var output = process.StandardOutput.ReadToEndAsync();
        var error = process.StandardError.ReadToEndAsync();
        return await output + await error;
    }
}
