using Coder.Infra.Engine.Deployment.Events;
using Coder.Infra.Engine.Deployment.Model;
using Coder.Infra.Engine.Deployment.Providers;

namespace Coder.Infra.Engine.Deployment;

/// <summary>
/// Settles what an earlier run began and nobody saw end, so that running again is all that it takes.
/// <list type="table">
/// <item><term>creating</term><description>done again: providers whose names are given take over what is there. What the
/// program no longer has cannot be known; a warning says so and it stays on the list</description></item>
/// <item><term>updating</term><description>done again, even where nothing seems to differ</description></item>
/// <item><term>deleting</term><description>the resource is read: gone, it leaves the state; else it is as before</description></item>
/// <item><term>reading, importing</term><description>nothing was touched</description></item>
/// </list>
/// </summary>
internal sealed class PendingResolution
{
    private readonly RunContext _run;

    /// <summary>URN → the creations of it that are pending: several where one was given up more than once.</summary>
    private readonly Dictionary<string, List<int>> _creating = new(StringComparer.Ordinal);
    private readonly HashSet<string> _updating = new(StringComparer.Ordinal);
    private readonly HashSet<string> _deleting = new(StringComparer.Ordinal);
    private readonly HashSet<int> _settled = [];

    public PendingResolution(RunContext run)
    {
        _run = run;
        var operations = run.Target.Snapshot.PendingOperations;
        for (var i = 0; i < operations.Length; i++)
        {
            var urn = operations[i].Resource.Urn;
            switch (operations[i].Type)
            {
                case PendingOperationType.Creating:
                    if (!_creating.TryGetValue(urn, out var creations))
                        _creating[urn] = creations = [];
                    creations.Add(i);
                    break;
                case PendingOperationType.Updating:
                    _updating.Add(urn);
                    break;
                case PendingOperationType.Deleting:
                    _deleting.Add(urn);
                    break;
            }
        }
    }

    /// <summary>Whether the resource was being updated when an earlier run was killed.</summary>
    public bool WasUpdating(string urn) => _updating.Contains(urn);

    /// <summary>
    /// The old state, unless its deletion was under way and turns out to have happened: then it leaves the state. Says so
    /// where a creation is done again.
    /// </summary>
    public async Task<ResourceState?> FindAsync(string urn, ResourceState? old, ProviderRegistry providers)
    {
        if (_creating.ContainsKey(urn) && !_run.DryRun)
            _run.Diagnostics.Say(DiagnosticSeverity.Info, urn, "an earlier run was interrupted while creating this resource; creating it again");
        if (old is null || !await IsGoneAsync(old, providers))
            return old;
        await _run.Recorder.SuccessAsync(0, old, null);
        return null;
    }

    /// <summary>Whether a deletion that an earlier run began has happened.</summary>
    public async Task<bool> IsGoneAsync(ResourceState state, ProviderRegistry providers)
    {
        if (_run.DryRun || !_deleting.Contains(state.Urn) || !state.Custom || state.External || Urn.IsProviderType(state.Type))
            return false;
        if (await providers.ForAsync(state.Type, state.Custom, state.Provider) is not { } provider)
            return false;
        return await provider.ReadAsync(state.Urn, state.Id, state.Inputs, state.Outputs, 0) is null;
    }

    /// <summary>A registration has been done: creations of the same resource that were pending are settled.</summary>
    public async Task CreatedAsync(string urn)
    {
        if (!_creating.Remove(urn, out var creations))
            return;
        foreach (var index in creations.Where(_settled.Add))
            await _run.Recorder.SettledAsync(index);
    }

    /// <summary>The run went well to its end: everything is settled but creations of what the program no longer has.</summary>
    public async Task EndAsync()
    {
        var operations = _run.Target.Snapshot.PendingOperations;
        for (var i = 0; i < operations.Length; i++)
        {
            if (operations[i].Type != PendingOperationType.Creating && _settled.Add(i))
                await _run.Recorder.SettledAsync(i);
        }
    }

    /// <summary>Tells of creations that nothing is known of.</summary>
    public void WarnOfUnknown()
    {
        if (_creating.Count == 0)
            return;
        var list = string.Concat(_creating.Keys.Select(urn => $"  * {urn}, interrupted while creating\n"));
        _run.Diagnostics.Warn("", $"Attempting to deploy or update resources with {_creating.Count} pending operations from previous deployment.\n{list}"
            + "These resources are in an unknown state because the Pulumi CLI was interrupted while waiting for changes to these resources to complete. "
            + "You should confirm whether or not the operations listed completed successfully by checking the state of the appropriate provider. "
            + "For example, if you are using AWS, you can confirm using the AWS Console.\n\n"
            + "Once you have confirmed the status of the interrupted operations, you can repair your stack using `pulumi refresh` which will refresh the "
            + "state from the provider you are using and clear the pending operations if there are any.\n\n"
            + "Note that `pulumi refresh` will need to be run interactively to clear pending CREATE operations.");
    }
}
