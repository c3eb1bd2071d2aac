using Coder.Infra.Engine.Deployment.Model;
using Coder.Infra.Protocol.Properties;

namespace Coder.Infra.Engine.Deployment.Steps;

/// <summary>Imports: the resource is read, and what the program wants is held against what was read.</summary>
internal sealed partial class StepExecutor
{
    private async Task<StepOutcome> ImportAsync(Step step)
    {
        var state = step.New!;
        var provider = step.Provider!;
        if (run.DryRun && state.Id == Signatures.Unknown)
            return new StepOutcome(state with { Id = "" }, step.Op);
        var live = await provider.ReadAsync(state.Urn, state.Id, PropertyMap.Empty, PropertyMap.Empty, state.CustomTimeouts?.Read ?? 0)
            ?? throw new InvalidOperationException($"resource '{state.Id}' does not exist");
        if (live.Inputs is not { } inputs)
        {
            throw new InvalidOperationException(
                $"provider does not support importing resources; please try updating the '{Deployment.Urn.Package(state.Type)}' plugin to a newer version");
        }

        var now = run.Now();
        var read = state with { Id = live.Id, Inputs = inputs, Outputs = live.Outputs };
        state = state with { Id = live.Id, Outputs = live.Outputs, InitErrors = live.InitErrors, Created = now, Modified = now };
        if (step.Planned)
            state = state with { Inputs = inputs };
        var check = await provider.CheckAsync(state.Urn, inputs, state.Inputs, step.RandomSeed);
        if (check.Failures.Count > 0)
        {
            var reasons = check.Failures.Select(failure => failure.Property.Length > 0 ? $"{failure.Property}: {failure.Reason}" : failure.Reason);
            throw new InvalidOperationException($"one or more inputs failed to validate: {string.Join("; ", reasons)}");
        }

        state = state with { Inputs = check.Inputs };
        var diff = await ResourceDiff.DiffAsync(provider, read, state.Urn, read.Inputs, read.Outputs, state.Inputs, state.IgnoreChanges);
        if (diff.IsSome && !step.Planned)
        {
            const string Message = "inputs to import do not match the existing resource";
            if (!run.DryRun)
                throw new InvalidOperationException(Message);
            run.Diagnostics.Warn(state.Urn, $"{Message}; importing this resource will fail");
        }

        return new StepOutcome(state, step.Op, read, diff.Detailed);
    }
}
