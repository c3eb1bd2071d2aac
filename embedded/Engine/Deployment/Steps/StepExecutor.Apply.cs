using System.Collections.Immutable;
using Coder.Infra.Engine.Deployment.Model;
using Coder.Infra.Engine.Deployment.Properties;
using Coder.Infra.Engine.Deployment.Providers;
using Coder.Infra.Protocol.Properties;

namespace Coder.Infra.Engine.Deployment.Steps;

/// <summary>What each operation does.</summary>
internal sealed partial class StepExecutor
{
    private Task<StepOutcome> ApplyAsync(Step step) => step.Op switch
    {
        StepOp.Same => SameAsync(step),
        StepOp.Create or StepOp.CreateReplacement => CreateAsync(step),
        StepOp.Update => UpdateAsync(step),
        StepOp.Delete or StepOp.DeleteReplaced or StepOp.ReadDiscard or StepOp.DiscardReplaced => DeleteAsync(step),
        StepOp.Read or StepOp.ReadReplacement => ReadAsync(step),
        StepOp.Refresh => RefreshAsync(step),
        StepOp.Import or StepOp.ImportReplacement => ImportAsync(step),
        StepOp.Replace => Task.FromResult(new StepOutcome(run.News.GetValueOrDefault(step.Urn) ?? step.New, step.Op)),
        StepOp.RemovePendingReplace => Task.FromResult(new StepOutcome(null, step.Op)),
        _ => throw new InvalidOperationException($"There is no step {step.Op}."),
    };

    private static Task<StepOutcome> SameAsync(Step step)
    {
        if (step.Skipped)
            return Task.FromResult(new StepOutcome(step.New, step.Op));
        var state = step.New! with
        {
            Id = step.Old!.Id,
            Outputs = step.Old.Outputs,
            InitErrors = step.Old.InitErrors,
            Created = step.Old.Created,
            Modified = step.Old.Modified,
            RefreshBeforeUpdate = step.Old.RefreshBeforeUpdate,
            ImportId = step.Old.ImportId,
        };
        if (step.Provider is ISameProvider provider)
            provider.Same(state);
        return Task.FromResult(new StepOutcome(state, step.Op));
    }

    private async Task<StepOutcome> CreateAsync(Step step)
    {
        var state = step.New!;
        if (step.Provider is not null)
        {
            var live = await step.Provider.CreateAsync(state.Urn, state.Inputs, state.CustomTimeouts?.Create ?? 0);
            state = state with { Id = live.Id, Outputs = live.Outputs, InitErrors = live.InitErrors, RefreshBeforeUpdate = live.RefreshBeforeUpdate };
        }

        var now = run.Now();
        return new StepOutcome(state with { Created = now, Modified = now }, step.Op);
    }

    private async Task<StepOutcome> UpdateAsync(Step step)
    {
        var old = step.Old!;
        var state = step.New! with { Id = old.Id, Created = old.Created, Modified = old.Modified, ImportId = old.ImportId };
        if (step.Provider is not null)
        {
            var live = await step.Provider.UpdateAsync(old, state.Urn, state.Inputs, state.CustomTimeouts?.Update ?? 0, state.IgnoreChanges);
            state = state with { Outputs = live.Outputs, InitErrors = live.InitErrors, RefreshBeforeUpdate = live.RefreshBeforeUpdate };
        }

        return new StepOutcome(state with { Modified = run.Now() }, step.Op);
    }

    private async Task<StepOutcome> DeleteAsync(Step step)
    {
        var old = step.Old!;
        var untouched = run.DryRun || old.External || old.RetainOnDelete || !old.Custom
            || (old.DeletedWith.Length > 0 && step.Deletions.Contains(old.DeletedWith));
        if (!untouched && step.Provider is not null)
            await step.Provider.DeleteAsync(old, old.CustomTimeouts?.Delete ?? 0);
        return new StepOutcome(null, step.Op);
    }

    private async Task<StepOutcome> ReadAsync(Step step)
    {
        var state = step.New!;
        if (run.DryRun && state.Id == Signatures.Unknown)
            return new StepOutcome(state with { Id = "" }, step.Op);
        var live = await step.Provider!.ReadAsync(state.Urn, state.Id, PropertyMap.Empty, state.Inputs, state.CustomTimeouts?.Read ?? 0)
            ?? throw new InvalidOperationException($"resource '{state.Id}' does not exist");
        state = KeepSecrets(state with { Id = live.Id, Outputs = live.Outputs, InitErrors = live.InitErrors });
        if (step.Old is not { } old)
            return new StepOutcome(state, step.Op);
        var changed = !state.Inputs.Equals(old.Inputs) || !state.Outputs.Equals(old.Outputs);
        return new StepOutcome(state with { Created = old.Created, Modified = changed ? run.Now() : old.Modified }, step.Op);
    }

    /// <summary>Components, providers and what waits for its replacement have nothing in the world to be compared with.</summary>
    private async Task<StepOutcome> RefreshAsync(Step step)
    {
        var old = step.Old!;
        if (step.Provider is null || !old.Custom || old.PendingReplacement || Urn.IsProviderType(old.Type) || old.Id.Length == 0)
            return new StepOutcome(old, StepOp.Same);
        var live = await step.Provider.ReadAsync(old.Urn, old.Id, old.Inputs, old.Outputs, old.CustomTimeouts?.Read ?? 0);
        if (live is null)
            return new StepOutcome(null, StepOp.Delete);
        if (live.InitErrors.Length > 0)
            run.Diagnostics.Warn(old.Urn, $"Refreshed resource is in an unhealthy state:\n* {string.Join("\n* ", live.InitErrors)}");
        var state = KeepSecrets(old with
        {
            Id = live.Id.Length > 0 ? live.Id : old.Id,
            Inputs = live.Inputs ?? old.Inputs,
            Outputs = live.Outputs,
            InitErrors = live.InitErrors,
            RefreshBeforeUpdate = live.RefreshBeforeUpdate,
        });
        var changed = !state.Inputs.Equals(old.Inputs) || !state.Outputs.Equals(old.Outputs);
        if (changed)
            state = state with { Modified = run.Now() };
        if (old.External)
            return new StepOutcome(state, ObjectDiff.Same(state.Outputs, old.Outputs) ? StepOp.Same : StepOp.Update);

        // What an update would do about it, seen from the other side, is what has drifted.
        var diff = await ResourceDiff.DiffAsync(step.Provider, state, old.Urn, state.Inputs, state.Outputs, old.Inputs, old.IgnoreChanges);
        return new StepOutcome(state, diff.IsSome ? StepOp.Update : StepOp.Same, null, diff.IsSome ? Invert(diff.Detailed) : null);
    }

    private static ImmutableSortedDictionary<string, PropertyDifference>? Invert(
        ImmutableSortedDictionary<string, PropertyDifference>? detailed) =>
        detailed is null ? null : ImmutableSortedDictionary.CreateRange(
            StringComparer.Ordinal,
            detailed.Select(item => KeyValuePair.Create(item.Key, item.Value with
            {
                Kind = item.Value.Kind switch
                {
                    PropertyDifferenceKind.Add or PropertyDifferenceKind.AddReplace => PropertyDifferenceKind.Delete,
                    PropertyDifferenceKind.Delete or PropertyDifferenceKind.DeleteReplace => PropertyDifferenceKind.Add,
                    _ => PropertyDifferenceKind.Update,
                },
            })));
}
