using System.Collections.Concurrent;
using System.Net;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Pulumi;
using Pulumirpc;
using Stack = Pulumi.Stack;

namespace Coder.Infra.Packages.Tests.Wire;

/// <summary>The engine's two services for a program on a real gRPC channel: keeps what it is asked, answers as the test says.</summary>
internal sealed class FakeEngine : IAsyncDisposable
{
    private WebApplication _app = null!;

    public FakeEngine()
    {
        OnRegister = Echo;
        OnRead = request => new ReadResourceResponse { Urn = Urn(request.Type, request.Name), Properties = request.Properties };
    }

    public string Address => new Uri(_app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First()).Authority;

    public ConcurrentQueue<RegisterResourceRequest> Registered { get; } = new();

    public ConcurrentQueue<ReadResourceRequest> Read { get; } = new();

    public ConcurrentQueue<RegisterResourceOutputsRequest> Outputs { get; } = new();

    public ConcurrentQueue<ResourceInvokeRequest> Invoked { get; } = new();

    public ConcurrentQueue<LogRequest> Logged { get; } = new();

    public ConcurrentQueue<RegisterResourceHookRequest> Hooks { get; } = new();

    public ConcurrentQueue<RegisterErrorHookRequest> ErrorHooks { get; } = new();

    /// <summary>How often it was asked for its health, a service that engines do not have.</summary>
    public int HealthChecks { get; private set; }

    /// <summary>What happens before the engine lets the program end.</summary>
    public Func<Task> OnShutdown { get; set; } = () => Task.CompletedTask;

    public ConcurrentQueue<string> Calls { get; } = new();

    public Func<RegisterResourceRequest, RegisterResourceResponse> OnRegister { get; set; }

    public Func<ReadResourceRequest, ReadResourceResponse> OnRead { get; set; }

    public Func<ResourceInvokeRequest, ResourceInvokeResponse> OnInvoke { get; set; } = request => new ResourceInvokeResponse { Return = request.Args };

    /// <summary>The project that the runs belong to.</summary>
    public string Project { get; set; } = "coder-infra";

    public string Urn(string type, string name) => $"urn:pulumi:dev::{Project}::{type}::{name}";

    /// <summary>What an engine with a provider that takes everything says.</summary>
    public RegisterResourceResponse Echo(RegisterResourceRequest request) => new()
    {
        Urn = Urn(request.Type, request.Name),
        Id = request.Custom ? $"{request.Name}-id" : "",
        Object = request.Object,
    };

    public static async Task<FakeEngine> StartAsync()
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0, listen => listen.Protocols = HttpProtocols.Http2));
        builder.Services.AddRoutingCore();
        builder.Services.AddGrpc();
        builder.Services.AddSingleton<FakeEngine>();
        builder.Services.AddSingleton<MonitorService>();
        builder.Services.AddSingleton<EngineService>();
        var app = builder.Build();
        app.Use((context, next) =>
        {
            if (context.Request.Path == "/grpc.health.v1.Health/Check")
                app.Services.GetRequiredService<FakeEngine>().HealthChecks++;
            return next(context);
        });
        app.MapGrpcService<MonitorService>();
        app.MapGrpcService<EngineService>();
        await app.StartAsync();
        var engine = app.Services.GetRequiredService<FakeEngine>();
        engine._app = app;
        return engine;
    }

    /// <summary>Runs a stack class against this engine.</summary>
    public Task<int> RunAsync(Func<Stack> program, bool preview = false, string config = "{}", string secretKeys = "[]") =>
        NewRun(preview, config, secretKeys).RunAsync(program);

    /// <summary>Runs a function against this engine.</summary>
    public Task<int> RunAsync(Func<Task<IDictionary<string, object?>>> program, bool preview = false) => NewRun(preview, "{}", "[]").RunAsync(program);

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    private Deployment NewRun(bool preview, string config, string secretKeys) => Deployment.FromEnvironment(name => name switch
    {
        "PULUMI_MONITOR" or "PULUMI_ENGINE" => Address,
        "PULUMI_PROJECT" => Project,
        "PULUMI_STACK" => "dev",
        "PULUMI_ORGANIZATION" => "organization",
        "PULUMI_DRY_RUN" => preview ? "true" : "false",
        "PULUMI_CONFIG" => config,
        "PULUMI_CONFIG_SECRET_KEYS" => secretKeys,
        _ => null,
    });

    private sealed class MonitorService(FakeEngine engine) : ResourceMonitor.ResourceMonitorBase
    {
        public override Task<SupportsFeatureResponse> SupportsFeature(SupportsFeatureRequest request, ServerCallContext context)
        {
            engine.Calls.Enqueue($"SupportsFeature {request.Id}");
            return Task.FromResult(new SupportsFeatureResponse { HasSupport = true });
        }

        public override Task<RegisterResourceResponse> RegisterResource(RegisterResourceRequest request, ServerCallContext context)
        {
            engine.Calls.Enqueue("RegisterResource");
            engine.Registered.Enqueue(request);
            return Task.FromResult(request.Type == "pulumi:pulumi:Stack" ? engine.Echo(request) : engine.OnRegister(request));
        }

        public override Task<ReadResourceResponse> ReadResource(ReadResourceRequest request, ServerCallContext context)
        {
            engine.Calls.Enqueue("ReadResource");
            engine.Read.Enqueue(request);
            return Task.FromResult(engine.OnRead(request));
        }

        public override Task<ResourceInvokeResponse> Invoke(ResourceInvokeRequest request, ServerCallContext context)
        {
            engine.Calls.Enqueue("Invoke");
            engine.Invoked.Enqueue(request);
            return Task.FromResult(engine.OnInvoke(request));
        }

        public override Task<Empty> RegisterResourceOutputs(RegisterResourceOutputsRequest request, ServerCallContext context)
        {
            engine.Calls.Enqueue("RegisterResourceOutputs");
            engine.Outputs.Enqueue(request);
            return Task.FromResult(new Empty());
        }

        public override Task<Empty> RegisterResourceHook(RegisterResourceHookRequest request, ServerCallContext context)
        {
            engine.Hooks.Enqueue(request);
            return Task.FromResult(new Empty());
        }

        public override Task<Empty> RegisterErrorHook(RegisterErrorHookRequest request, ServerCallContext context)
        {
            engine.ErrorHooks.Enqueue(request);
            return Task.FromResult(new Empty());
        }

        public override async Task<Empty> SignalAndWaitForShutdown(Empty request, ServerCallContext context)
        {
            engine.Calls.Enqueue("SignalAndWaitForShutdown");
            await engine.OnShutdown();
            return new Empty();
        }
    }

    private sealed class EngineService(FakeEngine engine) : Engine.EngineBase
    {
        public override Task<Empty> Log(LogRequest request, ServerCallContext context)
        {
            engine.Logged.Enqueue(request);
            return Task.FromResult(new Empty());
        }
    }
}
