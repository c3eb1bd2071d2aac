using System.Text.Json.Nodes;
using Coder.Infra.Engine.Tests.Deployment;
using Coder.Infra.Protocol.Properties;
using Grpc.Core;
using Pulumirpc;

namespace Coder.Infra.Engine.Tests.Cli;

/// <summary>
/// What the Automation API of the official SDKs rests on: a program in another process (<c>--client</c>), events on a gRPC stream
/// (<c>--event-log tcp://…</c>), who started the run (<c>--exec-kind</c>).
/// </summary>
public sealed class InlineProgramTests : IAsyncLifetime
{
    private const string Type = "random:index/randomString:RandomString";

    private readonly CommandLineFixture _cli = new("name: coder-infra\nruntime: nodejs\nmain: program\n");

    public async Task InitializeAsync()
    {
        Directory.CreateDirectory(_cli.Path("program"));
        await _cli.OkAsync("stack", "init", "dev");
    }

    public Task DisposeAsync()
    {
        _cli.Dispose();
        return Task.CompletedTask;
    }

    [Fact]
    public async Task A_program_of_another_process_is_asked_to_run_with_all_that_the_official_engine_tells_it()
    {
        await _cli.OkAsync("config", "set", "plain", "a");
        await _cli.OkAsync("config", "set", "hidden", "b", "--secret");
        var program = new InlineProgram(run => String(run, "t"));
        await using var server = await LoopbackServer.StartAsync(program);
        await _cli.OkAsync("preview", $"--client={server.Address}", "--parallel", "3");
        var printed = await _cli.OkAsync("up", "--yes", "--skip-preview", $"--client={server.Address}", "--exec-kind", "auto.inline", "--exec-agent", "me/1.0");
        Assert.Contains("    + 2 created\n", printed);

        Assert.Equal([true, false], program.Runs.Select(run => run.DryRun));
        var run = program.Runs[0];
        Assert.Equal(("coder-infra", "dev", "organization", 3), (run.Project, run.Stack, run.Organization, run.Parallel));
        Assert.Equal((_cli.Path("program"), "."), (run.Pwd, run.Program));
        Assert.Equal((_cli.Folder, _cli.Path("program"), "."), (run.Info.RootDirectory, run.Info.ProgramDirectory, run.Info.EntryPoint));
        Assert.Equal(server.Address, run.Info.Options.Fields["address"].StringValue);
        Assert.Equal(new() { ["coder-infra:plain"] = "a", ["coder-infra:hidden"] = "b" }, new Dictionary<string, string>(run.Config));
        Assert.Equal("coder-infra:hidden", Assert.Single(run.ConfigSecretKeys));
        Assert.Equal(run.MonitorAddress, Assert.Single(run.Args));

        var environment = JsonNode.Parse(await _cli.OkAsync("stack", "history", "--json"))![0]!["environment"]!;
        Assert.Equal(("auto.inline", "me/1.0"), ((string)environment["exec.kind"]!, (string)environment["exec.agent"]!));
    }

    [Fact]
    public async Task Events_go_to_whoever_listens_and_the_last_one_says_that_it_is_the_last()
    {
        var listener = new EventListener();
        await using var events = await LoopbackServer.StartAsync(listener);
        await using var server = await LoopbackServer.StartAsync(new InlineProgram(run => String(run, "t", secret: true)));
        await _cli.OkAsync("up", "--yes", "--skip-preview", "--show-secrets", $"--client={server.Address}", "--event-log", $"tcp://{events.Address}");
        var reported = listener.Told.Select(line => JsonNode.Parse(line)!.AsObject()).ToArray();
        Assert.True(listener.Ended);
        Assert.Equal(Enumerable.Range(0, reported.Length), reported.Select(line => (int)line["sequence"]!));
        Assert.NotNull(reported[0]["preludeEvent"]);
        Assert.Equal(2, (int)reported[^2]["summaryEvent"]!["resourceChanges"]!["create"]!);
        Assert.NotNull(reported[^2]["summaryEvent"]!["PolicyPacks"]);
        Assert.NotNull(reported[^1]["cancelEvent"]);
        Assert.Equal("t", Assert.Single(reported, line => line["resOutputsEvent"]?["metadata"]?["type"]?.ToString() == Type)["resOutputsEvent"]!["metadata"]!["urn"]!.ToString().Split("::")[^1]);
        Assert.DoesNotContain(listener.Told, line => line.Contains("in-the-keepers", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Nobody_listening_is_told_and_keeps_no_run_from_going_on()
    {
        string gone;
        await using (var events = await LoopbackServer.StartAsync(new EventListener()))
            gone = events.Address;
        await using var server = await LoopbackServer.StartAsync(new InlineProgram(run => String(run, "t")));
        var outcome = await _cli.RunAsync("up", "--yes", "--skip-preview", $"--client={server.Address}", "--event-log", $"tcp://{gone}");
        Assert.Equal(0, outcome.Code);
        Assert.Contains($"events could not be sent to tcp://{gone} (--event-log)", outcome.Error);
        Assert.Contains("write tcp://HOST:PORT", await _cli.FailsAsync("preview", $"--client={server.Address}", "--event-log", "tcp://nonsense:a/b"));
    }

    [Fact]
    public async Task How_a_program_ends_is_told_as_the_official_engine_does()
    {
        Assert.Contains("error: an unhandled error occurred: it broke\n", await FailAsync(new InlineProgram(_ => Task.CompletedTask) { Answer = new RunResponse { Error = "it broke" } }));
        Assert.Contains("error: thrown\n", await FailAsync(new InlineProgram(_ => throw new RpcException(new Status(StatusCode.Unknown, "thrown")))));
        // One that bails has said why.
        Assert.DoesNotContain("error:", await FailAsync(new InlineProgram(_ => Task.CompletedTask) { Answer = new RunResponse { Bail = true } }));
    }

    [Fact]
    public async Task A_program_that_nobody_serves_is_named_by_its_address()
    {
        string gone;
        await using (var server = await LoopbackServer.StartAsync(new InlineProgram(_ => Task.CompletedTask)))
            gone = server.Address;
        var outcome = await _cli.RunAsync("up", "--yes", "--skip-preview", $"--client={gone}");
        Assert.Equal(1, outcome.Code);
        Assert.Contains($"error: could not reach the program at {gone} (--client)", outcome.Output);
    }

    [Fact]
    public async Task A_program_that_outlives_its_run_hears_that_the_monitor_is_gone()
    {
        var heard = new TaskCompletionSource<StatusCode>();
        var program = new InlineProgram(async run =>
        {
            try
            {
                await String(run, "t", length: "much");
            }
            catch (RpcException error)
            {
                heard.TrySetResult(error.StatusCode);
                throw;
            }
        });
        Assert.Contains("length", await FailAsync(program));
        Assert.Equal(StatusCode.Unavailable, await heard.Task.WaitAsync(TimeSpan.FromSeconds(30)));
    }

    [Fact]
    public async Task A_refresh_or_destroy_runs_the_program_only_where_it_is_asked_to()
    {
        var program = new InlineProgram(run => String(run, "t"));
        await using var server = await LoopbackServer.StartAsync(program);
        await _cli.OkAsync("up", "--yes", "--skip-preview", $"--client={server.Address}");
        await _cli.OkAsync("refresh", "--yes", "--skip-preview", $"--client={server.Address}");
        await _cli.OkAsync("refresh", "--yes", "--skip-preview", "--run-program=false", $"--client={server.Address}");
        Assert.Single(program.Runs);
        await _cli.OkAsync("refresh", "--yes", "--skip-preview", "--run-program=true", $"--client={server.Address}");
        await _cli.OkAsync("up", "--yes", "--skip-preview", "--refresh", "--run-program=true", $"--client={server.Address}");
        Assert.Contains("    - 2 deleted\n", await _cli.OkAsync("destroy", "--yes", "--skip-preview", "--run-program=true", $"--client={server.Address}"));
        Assert.Equal(4, program.Runs.Count);
    }

    private async Task<string> FailAsync(InlineProgram program)
    {
        await using var server = await LoopbackServer.StartAsync(program);
        var outcome = await _cli.RunAsync("up", "--yes", "--skip-preview", $"--client={server.Address}");
        Assert.Equal(1, outcome.Code);
        return outcome.Output;
    }

    private static Task String(Registrar run, string name, bool secret = false, PropertyValue? length = null)
    {
        var inputs = PropertyMap.Of(("length", length ?? 8));
        PropertyValue keepers = new ObjectValue(PropertyMap.Of(("k", "in-the-keepers")));
        return run.ResourceAsync(name, secret ? inputs.Set("keepers", keepers.AsSecret()) : inputs, request => request.Type = Type);
    }
}
