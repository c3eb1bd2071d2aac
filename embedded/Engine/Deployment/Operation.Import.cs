using Coder.Infra.Engine.Deployment.Model;
using Coder.Infra.Engine.Deployment.Providers;
using Coder.Infra.Engine.Deployment.Steps;

namespace Coder.Infra.Engine.Deployment;

/// <summary>The import: what is asked for is read and taken into the state.</summary>
internal sealed partial class Operation
{
    private async Task ImportAsync()
    {
        try
        {
            await generator.KeepAllAsync();
            var root = run.Olds.Values.FirstOrDefault(state => state.Type == Urn.StackType)?.Urn
                ?? (await generator.RegisterAsync(new ResourceGoal { Type = Urn.StackType, Name = $"{run.Target.Project}-{run.Target.Stack}", Custom = false })).State.Urn;
            if (!ImportsAreSound(root))
                return;
            var urns = new Dictionary<string, string>(StringComparer.Ordinal);
            foreach (var request in run.Options.Imports)
            {
                var parent = request.Parent.Length == 0 ? root : urns.GetValueOrDefault(request.Parent, request.Parent);
                urns[request.Key] = await generator.ImportAsync(request, parent, await ProviderOf(request));
            }
        }
        catch (Exception error) when (error is BailException or StepFailedException or RunStoppedException)
        {
            // Told.
        }
    }

    private async Task<string> ProviderOf(ImportRequest request)
    {
        if (request is { Component: true, Remote: false })
            return "";
        return request.Provider.Length > 0 ? Reference(request.Provider) : await defaults.GetAsync(new(Urn.Package(request.Type), request.Version, request.DownloadUrl));
    }

    /// <summary>What imports name must be in the stack, or come with the imports before them; all mistakes are reported at once.</summary>
    private bool ImportsAreSound(string root)
    {
        var known = run.Olds.Keys.Append(root).ToHashSet(StringComparer.Ordinal);
        var urns = new Dictionary<string, string>(StringComparer.Ordinal);
        var problems = new List<(string Urn, string Problem)>();
        foreach (var request in run.Options.Imports)
        {
            var parent = request.Parent.Length == 0 ? root : urns.GetValueOrDefault(request.Parent, request.Parent);
            var urn = Urn.Make(run.Target.Stack, run.Target.Project, parent, request.Type, request.Name);
            if (!known.Contains(parent))
                problems.Add((urn, $"unknown parent '{parent}' for resource '{urn}'; pulumi stack --show-urns lists what is in the stack"));
            if (request.Provider.Length > 0 && run.OldProvider(Reference(request.Provider)) is null)
                problems.Add((urn, $"unknown provider '{request.Provider}' for resource '{urn}'; pulumi stack --show-urns lists what is in the stack"));
            known.Add(urns[request.Key] = urn);
        }

        foreach (var (urn, problem) in problems)
            run.Diagnostics.Error(urn, problem);
        if (problems.Count > 0)
            run.Fail();
        return problems.Count == 0;
    }

    /// <summary>The reference of a provider that is named by its URN, or as a reference.</summary>
    private string Reference(string provider) =>
        run.Olds.TryGetValue(provider, out var state) ? ProviderReference.Make(state.Urn, state.Id) : provider;
}
