using System.Collections.Immutable;
using Coder.Infra.Engine.Deployment.Model;
using Coder.Infra.Engine.Deployment.Plans;

namespace Coder.Infra.Engine.Deployment;

/// <summary>What the parts of one run share. Changed only on the engine's loop.</summary>
internal sealed class RunContext
{
    private readonly CancellationTokenSource _stop;

    public RunContext(
        OperationKind kind, DeploymentTarget target, DeploymentOptions options, SnapshotRecorder recorder,
        Diagnostics diagnostics, CancellationToken cancel, CancellationToken abort)
    {
        Kind = kind;
        Target = target;
        Options = options;
        Recorder = recorder;
        Diagnostics = diagnostics;
        Cancel = cancel;
        Abort = abort;
        DryRun = kind == OperationKind.Preview || options.DryRun;
        Targets = new TargetSet(options.Targets);
        Excludes = new TargetSet(options.Excludes);
        Replaces = new TargetSet(options.Replaces);
        Plans = new PlanKeeper(options.Plan);
        _stop = CancellationTokenSource.CreateLinkedTokenSource(cancel, abort);
        Rebase(target.Snapshot.Resources);
    }

    public OperationKind Kind { get; }

    public DeploymentTarget Target { get; }

    public DeploymentOptions Options { get; }

    public SnapshotRecorder Recorder { get; }

    public Diagnostics Diagnostics { get; }

    public EngineLoop Loop { get; } = new();

    /// <summary>Nothing is changed, only shown.</summary>
    public bool DryRun { get; }

    /// <summary>A refresh or destroy that runs the program, which then changes nothing but its providers.</summary>
    public bool StandsStill => Options.RunProgram && Kind is (OperationKind.Refresh or OperationKind.Destroy);

    /// <summary>An update that reads each resource when the program registers it, through the provider as the program configures it.</summary>
    public bool RefreshesWithProgram => Options is { Refresh: true, RunProgram: true } && Kind is (OperationKind.Preview or OperationKind.Update);

    public TargetSet Targets { get; }

    public TargetSet Excludes { get; }

    public TargetSet Replaces { get; }

    /// <summary>The plan that is made, and the one that is kept to.</summary>
    public PlanKeeper Plans { get; }

    public CancellationToken Cancel { get; }

    public CancellationToken Abort { get; }

    /// <summary>Set when no further step may begin.</summary>
    public CancellationToken Stop => _stop.Token;

    /// <summary>Whether a step failed or an error was found while steps were planned.</summary>
    public bool Errored { get; private set; }

    /// <summary>Whether the run ended early by an error that says all there is to say.</summary>
    public bool Bailed { get; private set; }

    /// <summary>The resources the run began with (or that a refresh left), in order.</summary>
    public ImmutableArray<ResourceState> Base { get; private set; } = [];

    /// <summary>The resources the run began with, by URN; without those that wait for their deletion.</summary>
    public Dictionary<string, ResourceState> Olds { get; } = new(StringComparer.Ordinal);

    /// <summary>The states of the resources that were registered in this run.</summary>
    public Dictionary<string, ResourceState> News { get; } = new(StringComparer.Ordinal);

    /// <summary>URN → operations that were taken.</summary>
    public Dictionary<string, List<StepOp>> Taken { get; } = new(StringComparer.Ordinal);

    /// <summary>Resources whose step failed.</summary>
    public List<ResourceState> Failed { get; } = [];

    /// <summary>Resources by operation, for the summary.</summary>
    public Dictionary<StepOp, int> Changes { get; } = [];

    /// <summary>Starts over from other resources.</summary>
    public void Rebase(IEnumerable<ResourceState> resources)
    {
        Base = [.. resources];
        Olds.Clear();
        foreach (var state in Base)
        {
            if (!state.Delete)
                Olds[state.Urn] = state;
        }
    }

    /// <summary>What depends on targets, or on what is left out, is one too, where that is wanted; for a run without the program.</summary>
    public void TakeDependents()
    {
        foreach (var state in Base)
        {
            if (Options.TargetDependents && !Targets.Contains(state.Urn) && SnapshotOrder.Needs(state).Any(Targets.Contains))
                Targets.Add(state.Urn);
            if (Options.ExcludeDependents && !Excludes.Contains(state.Urn) && SnapshotOrder.Needs(state).Any(Excludes.Contains))
                Excludes.Add(state.Urn);
        }
    }

    /// <summary>Whether a refresh reads the resource.</summary>
    public bool IsRefreshed(string urn) => (!Targets.IsConstrained || Targets.Contains(urn)) && !Excludes.Contains(urn);

    /// <summary>A resource that was read again during the run stands for the one the run began with; null where it is gone.</summary>
    public void Substitute(ResourceState old, ResourceState? now)
    {
        if (ReferenceEquals(old, now))
            return;
        Base = now is null ? Base.Remove(old) : Base.Replace(old, now);
        if (now is null)
            Olds.Remove(old.Urn);
        else
            Olds[now.Urn] = now;
    }

    /// <summary>Whether resources are being read: then what goes wrong with one keeps no other from being read.</summary>
    public bool Reading { get; set; }

    /// <summary>A step or the planning of one failed: unless the run goes on after errors, no further step begins.</summary>
    public void Fail()
    {
        Errored = true;
        if (!Options.ContinueOnError && !Reading)
            _stop.Cancel();
    }

    /// <summary>The run cannot go on, and why has been reported.</summary>
    public void Bail()
    {
        Errored = Bailed = true;
        _stop.Cancel();
    }

    /// <summary>
    /// Works on all items at once, as far as the run has slots for their steps; with one step at a time, on one after the other,
    /// so that their order is fixed.
    /// </summary>
    public async Task ForEachAsync(IReadOnlyList<ResourceState> items, Func<ResourceState, int, Task> work)
    {
        if (Options.Parallel > 1)
        {
            await Task.WhenAll(items.Select(work).ToList());
            return;
        }

        for (var i = 0; i < items.Count; i++)
            await work(items[i], i);
    }

    /// <summary>A provider resource of the state, by its reference.</summary>
    public ResourceState? OldProvider(string reference) =>
        Base.FirstOrDefault(state => reference.Length == state.Urn.Length + 2 + state.Id.Length
            && reference.StartsWith(state.Urn, StringComparison.Ordinal) && reference.EndsWith(state.Id, StringComparison.Ordinal));

    /// <summary>The state of a resource as far as this run knows it.</summary>
    public ResourceState? CurrentState(string urn) => News.GetValueOrDefault(urn) ?? Olds.GetValueOrDefault(urn);

    /// <summary>A new random id, as text.</summary>
    public string NewGuid()
    {
        var bytes = Options.RandomBytes(16);
        bytes[7] = (byte)((bytes[7] & 0x0F) | 0x40);
        bytes[8] = (byte)((bytes[8] & 0x3F) | 0x80);
        return new Guid(bytes).ToString();
    }

    /// <summary>The time, in UTC.</summary>
    public DateTimeOffset Now() => Diagnostics.Clock.GetUtcNow();
}
