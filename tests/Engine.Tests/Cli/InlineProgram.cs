using System.Collections.Immutable;
using Coder.Infra.Engine.Deployment;
using Coder.Infra.Engine.Deployment.Model;
using Coder.Infra.Engine.Tests.Deployment;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using Grpc.Net.Client;
using Pulumirpc;

namespace Coder.Infra.Engine.Tests.Cli;

/// <summary>A program of a lambda behind a <c>LanguageRuntime</c> server of its own, as an inline program of the Automation API is.</summary>
internal sealed class InlineProgram(Func<Registrar, Task> body) : LanguageRuntime.LanguageRuntimeBase
{
    /// <summary>What the engine asked for, run by run.</summary>
    public List<RunRequest> Runs { get; } = [];

    /// <summary>Answered in the place of success.</summary>
    public RunResponse Answer { get; init; } = new();

    public override async Task<RunResponse> Run(RunRequest request, ServerCallContext context)
    {
        Runs.Add(request);
        using var channel = GrpcChannel.ForAddress($"http://{request.MonitorAddress}");
        var monitor = new ResourceMonitor.ResourceMonitorClient(channel);
        var target = new DeploymentTarget
        {
            Project = request.Project,
            Stack = request.Stack,
            RootDirectory = request.Info.RootDirectory,
            Config = request.Config.ToImmutableSortedDictionary(StringComparer.Ordinal),
            SecretKeys = [.. request.ConfigSecretKeys],
            SecretTexts = [],
            Snapshot = Snapshot.Empty,
        };
        var registrar = new Registrar(monitor, new(channel), new ProgramRun(target, request.MonitorAddress, request.Args[0], request.DryRun, request.Parallel), context.CancellationToken);
        await registrar.StackAsync();
        await body(registrar);
        await monitor.SignalAndWaitForShutdownAsync(new Empty(), cancellationToken: context.CancellationToken);
        return Answer;
    }
}

/// <summary>Takes the events of a run.</summary>
internal sealed class EventListener : Events.EventsBase
{
    public List<string> Told { get; } = [];

    /// <summary>Whether the engine closed the stream.</summary>
    public bool Ended { get; private set; }

    public override async Task<Empty> StreamEvents(IAsyncStreamReader<EventRequest> requests, ServerCallContext context)
    {
        await foreach (var request in requests.ReadAllAsync())
            Told.Add(request.Event);
        Ended = true;
        return new Empty();
    }
}
