using Coder.Infra.Engine.Deployment.Model;
using Coder.Infra.Protocol.Properties;

namespace Coder.Infra.Engine.Deployment.Steps;

/// <summary>Imports: the resource is read by its id alone, and what is read becomes its state.</summary>
internal sealed partial class StepExecutor
{
    private async Task<StepOutcome> ImportAsync(Step step)
    {
        var state = step.New!;
        if (!state.Custom)
            return new StepOutcome(state with { Created = run.Now(), Modified = run.Now() }, step.Op);
        var provider = step.Provider!;
        if (run.DryRun && state.Id == Signatures.Unknown)
            return new StepOutcome(state with { Id = "" }, step.Op);
        var live = await provider.ReadAsync(state.Urn, state.Id, PropertyMap.Empty, PropertyMap.Empty, state.CustomTimeouts?.Read ?? 0)
            ?? throw new InvalidOperationException($"resource '{state.Id}' does not exist");
        if (live.Inputs is not { } inputs)
        {
            throw new InvalidOperationException(
                $"provider does not support importing resources; please try updating the '{Urn.Package(state.Type)}' plugin to a newer version");
        }

        var now = run.Now();
        state = state with { Id = live.Id, Inputs = inputs, Outputs = live.Outputs, InitErrors = live.InitErrors, Created = now, Modified = now };

        // What the program wants is compared with this afterwards, as for any resource that exists.
        if (!step.Planned)
            return new StepOutcome(state, step.Op, state);

        // What exists is imported as it is, valid or not.
        var wanted = step.Imported.IsEmpty ? inputs : Chosen(step.Imported, inputs, live.Outputs);
        var check = await provider.CheckAsync(state.Urn, inputs, wanted, step.RandomSeed);
        foreach (var failure in check.Failures)
            run.Diagnostics.Warn(state.Urn, StepGenerator.Problem(state, failure, wanted));
        if (check.Failures.Count == 0)
            wanted = check.Inputs;
        var diff = await ResourceDiff.DiffAsync(provider, state, state.Urn, inputs, live.Outputs, wanted, state.IgnoreChanges);
        return new StepOutcome(state with { Inputs = wanted }, step.Op, state, diff.Detailed);
    }

    /// <summary>The properties that are asked for, with what the provider returned for each.</summary>
    private static PropertyMap Chosen(IReadOnlyList<string> names, PropertyMap inputs, PropertyMap outputs)
    {
        string[] missing = [.. names.Where(name => (inputs.Get(name) ?? outputs.Get(name)) is null)];
        return missing.Length == 0
            ? PropertyMap.From(names.Select(name => KeyValuePair.Create(name, (inputs.Get(name) ?? outputs.Get(name))!)))
            : throw new InvalidOperationException($"the resource has no {(missing.Length == 1 ? "property" : "properties")} {string.Join(", ", missing)} to import; it has {string.Join(", ", outputs.Keys.Where(name => !name.StartsWith("__", StringComparison.Ordinal)))}");
    }
}
