using Coder.Infra.Engine.Deployment.Model;
using Coder.Infra.Engine.Deployment.Properties;
using Coder.Infra.Protocol.Properties;

namespace Coder.Infra.Engine.Deployment.Steps;

/// <summary>Imports: the resource is read, and what the program wants is held against what was read.</summary>
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
                $"provider does not support importing resources; please try updating the '{Deployment.Urn.Package(state.Type)}' plugin to a newer version");
        }

        var now = run.Now();
        var read = state with { Id = live.Id, Inputs = inputs, Outputs = live.Outputs };
        state = state with { Id = live.Id, Outputs = live.Outputs, InitErrors = live.InitErrors, Created = now, Modified = now };
        state = state with
        {
            Inputs = !step.Planned ? IgnoredChanges.Reset(state.Inputs, inputs, state.IgnoreChanges)
                : step.Imported.IsEmpty ? inputs : Chosen(step.Imported, inputs, live.Outputs),
        };
        var check = await provider.CheckAsync(state.Urn, inputs, state.Inputs, step.RandomSeed);
        foreach (var failure in check.Failures)
        {
            var problem = StepGenerator.Problem(state, failure, state.Inputs);
            if (step.Planned)
                run.Diagnostics.Warn(state.Urn, problem);
            else
                run.Diagnostics.Error(state.Urn, problem);
        }

        // What exists is imported as it is; a program that declares it has to be valid.
        if (check.Failures.Count == 0)
            state = state with { Inputs = check.Inputs };
        else if (!step.Planned)
            throw new InvalidOperationException("one or more inputs failed to validate");

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

    /// <summary>The properties that are asked for, with what the provider told of each.</summary>
    private static PropertyMap Chosen(IReadOnlyList<string> names, PropertyMap inputs, PropertyMap outputs)
    {
        string[] missing = [.. names.Where(name => (inputs.Get(name) ?? outputs.Get(name)) is null)];
        return missing.Length == 0
            ? PropertyMap.From(names.Select(name => KeyValuePair.Create(name, (inputs.Get(name) ?? outputs.Get(name))!)))
            : throw new InvalidOperationException($"the resource has no {(missing.Length == 1 ? "property" : "properties")} {string.Join(", ", missing)} to import; it has {string.Join(", ", outputs.Keys.Where(name => !name.StartsWith("__", StringComparison.Ordinal)))}");
    }
}
