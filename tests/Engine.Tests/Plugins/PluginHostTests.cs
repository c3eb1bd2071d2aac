using System.Collections.Concurrent;
using System.Collections.Immutable;
using Coder.Infra.Engine.Deployment.Model;
using Coder.Infra.Engine.Plugins;
using Coder.Infra.Engine.Workspace;
using Coder.Infra.Protocol;
using Coder.Infra.Providers;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using Pulumirpc;

namespace Coder.Infra.Engine.Tests.Plugins;

public sealed class PluginHostTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("plugins-").FullName;
    private readonly Said _said = new();

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task A_plugin_on_the_path_is_preferred_and_told()
    {
        var plugin = Plugin(Path.Combine(_folder, "bin"), "random", Serving("random"));

        await using var provider = await Host(path: Path.GetDirectoryName(plugin)!).LoadAsync(Request("random"), CancellationToken.None);

        Assert.Contains($"Warning: using pulumi-resource-random from $PATH at {plugin}", _said.Lines);
        Assert.Equal(BuiltInProviders.Version("random"), (await provider.GetPluginInfoAsync(CancellationToken.None)).Version);
    }

    [Fact]
    public async Task A_plugin_named_in_the_project_answers_calls_in_its_own_process()
    {
        Plugin(Path.Combine(_folder, "mine"), "random", Serving("random"));

        await using var provider = await Host(named: ("random", "mine")).LoadAsync(Request("random"), CancellationToken.None);
        var checkedInputs = await provider.CheckAsync(
            new CheckRequest
            {
                Urn = "urn:pulumi:dev::p::random:index/randomId:RandomId::id",
                Type = "random:index/randomId:RandomId",
                Name = "id",
                News = new Struct { Fields = { ["byteLength"] = Value.ForNumber(3) } },
            },
            CancellationToken.None);

        Assert.Equal(3, checkedInputs.Inputs.Fields["byteLength"].NumberValue);
        Assert.DoesNotContain(_said.Lines, line => line.StartsWith("Warning"));
    }

    [Fact]
    public async Task A_built_in_provider_serves_where_no_plugin_is_found()
    {
        await using var provider = await Host().LoadAsync(Request("tls"), CancellationToken.None);

        Assert.Equal(BuiltInProviders.Version("tls"), (await provider.GetPluginInfoAsync(CancellationToken.None)).Version);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task An_installed_plugin_is_taken_before_the_built_in_one_only_when_asked(bool preferInstalled)
    {
        Plugin(Path.Combine(_folder, "home", "plugins", "resource-random-v9.9.9"), "random", "echo 'the installed one ran' >&2; exit 3");

        var loading = Host(preferInstalled: preferInstalled).LoadAsync(Request("random"), CancellationToken.None);

        if (preferInstalled)
            Assert.Contains("the installed one ran", (await Assert.ThrowsAsync<PluginFailedException>(() => loading)).Message);
        else
            await (await loading).DisposeAsync();
    }

    [Fact]
    public async Task Of_several_installed_versions_the_newest_is_taken_unless_one_is_asked_for()
    {
        foreach (var version in (string[])["1.9.0", "1.10.0"])
            Plugin(Path.Combine(_folder, "home", "plugins", $"resource-other-v{version}"), "other", $"echo v{version} >&2; exit 1");

        Assert.Contains("v1.10.0", (await Assert.ThrowsAsync<PluginFailedException>(() => Host().LoadAsync(Request("other"), CancellationToken.None))).Message);
        Assert.Contains("v1.9.0", (await Assert.ThrowsAsync<PluginFailedException>(() => Host().LoadAsync(Request("other") with { Version = "1.9.0" }, CancellationToken.None))).Message);
    }

    [Fact]
    public async Task A_plugin_that_is_nowhere_is_told_with_where_it_was_looked_for()
    {
        var error = await Assert.ThrowsAsync<PluginNotFoundException>(() => Host().LoadAsync(Request("aws") with { Version = "6.0.0" }, CancellationToken.None));

        Assert.Contains("no resource plugin 'aws' 6.0.0 found", error.Message);
        Assert.Contains("pulumi plugin install resource aws 6.0.0", error.Message);
    }

    [Theory]
    [InlineData("echo ready", "printed \"ready\" where it must print the port")]
    [InlineData("echo 'cannot load configuration' >&2; exit 7", "exit code 7. It said:\ncannot load configuration")]
    public async Task A_plugin_that_does_not_tell_its_port_has_failed(string script, string reason)
    {
        Plugin(Path.Combine(_folder, "bin"), "broken", script);

        var error = await Assert.ThrowsAsync<PluginFailedException>(() => Host(path: Path.Combine(_folder, "bin")).LoadAsync(Request("broken"), CancellationToken.None));

        Assert.Contains(reason, error.Message);
    }

    [Fact]
    public async Task A_plugin_that_died_is_told_by_what_it_last_said()
    {
        // A port that nobody listens on, and then the end.
        Plugin(Path.Combine(_folder, "bin"), "dying", "echo 1; echo 'out of memory' >&2; exit 9");
        await using var provider = await Host(path: Path.Combine(_folder, "bin")).LoadAsync(Request("dying"), CancellationToken.None);

        var error = await Assert.ThrowsAsync<PluginEndedException>(() => provider.GetPluginInfoAsync(CancellationToken.None));

        Assert.Equal("The plugin dying ended unexpectedly with exit code 9. It said:\nout of memory", error.Status.Detail);
    }

    [Fact]
    public async Task A_folder_of_a_dotnet_plugin_is_built_and_run()
    {
        var project = Path.Combine(_folder, "plugin");
        var built = Plugin(Path.Combine(_folder, "out"), "random", Serving("random"));
        Directory.CreateDirectory(project);
        File.WriteAllText(Path.Combine(project, "PulumiPlugin.yaml"), "runtime: dotnet\n");
        var host = new PluginHost(Options(named: ("random", "plugin")) with
        {
            DotnetProject = (folder, _) => Task.FromResult<IReadOnlyList<string>>(folder == project ? [built] : []),
        });

        await using var provider = await host.LoadAsync(Request("random"), CancellationToken.None);

        Assert.Equal(BuiltInProviders.Version("random"), (await provider.GetPluginInfoAsync(CancellationToken.None)).Version);
    }

    [Fact]
    public async Task A_folder_of_a_node_plugin_is_run_by_the_package_it_was_installed_with()
    {
        var project = Path.Combine(_folder, "plugin");
        var command = Directory.CreateDirectory(Path.Combine(project, "node_modules", "@pulumi", "pulumi", "cmd", "run-plugin")).FullName;
        File.WriteAllText(Path.Combine(project, "PulumiPlugin.yaml"), "runtime:\n  name: nodejs\n  options:\n    nodeargs: --a --b\n");
        var node = Plugin(Path.Combine(_folder, "out"), "node", $"echo \"$@\" > '{_folder}/arguments'; pwd > '{_folder}/where'; shift 4; {Serving("random")}");
        var host = new PluginHost(Options(named: ("random", "plugin")) with { Node = node });

        await using var provider = await host.LoadAsync(Request("random") with { ProgramDirectory = Path.GetTempPath() }, CancellationToken.None);

        Assert.Equal(BuiltInProviders.Version("random"), (await provider.GetPluginInfoAsync(CancellationToken.None)).Version);
        Assert.Equal($"--a --b {command} {project} 127.0.0.1:1\n", File.ReadAllText(Path.Combine(_folder, "arguments")));
        Assert.Equal(Path.GetTempPath().TrimEnd('/'), File.ReadAllText(Path.Combine(_folder, "where")).Trim());
    }

    [Fact]
    public async Task A_node_plugin_without_its_packages_says_how_they_are_installed()
    {
        Directory.CreateDirectory(Path.Combine(_folder, "plugin"));
        File.WriteAllText(Path.Combine(_folder, "plugin", "PulumiPlugin.yaml"), "runtime: nodejs\n");

        var error = await Assert.ThrowsAsync<UserErrorException>(() => Host(named: ("random", "plugin")).LoadAsync(Request("random"), CancellationToken.None));

        Assert.Contains("npm install", error.Message);
    }

    [Fact]
    public async Task An_installed_plugin_may_be_a_source_and_one_that_was_not_unpacked_to_its_end_is_none()
    {
        var plugins = Path.Combine(_folder, "home", "plugins");
        var built = Plugin(Path.Combine(_folder, "out"), "other", Serving("random"));
        foreach (var version in (string[])["1.0.0", "2.0.0"])
        {
            Directory.CreateDirectory(Path.Combine(plugins, $"resource-other-v{version}"));
            File.WriteAllText(Path.Combine(plugins, $"resource-other-v{version}", "PulumiPlugin.yaml"), "runtime: dotnet\n");
        }

        File.WriteAllText(Path.Combine(plugins, "resource-other-v2.0.0.partial"), "");
        var host = new PluginHost(Options() with
        {
            DotnetProject = (folder, _) => Task.FromResult<IReadOnlyList<string>>(folder.EndsWith("v1.0.0", StringComparison.Ordinal) ? [built] : []),
        });

        await using var provider = await host.LoadAsync(Request("other"), CancellationToken.None);

        Assert.Equal(BuiltInProviders.Version("random"), (await provider.GetPluginInfoAsync(CancellationToken.None)).Version);
    }

    [Fact]
    public async Task A_plugin_is_told_the_folder_it_lies_in()
    {
        var service = new Told();
        await using var server = await LoopbackServer.StartAsync(service);
        Plugin(Path.Combine(_folder, "bin"), "told", $"echo '{server.Port} '; exec sleep 600");
        await using var provider = await Host(path: Path.Combine(_folder, "bin")).LoadAsync(Request("told"), CancellationToken.None);

        await provider.HandshakeAsync(new ProviderHandshakeRequest { EngineAddress = "127.0.0.1:1", RootDirectory = "/project" }, CancellationToken.None);

        Assert.Equal(Path.Combine(_folder, "bin"), service.Shaken!.RootDirectory);
        Assert.Equal(Path.Combine(_folder, "bin"), service.Shaken.ProgramDirectory);
        Assert.Equal("", service.AttachedTo);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_provider_that_is_debugged_is_attached_to_and_left_running(bool shakesHands)
    {
        var service = new Told { ShakesHands = shakesHands };
        await using var server = await LoopbackServer.StartAsync(service);
        var host = new PluginHost(Options() with { Debugged = $"elsewhere:1,told:{server.Port}" });
        await using (var provider = await host.LoadAsync(Request("told"), CancellationToken.None))
        {
            var shaking = provider.HandshakeAsync(new ProviderHandshakeRequest { EngineAddress = "127.0.0.1:1", RootDirectory = "/project" }, CancellationToken.None);
            if (shakesHands)
                await shaking;
            else
                Assert.Equal(StatusCode.Unimplemented, (await Assert.ThrowsAsync<RpcException>(() => shaking)).StatusCode);
        }

        Assert.False(service.Shaken!.HasRootDirectory);
        Assert.Equal(shakesHands ? "" : "127.0.0.1:1", service.AttachedTo);
        await using var again = await host.LoadAsync(Request("told"), CancellationToken.None);
        Assert.Equal("1.0.0", (await again.GetPluginInfoAsync(CancellationToken.None)).Version);
    }

    [Fact]
    public async Task A_debugged_provider_that_is_not_there_is_told_with_where_it_was_named()
    {
        var error = await Assert.ThrowsAsync<PluginFailedException>(() => new PluginHost(Options() with { Debugged = "told:high" }).LoadAsync(Request("told"), CancellationToken.None));
        Assert.Contains("write it as told:PORT", error.Message);

        await using var provider = await new PluginHost(Options() with { Debugged = "told:1" }).LoadAsync(Request("told"), CancellationToken.None);
        var silent = await Assert.ThrowsAsync<PluginEndedException>(() => provider.GetPluginInfoAsync(CancellationToken.None));
        Assert.Contains("The provider at 127.0.0.1:1, which PULUMI_DEBUG_PROVIDERS names, does not answer", silent.Status.Detail);
    }

    [Fact]
    public async Task A_named_folder_without_a_plugin_is_a_mistake()
    {
        Directory.CreateDirectory(Path.Combine(_folder, "empty"));

        var error = await Assert.ThrowsAsync<PluginNotFoundException>(() => Host(named: ("random", "empty")).LoadAsync(Request("random"), CancellationToken.None));

        Assert.Contains("holds neither pulumi-resource-random nor PulumiPlugin.yaml", error.Message);
    }

    private static string Serving(string package) => $"exec dotnet '{Path.Combine(AppContext.BaseDirectory, "Coder.Infra.Providers.dll")}' {package} \"$@\"";

    private static string Plugin(string folder, string package, string script)
    {
        Directory.CreateDirectory(folder);
        var file = Path.Combine(folder, $"pulumi-resource-{package}");
        File.WriteAllText(file, $"#!/bin/sh\n{script}\n");
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(file, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        return file;
    }

    private PluginHost Host(string? path = null, (string Package, string Path)? named = null, bool preferInstalled = false) => new(Options(path, named, preferInstalled));

    private PluginHostOptions Options(string? path = null, (string Package, string Path)? named = null, bool preferInstalled = false) => new()
    {
        BuiltIn = BuiltInProviders.Create,
        SearchPath = path is null ? [] : [path],
        PulumiHome = Path.Combine(_folder, "home"),
        PreferInstalled = preferInstalled,
        Named = named is { } entry ? ImmutableSortedDictionary<string, string>.Empty.Add(entry.Package, entry.Path) : ImmutableSortedDictionary<string, string>.Empty,
    };

    private PluginRequest Request(string package) => new() { Package = package, EngineAddress = "127.0.0.1:1", Log = _said, RootDirectory = _folder };

    /// <summary>A provider that keeps what it gets when the engine begins.</summary>
    private sealed class Told : ResourceProvider.ResourceProviderBase
    {
        public bool ShakesHands { get; init; } = true;

        public ProviderHandshakeRequest? Shaken { get; private set; }

        public string AttachedTo { get; private set; } = "";

        public override Task<ProviderHandshakeResponse> Handshake(ProviderHandshakeRequest request, ServerCallContext context)
        {
            Shaken = request;
            return ShakesHands ? Task.FromResult(new ProviderHandshakeResponse()) : base.Handshake(request, context);
        }

        public override Task<Empty> Attach(PluginAttach request, ServerCallContext context)
        {
            AttachedTo = request.Address;
            return Task.FromResult(new Empty());
        }

        public override Task<PluginInfo> GetPluginInfo(Empty request, ServerCallContext context) => Task.FromResult(new PluginInfo { Version = "1.0.0" });
    }

    private sealed class Said : IEngineLog
    {
        private readonly ConcurrentQueue<string> _lines = new();

        public IReadOnlyCollection<string> Lines => _lines;

        public void Log(LogSeverity severity, string message, string urn = "", bool ephemeral = false) => _lines.Enqueue($"{severity}: {message}");
    }
}
