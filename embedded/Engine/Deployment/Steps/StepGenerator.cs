using Coder.Infra.Engine.Deployment.Events;
using Coder.Infra.Engine.Deployment.Model;
using Coder.Infra.Engine.Deployment.Providers;
using Coder.Infra.Protocol.Properties;

namespace Coder.Infra.Engine.Deployment.Steps;

/// <summary>
/// Decides what is done with a resource that a program registers: looks for its old state, asks the provider to check and to
/// compare, and makes the steps. Runs on the engine's loop; while a provider answers, other registrations go on.
/// </summary>
internal sealed partial class StepGenerator(RunContext run, ProviderRegistry providers, StepExecutor executor, PendingResolution pending)
{
    private readonly Dictionary<string, ResourceGoal> _goals = new(StringComparer.Ordinal);
    private readonly HashSet<string> _seen = new(StringComparer.Ordinal);
    private readonly HashSet<string> _kept = new(StringComparer.Ordinal);
    private readonly HashSet<string> _skipped = new(StringComparer.Ordinal);

    /// <summary>URNs whose step failed, or was left out because of such a one, in a run that goes on after errors.</summary>
    private readonly HashSet<string> _failed = new(StringComparer.Ordinal);

    /// <summary>With one step at a time, resources are planned one at a time as well, in the order of their registration.</summary>
    private readonly SemaphoreSlim _planning = new(run.Options.Parallel <= 1 ? 1 : int.MaxValue);

    /// <summary>Resources whose steps are being decided on.</summary>
    private readonly Dictionary<string, TaskCompletionSource> _beingPlanned = new(StringComparer.Ordinal);

    /// <summary>Registers a resource and does what that takes.</summary>
    /// <returns>Its state after that, and the outputs that stayed as they were in a preview of an update.</returns>
    /// <exception cref="BailException">The registration is wrong, which has been reported.</exception>
    /// <exception cref="StepFailedException">A step failed, which has been reported.</exception>
    /// <exception cref="DependencyFailedException">A resource that this one depends on failed before.</exception>
    /// <exception cref="RunStoppedException">The run stops.</exception>
    public async Task<Registration> RegisterAsync(ResourceGoal goal)
    {
        var urn = Urn.Make(run.Target.Stack, run.Target.Project, goal.Parent, goal.Type, goal.Name);
        try
        {
            if (run.Stop.IsCancellationRequested)
                throw new RunStoppedException();
            // At once, before anything is waited for: of two registrations of one URN the second is refused.
            var invalid = ClaimUrn(urn);
            if (run.StandsStill && !Urn.IsProviderType(goal.Type) && !invalid)
                return await StandAsync(urn, goal);
            var (steps, execution) = await PlanAsync(urn, goal, invalid);
            var outcome = await execution;
            await pending.CreatedAsync(urn);
            return new Registration(outcome.New!, steps[^1].Stables, steps[^1].Skipped);
        }
        catch (Exception error) when (error is StepFailedException or DependencyFailedException)
        {
            _failed.Add(urn);
            throw;
        }
        catch (Exception error) when (error is not (BailException or RunStoppedException))
        {
            run.Diagnostics.Error(urn, Diagnostics.Describe(error));
            run.Bail();
            throw new BailException(error.Message);
        }
    }

    /// <summary>
    /// Makes the steps and has them begin, in that order as well: with one step at a time, the next resource is looked at once
    /// these have begun, so that what is wrong with it does not keep them from being done.
    /// </summary>
    private async Task<(IReadOnlyList<Step> Steps, Task<StepOutcome> Execution)> PlanAsync(string urn, ResourceGoal goal, bool invalid)
    {
        if (invalid)
            throw Bail();
        var earlier = run.Options.Parallel > 1 ? ThoseItDependedOn(urn) : [];
        var planned = _beingPlanned[urn] = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await Task.WhenAll(earlier);
        await _planning.WaitAsync();
        try
        {
            await GoneAsync(urn);
            if (run.Stop.IsCancellationRequested)
                throw new RunStoppedException();
            var steps = await GenerateAsync(urn, goal);
            var execution = await executor.BeginChainAsync(steps);
            foreach (var step in steps.Where(step => step.AwaitsReplacement && step.Urn != urn))
                _goingWith[step.Urn] = (urn, execution);
            return (steps, execution);
        }
        finally
        {
            _planning.Release();
            _beingPlanned.Remove(urn);
            planned.SetResult();
        }
    }

    /// <summary>
    /// Who is being planned already and stood below the resource, though the program does not wait for it any more: it may turn
    /// out that the resource must go with it.
    /// </summary>
    private List<Task> ThoseItDependedOn(string urn)
    {
        var found = new List<Task>();
        if (_beingPlanned.Count == 0)
            return found;
        var seen = new HashSet<string>(StringComparer.Ordinal) { urn };
        for (var open = new Queue<string>(seen); open.TryDequeue(out var next);)
        {
            if (!run.Olds.TryGetValue(next, out var old))
                continue;
            foreach (var need in SnapshotOrder.Needs(old).Where(seen.Add))
            {
                open.Enqueue(need);
                if (_beingPlanned.TryGetValue(need, out var planned))
                    found.Add(planned.Task);
            }
        }

        return found;
    }

    private async Task<IReadOnlyList<Step>> GenerateAsync(string urn, ResourceGoal goal)
    {
        RefuseUnknownParent(goal);
        goal = Inherit(goal);
        var invalid = false;
        var old = FindOld(urn, goal, ref invalid);
        _goals[urn] = goal;
        var seed = run.Plans.SeedOf(urn) ?? run.Options.RandomBytes(32);
        var state = NewState(urn, goal, old);
        if (invalid)
            throw Bail();
        if (old is not null)
            ReportPartlyIgnored(urn, goal, old);

        SkipAfterFailure(urn, goal, old);
        run.News[urn] = state;

        // What had to go with a resource that was deleted first comes back with it, target or not.
        if (!_condemned.Contains(urn) && Left(urn, goal, old, state) is { } left)
            return [left];
        RefuseSkippedDependencies(urn, goal);

        var imports = IsImport(goal, old);
        if (imports)
        {
            var import = await ImportStepsAsync(goal, old, state, seed);
            if (run.DryRun && goal.Id == Signatures.Unknown)
                return import;

            // What is imported is from now on a resource as any other: where the program wants it otherwise, it is updated.
            old = (await executor.ExecuteChainAsync(import)).New!;
            run.News[urn] = state = NewState(urn, goal, old);
            ReportPartlyIgnored(urn, goal, old);
        }
        else if (old is not null)
        {
            _kept.Add(old.Urn);
            var read = await RefreshFirstAsync(old, goal);
            if (!ReferenceEquals(read, old))
                run.News[urn] = state = NewState(urn, goal, old = read);
        }

        old = await pending.FindAsync(urn, old, providers);
        var provider = await providers.ForAsync(goal.Type, goal.Custom, goal.Provider);
        var recreating = old is not null && _condemned.Remove(urn);
        var fresh = recreating || old is null or { External: true } || run.Replaces.Contains(urn);
        if (provider is not null)
        {
            var inputs = await CheckAsync(provider, urn, state, fresh ? PropertyMap.Empty : old!.Inputs, fresh ? goal.Properties : state.Inputs, seed);
            state = state with { Inputs = inputs };
            run.News[urn] = state;
        }

        if (run.Plans.Register(urn, goal, state, old, seed) is { } violation)
        {
            run.Diagnostics.Error(urn, $"resource {urn} violates plan: {violation}");
            throw Bail();
        }

        if (old is null)
            return [new Step { Op = StepOp.Create, New = state, Provider = provider }];
        if (recreating)
            return Recreation(old, state, provider);
        if (old.External)
            return Replacement(old, state, provider, [], null, later: true);
        var steps = await CompareAsync(goal, old, state, provider, seed);
        return imports && steps is [{ Op: StepOp.Same } same] ? [same with { IsPartOfImport = true }] : steps;
    }

    /// <summary>A path of <c>ignoreChanges</c> that fits only one of the two sides is no error, but may be a mistake.</summary>
    private void ReportPartlyIgnored(string urn, ResourceGoal goal, ResourceState old)
    {
        Properties.IgnoredChanges.Reset(goal.Properties, old.Inputs, goal.IgnoreChanges, out var partial);
        if (!partial.IsEmpty)
            run.Diagnostics.Say(DiagnosticSeverity.Info, urn, $"cannot ignore changes in added or removed elements of the path: \"{string.Join(", ", partial)}\"");
    }

    /// <summary>What depends on a failure is not begun: it would be made of what is not known. What there is of it stays.</summary>
    private void SkipAfterFailure(string urn, ResourceGoal goal, ResourceState? old)
    {
        if (_failed.Count == 0)
            return;
        string? needed = null;
        if (!DependsOn(goal, other => _failed.Contains(needed = other)))
            return;
        if (old is not null)
            _kept.Add(old.Urn);
        throw new DependencyFailedException(urn, needed!);
    }

    private async Task<PropertyMap> CheckAsync(IStepProvider provider, string urn, ResourceState state, PropertyMap olds, PropertyMap news, byte[] seed)
    {
        var result = await provider.CheckAsync(urn, olds, news, seed);
        if (result.Failures.Count == 0)
            return result.Inputs;
        foreach (var failure in result.Failures)
            run.Diagnostics.Error(urn, Problem(state, failure, news));
        throw Bail();
    }

    /// <summary>What a provider's check found wrong with a property, in the official engine's words.</summary>
    internal static string Problem(ResourceState state, Pulumirpc.CheckFailure failure, PropertyMap news)
    {
        var what = $"{state.Type} resource '{Urn.Name(state.Urn)}'";
        return failure.Property.Length == 0
            ? $"{what} has a problem: {failure.Reason}"
            : $"{what}: property {failure.Property} value {{{Properties.ValueText.Of(news.Get(failure.Property.Split('.', '[')[0]))}}} has a problem: {failure.Reason}";
    }

    private BailException Bail()
    {
        run.Bail();
        return new BailException("One or more resource validation errors occurred; refusing to proceed");
    }

    /// <summary>What the program leaves open is as with the parent.</summary>
    private ResourceGoal Inherit(ResourceGoal goal)
    {
        var parent = _goals.GetValueOrDefault(goal.Parent);
        return goal with
        {
            Protect = goal.Protect ?? parent?.Protect,
            RetainOnDelete = goal.RetainOnDelete ?? parent?.RetainOnDelete,
            DeletedWith = goal.DeletedWith.Length > 0 ? goal.DeletedWith : parent?.DeletedWith ?? "",
        };
    }

    private ResourceState NewState(string urn, ResourceGoal goal, ResourceState? old) => new()
    {
        Urn = urn,
        Type = goal.Type,
        Custom = goal.Custom,
        Inputs = old is null ? goal.Properties : Properties.IgnoredChanges.Reset(goal.Properties, old.Inputs, goal.IgnoreChanges),
        Parent = goal.Parent,
        Protect = goal.Protect ?? false,
        Dependencies = goal.Dependencies,
        PropertyDependencies = goal.PropertyDependencies,
        Provider = goal.Provider,
        AdditionalSecretOutputs = goal.AdditionalSecretOutputs,
        Aliases = old is null || old.Urn == urn ? [] : [old.Urn],
        CustomTimeouts = goal.CustomTimeouts,
        RetainOnDelete = goal.RetainOnDelete ?? false,
        DeletedWith = goal.DeletedWith,
        ReplaceWith = goal.ReplaceWith,
        ReplacementTrigger = goal.ReplacementTrigger,
        Hooks = goal.Hooks,
        IgnoreChanges = goal.IgnoreChanges,
        ReplaceOnChanges = goal.ReplaceOnChanges,
        HideDiff = goal.HideDiff,
        SourcePosition = goal.SourcePosition,
        StackTrace = goal.StackTrace,
    };
}

/// <summary>What a registration came to.</summary>
internal sealed record Registration(ResourceState State, System.Collections.Immutable.ImmutableArray<string> Stables, bool Skipped);
