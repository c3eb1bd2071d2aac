using Coder.Infra.Engine.Deployment.Model;
using Coder.Infra.Engine.Deployment.Providers;

namespace Coder.Infra.Engine.Deployment.Steps;

/// <summary>Registrations that take over what exists (<c>import</c>).</summary>
internal sealed partial class StepGenerator
{
    /// <summary>Whether a registration asks to take over a resource that the state does not have under that id yet.</summary>
    private static bool IsImport(ResourceGoal goal, ResourceState? old) =>
        goal.Custom && goal.Id.Length > 0 && (old is null || old.External || (old.Id != goal.Id && old.ImportId != goal.Id));

    private async Task<IReadOnlyList<Step>> ImportStepsAsync(ResourceGoal goal, ResourceState? old, ResourceState state, byte[] seed)
    {
        var provider = await providers.ForAsync(goal.Type, goal.Custom, goal.Provider);
        state = state with { Id = goal.Id, ImportId = goal.Id, Inputs = goal.Properties };
        run.News[state.Urn] = state;
        var import = new Step { Op = StepOp.Import, New = state, Provider = provider, RandomSeed = seed };
        if (old is null)
            return [import];
        _kept.Add(old.Urn);
        _replaced.Add(state.Urn);
        return
        [
            import with { Op = StepOp.ImportReplacement, Old = old, DeletesLater = true },
            new Step { Op = StepOp.Replace, Old = old, New = state, DeletesLater = true },
        ];
    }

    /// <summary>What is in the state already stays, and counts as unchanged.</summary>
    public async Task KeepAllAsync()
    {
        foreach (var state in run.Base.Where(state => !state.Delete && !Urn.IsDefaultProvider(state.Urn)))
            await executor.ExecuteChainAsync([new Step { Op = StepOp.Same, Old = state, New = state with { Id = "", Outputs = Protocol.Properties.PropertyMap.Empty } }]);
    }

    /// <summary>Takes over a resource for an import operation: its inputs are what the provider reads.</summary>
    /// <returns>Its URN.</returns>
    public async Task<string> ImportAsync(ImportRequest request, string parent, string providerReference)
    {
        var urn = Urn.Make(run.Target.Stack, run.Target.Project, parent, request.Type, request.Name);
        _kept.Add(urn);
        if (run.Olds.TryGetValue(urn, out var known))
        {
            if (known.Id != request.Id)
            {
                run.Diagnostics.Error(urn, $"resource '{urn}' already exists");
                run.Fail();
            }

            return urn;
        }

        IStepProvider? provider;
        try
        {
            provider = request.Component ? null : await providers.GetAsync(providerReference);
        }
        catch (Exception error)
        {
            run.Diagnostics.Error(urn, Diagnostics.Describe(error));
            run.Fail();
            return urn;
        }

        var state = new ResourceState
        {
            Urn = urn,
            Type = request.Type,
            Custom = !request.Component,
            Id = request.Id,
            Parent = parent,
            Protect = request.Protect,
            Provider = providerReference,
        };
        run.News[urn] = state;
        try
        {
            var step = new Step { Op = StepOp.Import, New = state, Provider = provider, RandomSeed = run.Options.RandomBytes(32), Planned = true, Imported = request.Properties };
            await executor.ExecuteChainAsync([step]);
        }
        catch (Exception error) when (error is StepFailedException or RunStoppedException)
        {
            // Told.
        }

        return urn;
    }
}
