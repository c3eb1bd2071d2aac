using System.Net;
using System.Net.Sockets;
using System.Threading.Channels;
using Coder.Infra.Packages.Tests.Wire;
using Google.Protobuf.WellKnownTypes;
using Grpc.Net.Client;
using Microsoft.Extensions.Time.Testing;
using Pulumi;
using Pulumi.Experimental;
using Pulumi.Experimental.Provider;
using Pulumi.Utilities;
using Rpc = Pulumirpc;

namespace Coder.Infra.Packages.Tests.Serving;

/// <summary>How a provider's process begins and ends, and what it says to the engine in between.</summary>
public sealed class ServeProcessTests
{
    [Fact]
    public async Task The_port_is_printed_as_a_line_and_the_serving_ends_with_the_token()
    {
        using var stop = new CancellationTokenSource();
        var output = new LineWriter();
        var serving = Provider.Serve(
            ["--logtostderr", "-v=3", "--tracing", "http://127.0.0.1:9411", "127.0.0.1:1"], "1.0.0", _ => new EmptyProvider(), output, new FakeTimeProvider(), stop.Token);

        using var channel = GrpcChannel.ForAddress($"http://127.0.0.1:{await output.LineAsync()}");
        Assert.Equal("1.0.0", (await new Rpc.ResourceProvider.ResourceProviderClient(channel).GetPluginInfoAsync(new Empty())).Version);

        await stop.CancelAsync();
        await serving;
    }

    [Fact]
    public async Task A_provider_does_not_outlive_a_killed_engine()
    {
        using var engine = new TcpListener(IPAddress.Loopback, 0);
        engine.Start();
        var time = new FakeTimeProvider();
        var serving = Provider.Serve([engine.LocalEndpoint.ToString()!], null, _ => new EmptyProvider(), new LineWriter(), time, CancellationToken.None);

        // The watch looks at each of its intervals; time goes on until it has.
        async Task AdvanceUntilAsync(Task task)
        {
            while (!task.IsCompleted)
            {
                time.Advance(TimeSpan.FromSeconds(5));
                await Task.Yield();
            }
        }

        var asked = engine.AcceptTcpClientAsync();
        await AdvanceUntilAsync(asked);
        (await asked).Dispose();
        Assert.False(serving.IsCompleted);

        engine.Stop();
        await AdvanceUntilAsync(serving);
        await serving;
    }

    [Fact]
    public async Task A_provider_whose_engine_is_healthy_goes_on_and_ends_when_another_has_its_port()
    {
        var engine = await FakeEngine.StartAsync();
        var time = new FakeTimeProvider();
        using var stop = new CancellationTokenSource();
        var gone = EngineWatch.WaitUntilGoneAsync(new EngineConnection(engine.Address), time, stop.Token);
        await AdvanceUntilAsync(() => engine.HealthChecks >= 2);
        Assert.False(gone.IsCompleted);

        var port = IPEndPoint.Parse(engine.Address);
        await engine.DisposeAsync();
        using var other = new TcpListener(port);
        other.Start();
        var answering = AnswerAsync(other);
        await AdvanceUntilAsync(() => gone.IsCompleted);
        await gone;
        other.Stop();
        await answering;

        async Task AdvanceUntilAsync(Func<bool> reached)
        {
            while (!reached())
            {
                time.Advance(TimeSpan.FromSeconds(5));
                await Task.Yield();
            }
        }

        // Another server, which is no engine and answers each request so.
        static async Task AnswerAsync(TcpListener listener)
        {
            try
            {
                while (true)
                {
                    using var client = await listener.AcceptTcpClientAsync();
                    await client.GetStream().WriteAsync("HTTP/1.1 400 Bad Request\r\n\r\n"u8.ToArray());
                }
            }
            catch (Exception e) when (e is SocketException or ObjectDisposedException or IOException or OperationCanceledException)
            {
                // Stopped.
            }
        }
    }

    [Fact]
    public async Task A_provider_talks_to_the_engine_it_is_attached_to()
    {
        await using var first = await FakeEngine.StartAsync();
        await using var second = await FakeEngine.StartAsync();
        using var connection = new EngineConnection(first.Address);

        await connection.LogAsync(new LogRequest(LogSeverity.Info, "one"));
        connection.Attach(second.Address);
        await connection.LogAsync(new LogRequest(LogSeverity.Warning, "two", new Urn("urn:a"), 3, ephemeral: true));

        Assert.Equal("one", Assert.Single(first.Logged).Message);
        Assert.True(Assert.Single(second.Logged) is { Message: "two", Urn: "urn:a", StreamId: 3, Ephemeral: true, Severity: Rpc.LogSeverity.Warning });
    }

    [Fact]
    public async Task A_component_is_made_with_the_engine_that_runs_the_program()
    {
        await using var engine = await FakeEngine.StartAsync();
        await using var served = await ServedProvider.StartAsync(new ComponentProvider(), engine.Address);
        var response = await served.Client.ConstructAsync(new Rpc.ConstructRequest
        {
            Project = "coder-infra",
            Stack = "dev",
            MonitorEndpoint = engine.Address,
            Type = "test:index:Component",
            Name = "made",
            Parent = engine.Urn("pulumi:pulumi:Stack", "coder-infra-dev"),
            Inputs = Struct.Parser.ParseJson("""{ "text": "a" }"""),
            Protect = true,
        });

        Assert.Equal(engine.Urn("test:index:Component", "made"), response.Urn);
        Assert.Equal("made-child-id", response.State.Fields["id"].StringValue);
        var child = RegistrationTests.Request(engine, "made-child");
        Assert.Equal(response.Urn, child.Parent);
        Assert.Equal("a", child.Object.Fields["text"].StringValue);
        Assert.True(child.Protect);
        Assert.Equal(engine.Urn("pulumi:pulumi:Stack", "coder-infra-dev"), RegistrationTests.Request(engine, "made").Parent);
    }

    private sealed class EmptyProvider : Provider;

    private sealed class ComponentProvider : Provider
    {
        public override async Task<ConstructResponse> Construct(ConstructRequest request, CancellationToken ct)
        {
            request.Inputs["text"].TryGetString(out var text);
            TestResource child = null!;
            var component = new TestComponent(request.Name, request.Options, made =>
                child = new TestResource($"{request.Name}-child", new TestArgs { Text = text! }, new CustomResourceOptions { Parent = made }));
            return new ConstructResponse(
                new Urn(await OutputUtilities.GetValueAsync(component.Urn)),
                new Dictionary<string, PropertyValue> { ["id"] = new(await OutputUtilities.GetValueAsync(child.Id)) },
                new Dictionary<string, ISet<Urn>>());
        }
    }

    /// <summary>Gives lines as soon as they are written.</summary>
    private sealed class LineWriter : StringWriter
    {
        private readonly Channel<string> _lines = Channel.CreateUnbounded<string>();

        public ValueTask<string> LineAsync() => _lines.Reader.ReadAsync();

        public override Task WriteAsync(ReadOnlyMemory<char> buffer, CancellationToken cancellationToken = default)
        {
            Assert.EndsWith("\n", buffer.ToString());
            _lines.Writer.TryWrite(buffer.ToString().TrimEnd('\n'));
            return Task.CompletedTask;
        }
    }
}
