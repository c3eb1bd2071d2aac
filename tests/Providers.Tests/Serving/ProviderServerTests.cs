using System.Diagnostics;
using System.Net;
using System.Threading.Channels;
using Coder.Infra.Providers.Serving;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using Grpc.Net.Client;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Logging;
using Pulumirpc;

namespace Coder.Infra.Providers.Tests.Serving;

public sealed class ProviderServerTests
{
    [Fact]
    public async Task A_plugin_process_prints_its_port_and_answers_there()
    {
        var executable = Path.Combine(AppContext.BaseDirectory, "Coder.Infra.Providers.dll");
        using var process = Process.Start(new ProcessStartInfo("dotnet", [executable, "random"])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        try
        {
            var port = await process.StandardOutput.ReadLineAsync();
            using var channel = GrpcChannel.ForAddress($"http://127.0.0.1:{port}");
            var client = new ResourceProvider.ResourceProviderClient(channel);
            Assert.Equal("4.21.2", (await client.GetPluginInfoAsync(new Empty())).Version);
            var created = await client.CreateAsync(new CreateRequest
            {
                Urn = Calls.Urn("random:index/randomId:RandomId"),
                Properties = Struct.Parser.ParseJson("""{"byteLength":4}"""),
            });
            Assert.Equal(6, created.Id.Length);
            var refused = await Assert.ThrowsAsync<RpcException>(async () => await client.HandshakeAsync(new ProviderHandshakeRequest()));
            Assert.Equal(StatusCode.Unimplemented, refused.StatusCode);
        }
        finally
        {
            process.Kill();
            await process.WaitForExitAsync();
        }
    }

    [Fact]
    public async Task A_plugin_asks_for_its_engines_health_and_ends_when_the_engine_is_gone()
    {
        var checks = 0;
        var app = await EngineAsync(() => checks++);
        var time = new StepTime();
        using var output = new StringWriter();
        var running = ProviderServer.RunAsync("random", [app.Urls.First().Replace("http://", "", StringComparison.Ordinal)], output, time, CancellationToken.None);
        await time.WaitForTimerAsync(TimeSpan.FromMinutes(5));
        Assert.Equal(0, checks);
        time.Advance();
        await time.WaitForTimerAsync(TimeSpan.FromMinutes(5));
        Assert.Equal(1, checks);
        Assert.False(running.IsCompleted);
        await app.DisposeAsync();
        time.Advance();
        await running;
    }

    /// <summary>An engine as engines are: it does not serve the health service, and says so.</summary>
    private static async Task<WebApplication> EngineAsync(Action asked)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(options => options.Listen(IPAddress.Loopback, 0, listen => listen.Protocols = HttpProtocols.Http2));
        var app = builder.Build();
        app.Run(context =>
        {
            Assert.Equal("/grpc.health.v1.Health/Check", context.Request.Path);
            asked();
            context.Response.ContentType = "application/grpc";
            context.Response.Headers["grpc-status"] = "12";
            return Task.CompletedTask;
        });
        await app.StartAsync();
        return app;
    }

    /// <summary>A clock whose timer a test lets fire.</summary>
    private sealed class StepTime : TimeProvider
    {
        private readonly Channel<(TimeSpan Due, Action Fire)> _timers = Channel.CreateUnbounded<(TimeSpan, Action)>();

        private Action? _next;

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
        {
            if (dueTime > TimeSpan.Zero)
                _timers.Writer.TryWrite((dueTime, () => callback(state)));
            return new Timer();
        }

        public async Task WaitForTimerAsync(TimeSpan due)
        {
            (var set, _next) = await _timers.Reader.ReadAsync();
            Assert.Equal(due, set);
        }

        public void Advance() => _next!();

        private sealed class Timer : ITimer
        {
            public bool Change(TimeSpan dueTime, TimeSpan period) => true;

            public void Dispose()
            {
            }

            public ValueTask DisposeAsync() => ValueTask.CompletedTask;
        }
    }

    [Theory]
    [InlineData("kubernetes", "4.34.2")]
    [InlineData("random", "4.21.2")]
    [InlineData("tls", "5.6.1")]
    public async Task The_schema_names_package_and_version(string package, string version)
    {
        Assert.Equal(version, BuiltInProviders.Version(package));
        await using var provider = BuiltInProviders.Create(package, NoLog.Instance)!;
        var schema = await provider.GetSchemaAsync(new GetSchemaRequest(), CancellationToken.None);
        Assert.Equal($$"""{"name":"{{package}}","version":"{{version}}"}""", schema.Schema);
    }

    [Fact]
    public async Task Functions_are_refused_with_a_way_out()
    {
        await using var provider = BuiltInProviders.Create("kubernetes", NoLog.Instance)!;
        var error = await Assert.ThrowsAsync<RpcException>(() => provider.InvokeAsync(new InvokeRequest { Tok = "kubernetes:yaml:decode" }, CancellationToken.None));
        Assert.Equal(StatusCode.Unimplemented, error.StatusCode);
        Assert.Contains("kubernetes:yaml:decode is not supported", error.Status.Detail, StringComparison.Ordinal);
        Assert.Contains("--plugins official", error.Status.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public void A_package_without_a_provider_has_none()
    {
        Assert.Null(BuiltInProviders.Create("aws", NoLog.Instance));
        Assert.Null(BuiltInProviders.Version("aws"));
    }
}
