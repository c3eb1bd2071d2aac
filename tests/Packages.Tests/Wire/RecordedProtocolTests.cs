using Google.Protobuf;
using Pulumirpc;

namespace Coder.Infra.Packages.Tests.Wire;

/// <summary>
/// The recorded Node programs, written in C#, say to the engine what was recorded. Not compared: which features are asked for and in
/// which order independent resources are registered, since nobody depends on it.
/// </summary>
public sealed class RecordedProtocolTests
{
    [Theory]
    [InlineData("preview-create", true, "1.41.0", false)]
    [InlineData("up-create", false, "1.41.0", false)]
    [InlineData("up-unchanged", false, "1.41.0", false)]
    [InlineData("preview-upgrade", true, "1.42.0", false)]
    [InlineData("up-upgrade", false, "1.42.0", false)]
    [InlineData("preview-replace", true, "1.42.0", false)]
    [InlineData("up-replace", false, "1.42.0", false)]
    [InlineData("up-after-failure", false, "1.42.0", false)]
    [InlineData("up-ingress-patch-waits", false, "1.42.0", true)]
    [InlineData("up-ingress-patch-unchanged", false, "1.42.0", true)]
    public async Task The_workspace_provider_program_says_what_was_recorded(string name, bool preview, string version, bool patch)
    {
        var recording = Recording.Load(name);
        await using var engine = await FakeEngine.StartAsync();
        recording.Play(engine);
        if (preview && !patch)
            RegisterWhatCannotBeReadYet(recording, engine);
        var dynamicProvider = recording.Registered.Single(call => call.Request.Name == "registration").Request.Object.Fields["__provider"].StringValue;
        var release = recording.Registered.Single(call => call.Request.Name == "coder-workspace-provider").Request.Object.Fields;
        var ns = recording.Registered.Single(call => call.Request.Name == "provider").Request.Object.Fields["metadata"].StructValue.Fields["name"].StringValue;
        Assert.Equal(version, release["version"].StringValue);

        var code = await engine.RunAsync(
            () => patch ? new PatchIngressProgram(dynamicProvider) : new ReadIngressProgram(dynamicProvider),
            preview,
            Settings(version, ns, release["chart"].StringValue, release["timeout"].NumberValue),
            """["coder-infra:token"]""");

        AssertNoErrors(engine, code);
        if (preview && !patch)
            Assert.Empty(TakeIngress(engine).Object.Fields);
        AssertSame(recording, engine);
    }

    [Theory]
    [InlineData("up-atomic-failure")]
    [InlineData("up-with-pending-create")]
    public async Task Where_the_engine_gives_up_the_program_has_said_what_was_recorded_and_ends_quietly(string name)
    {
        var recording = Recording.Load(name);
        await using var engine = await FakeEngine.StartAsync();
        recording.Play(engine);
        var dynamicProvider = recording.Registered.Single(call => call.Request.Name == "registration").Request.Object.Fields["__provider"].StringValue;
        var ns = recording.Registered.Single(call => call.Request.Name == "provider").Request.Object.Fields["metadata"].StructValue.Fields["name"].StringValue;

        var code = await engine.RunAsync(() => new ReadIngressProgram(dynamicProvider), false, Settings("1.42.0", ns, "../charts/wp-1.42.0", 12), """["coder-infra:token"]""");

        Assert.Equal(32, code);
        Assert.Empty(engine.Logged.Select(entry => entry.Message));
        Assert.Equal(
            recording.Registered.Select(call => Text(call.Request)).Order(),
            engine.Registered.Where(request => request.Name != "coder-workspace-provider").Select(Text).Order());
        Assert.Contains(engine.Registered, request => request.Name == "coder-workspace-provider");
        Assert.Empty(engine.Outputs);
        Assert.DoesNotContain("SignalAndWaitForShutdown", engine.Calls);
    }

    [Theory]
    [InlineData("random-up", "1")]
    [InlineData("random-up-unchanged", "1")]
    [InlineData("random-up-keepers-changed", "2")]
    public async Task The_random_program_says_what_was_recorded(string name, string keepers)
    {
        var recording = Recording.Load(name);
        // The recording holds a first try, too, which only came as far as the stack.
        recording.Registered.RemoveAt(0);
        await using var engine = await FakeEngine.StartAsync();
        engine.Project = "random-ref";
        recording.Play(engine);

        var code = await engine.RunAsync(() => RandomProgram.RunAsync(keepers));

        AssertNoErrors(engine, code);
        AssertSame(recording, engine);
    }

    /// <summary>The Node package reads a resource whose id is unknown; the C# one registers it, with empty inputs.</summary>
    private static void RegisterWhatCannotBeReadYet(Recording recording, FakeEngine engine)
    {
        var (read, answer) = recording.Read.Single();
        recording.Read.Clear();
        var recorded = engine.OnRegister;
        engine.OnRegister = request => request.Name == read.Name
            ? new RegisterResourceResponse { Urn = answer.Urn, Object = request.Object }
            : recorded(request);
    }

    private static RegisterResourceRequest TakeIngress(FakeEngine engine)
    {
        var all = engine.Registered.ToArray();
        engine.Registered.Clear();
        foreach (var request in all.Where(request => request.Name != "web-ingress"))
            engine.Registered.Enqueue(request);
        return all.Single(request => request.Name == "web-ingress");
    }

    private static string Settings(string version, string ns, string chart, double timeout) =>
        $$"""
        {
          "coder-infra:host": "wsp.coder.example.com", "coder-infra:config:token": "hunter2", "coder-infra:coderVersion": "{{version}}",
          "coder-infra:namespace": "{{ns}}", "coder-infra:chart": "{{chart}}", "coder-infra:timeout": "{{timeout}}"
        }
        """;

    private static void AssertNoErrors(FakeEngine engine, int code)
    {
        Assert.Empty(engine.Logged.Select(entry => entry.Message));
        Assert.Equal(0, code);
    }

    private static void AssertSame(Recording recording, FakeEngine engine)
    {
        Assert.Equal(recording.Registered.Select(call => Text(call.Request)).Order(), engine.Registered.Select(Text).Order());
        Assert.Equal(recording.Read.Select(call => Text(call.Request)), engine.Read.Select(Text));
        Assert.Equal(recording.Outputs.Select(Text), engine.Outputs.Select(Text));
        Assert.Equal(recording.Signalled, engine.Calls.Contains("SignalAndWaitForShutdown"));
        Assert.Equal("pulumi:pulumi:Stack", engine.Registered.First().Type);
    }

    /// <summary>A request with its maps in order of their keys and its dependencies sorted.</summary>
    private static string Text(IMessage message) => CanonicalJson.Of(JsonFormatter.Default.Format(message));
}
