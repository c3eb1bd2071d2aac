using System.Collections.Immutable;
using System.Text.Json.Nodes;
using Coder.Infra.Engine.Deployment;
using Coder.Infra.Engine.Deployment.Events;
using Coder.Infra.Engine.Deployment.Model;
using Coder.Infra.Engine.Display;
using Google.Protobuf;
using Grpc.Net.Client;
using Pulumirpc;

namespace Coder.Infra.Engine.Tests.Deployment;

/// <summary>Our engine between a recorded program and recorded plugins: it says what the official engine said.</summary>
public sealed partial class ReplayTests
{
    [Theory]
    [InlineData("preview-create", null, true)]
    [InlineData("up-create", null, false)]
    [InlineData("up-unchanged", "up-create", false)]
    [InlineData("preview-upgrade", "up-unchanged", true)]
    [InlineData("up-upgrade", "up-unchanged", false)]
    [InlineData("preview-replace", "up-upgrade", true)]
    [InlineData("up-replace", "up-upgrade", false)]
    [InlineData("up-after-failure", "up-atomic-failure", false)]
    [InlineData("up-ingress-read-without-address", null, false)]
    [InlineData("up-ingress-patch-waits", null, false)]
    [InlineData("up-ingress-patch-unchanged", "up-ingress-patch-waits", false)]
    public async Task A_program_and_its_plugins_are_told_what_was_recorded(string recording, string? before, bool preview)
    {
        var run = RecordedRun.Load(recording);
        var differences = new List<string>();
        var (config, secret) = run.Settings;
        var result = await RunAsync(run, preview ? OperationKind.Preview : OperationKind.Update, before, config, secret, differences);
        Assert.False(result.Failed, string.Join('\n', differences));
        AssertAllPlayed(run, differences);
        Assert.True(differences.Count == 0, string.Join("\n", differences));
        if (!preview)
            AssertState(RecordedRun.State(recording), result.Snapshot);
    }

    [Theory]
    [InlineData("up-atomic-failure", null)]
    [InlineData("up-with-pending-create", "killed-during-create")]
    public async Task A_release_that_fails_ends_the_run_as_recorded(string recording, string? before)
    {
        var run = RecordedRun.Load(recording);
        var differences = new List<string>();
        var (config, secret) = run.Settings;
        var result = await RunAsync(run, OperationKind.Update, before, config, secret, differences);
        Assert.True(result.Failed);
        Assert.True(differences.Count == 0, string.Join("\n", differences));
        AssertState(RecordedRun.State(recording), result.Snapshot);
    }

    [Theory]
    [InlineData("destroy", "refresh")]
    [InlineData("destroy-ingress-patch", "up-ingress-patch-unchanged")]
    public async Task Plugins_are_told_to_delete_as_recorded(string recording, string before)
    {
        var run = RecordedRun.Load(recording);
        var differences = new List<string>();
        var result = await RunAsync(run, OperationKind.Destroy, before, [], [], differences);
        Assert.False(result.Failed, string.Join('\n', differences));
        AssertAllPlayed(run, differences);
        Assert.True(differences.Count == 0, string.Join("\n", differences));
        Assert.Empty(result.Snapshot.Resources);
    }

    [Fact]
    public async Task Random_values_live_through_their_runs_as_recorded()
    {
        var differences = new List<string>();
        var snapshot = Snapshot.Empty;
        foreach (var recording in (string[])["random-up", "random-up-unchanged", "random-up-keepers-changed"])
        {
            var run = RecordedRun.Load(recording);
            var result = await RunAsync(run, OperationKind.Update, snapshot, [], [], differences, project: "random-ref");
            Assert.False(result.Failed, string.Join('\n', differences));
            AssertAllPlayed(run, differences);
            Assert.True(differences.Count == 0, $"{recording}:\n{string.Join("\n", differences)}");
            snapshot = result.Snapshot;
        }

        AssertState(RecordedRun.Export("organization/random-ref/dev", "export-random"), snapshot);
    }

    [Fact]
    public async Task Plugins_are_asked_as_recorded_in_a_refresh()
    {
        var run = RecordedRun.Load("refresh");
        var differences = new List<string>();
        var preview = await RunAsync(run, OperationKind.Refresh, "up-replace", [], [], differences, dryRun: true);
        var result = await RunAsync(run, OperationKind.Refresh, "up-replace", [], [], differences);
        Assert.False(preview.Failed || result.Failed, string.Join('\n', differences));
        AssertAllPlayed(run, differences);
        Assert.True(differences.Count == 0, string.Join("\n", differences));
        Assert.Equal(6, result.Changes[StepOp.Same]);
        AssertState(RecordedRun.State("refresh"), result.Snapshot);
    }

    private static Task<DeploymentResult> RunAsync(
        RecordedRun run, OperationKind kind, string? before, Dictionary<string, string> config, List<string> secret, List<string> differences, bool dryRun = false) =>
        RunAsync(run, kind, before is null ? Snapshot.Empty : RecordedRun.State(before), config, secret, differences, dryRun);

    private static async Task<DeploymentResult> RunAsync(
        RecordedRun run, OperationKind kind, Snapshot before, Dictionary<string, string> config, List<string> secret, List<string> differences, bool dryRun = false,
        string project = "coder-infra", IEventSink? sink = null)
    {
        var target = new DeploymentTarget
        {
            Project = project,
            Stack = "dev",
            RootDirectory = "/project",
            Config = config.ToImmutable(),
            SecretKeys = [.. secret],
            SecretTexts = [],
            Snapshot = before,
        };
        var program = new RecordedProgram(run, differences);
        return await DeploymentRun.RunAsync(
            kind, target, new DeploymentOptions { Parallel = 8, DryRun = dryRun }, program, new RecordedHost(run, differences), new MemoryJournal(), sink ?? new Deaf(),
            TimeProvider.System, CancellationToken.None, CancellationToken.None);
    }

    private static void AssertAllPlayed(RecordedRun run, List<string> differences)
    {
        foreach (var call in run.Calls.Where(call => call.Method.StartsWith("/pulumirpc.ResourceProvider/", StringComparison.Ordinal) && !call.Played))
            differences.Add($"{call.Plugin}: {call.Name} {call.Request["urn"]} was recorded and not called");
    }

    private static void AssertState(Snapshot expected, Snapshot actual)
    {
        Assert.Equal(expected.Resources.Select(state => state.Urn).Order(), actual.Resources.Select(state => state.Urn).Order());
        foreach (var want in expected.Resources)
        {
            var have = actual.Resources.Single(state => state.Urn == want.Urn);
            var isProvider = want.Type.StartsWith("pulumi:providers:", StringComparison.Ordinal);
            Assert.True(isProvider || want.Id == have.Id, want.Urn);
            Assert.True(want.Inputs.Equals(have.Inputs), $"inputs of {want.Urn}");
            Assert.True(want.Outputs.Equals(have.Outputs), $"outputs of {want.Urn}");
            Assert.Equal(want.Dependencies.Order(), have.Dependencies.Order());
            Assert.Equal(want.PropertyDependencies.Keys, have.PropertyDependencies.Keys);
            Assert.Equal(want.Parent, have.Parent);
            Assert.Equal(want.External, have.External);
            Assert.Equal(want.Created is null, have.Created is null);
        }
    }

    private sealed class Deaf : IEventSink
    {
        public void Emit(EngineEvent engineEvent)
        {
        }
    }

    /// <summary>Plays a program: the recorded registrations, one after the other.</summary>
    private sealed class RecordedProgram(RecordedRun run, List<string> differences) : IProgramRunner
    {
        private readonly Dictionary<string, string> _providers = new(StringComparer.Ordinal);

        public async Task<string?> RunAsync(ProgramRun start, Action<string, bool> output, CancellationToken cancellationToken)
        {
            using var channel = GrpcChannel.ForAddress($"http://{start.MonitorAddress}");
            var monitor = new ResourceMonitor.ResourceMonitorClient(channel);
            try
            {
                foreach (var call in run.Calls.Where(call => call.Method.StartsWith("/pulumirpc.ResourceMonitor/", StringComparison.Ordinal)).ToList())
                    Compare(call, await SendAsync(monitor, call, cancellationToken));
                await RegisterUnfinishedAsync(monitor, cancellationToken);
                await monitor.SignalAndWaitForShutdownAsync(new(), cancellationToken: cancellationToken);
                return null;
            }
            catch (Grpc.Core.RpcException error) when (error.StatusCode is Grpc.Core.StatusCode.Unavailable or Grpc.Core.StatusCode.Cancelled)
            {
                return "";
            }
        }

        private async Task<IMessage?> SendAsync(ResourceMonitor.ResourceMonitorClient monitor, RecordedCall call, CancellationToken cancellationToken)
        {
            T Request<T>()
                where T : IMessage<T>, new() => JsonParser.Default.Parse<T>(call.Request.ToJsonString());
            switch (call.Name)
            {
                case "SupportsFeature":
                    return await monitor.SupportsFeatureAsync(Request<SupportsFeatureRequest>(), cancellationToken: cancellationToken);
                case "RegisterResource":
                    var register = Request<RegisterResourceRequest>();
                    register.Provider = Provider(register.Provider);
                    var registered = await monitor.RegisterResourceAsync(register, cancellationToken: cancellationToken);
                    if (register.Type.StartsWith("pulumi:providers:", StringComparison.Ordinal))
                        _providers[registered.Urn] = registered.Id;
                    return registered;
                case "ReadResource":
                    var read = Request<ReadResourceRequest>();
                    read.Provider = Provider(read.Provider);
                    return await monitor.ReadResourceAsync(read, cancellationToken: cancellationToken);
                case "RegisterResourceOutputs":
                    return await monitor.RegisterResourceOutputsAsync(Request<RegisterResourceOutputsRequest>(), cancellationToken: cancellationToken);
                default:
                    return null;
            }
        }

        /// <summary>A recording holds what was answered; a registration that never was shows in the check of its inputs.</summary>
        private async Task RegisterUnfinishedAsync(ResourceMonitor.ResourceMonitorClient monitor, CancellationToken cancellationToken)
        {
            List<RecordedCall> checks;
            lock (run)
                checks = run.Calls.Where(call => call.Name == "Check" && !call.Played).ToList();
            foreach (var check in checks)
            {
                var provider = _providers.Single(known => known.Key.Contains($":providers:{check.Plugin}::", StringComparison.Ordinal));
                var request = new RegisterResourceRequest
                {
                    Type = (string)check.Request["type"]!,
                    Name = (string)check.Request["name"]!,
                    Parent = "urn:pulumi:dev::coder-infra::pulumi:pulumi:Stack::coder-infra-dev",
                    Custom = true,
                    Object = JsonParser.Default.Parse<Google.Protobuf.WellKnownTypes.Struct>(check.Request["news"]!.ToJsonString()),
                    Provider = $"{provider.Key}::{provider.Value}",
                    AcceptSecrets = true,
                };
                await monitor.RegisterResourceAsync(request, cancellationToken: cancellationToken);
            }
        }

        private string Provider(string reference)
        {
            var cut = reference.LastIndexOf("::", StringComparison.Ordinal);
            return cut > 0 && _providers.TryGetValue(reference[..cut], out var id) ? $"{reference[..cut]}::{id}" : reference;
        }

        private void Compare(RecordedCall call, IMessage? answer)
        {
            if (answer is null)
                return;
            var provider = ((string?)call.Request["type"])?.StartsWith("pulumi:providers:", StringComparison.Ordinal) ?? false;
            var (expected, actual) = (Messages.Plain(call.Response, provider), Messages.Plain(JsonNode.Parse(JsonFormatter.Default.Format(answer)), provider));
            if (expected != actual)
                differences.Add($"{call.Name} {call.Request["type"]} {call.Request["name"]}{call.Request["id"]}\n  recorded {expected}\n  answered {actual}");
        }
    }
}
