using Coder.Infra.Checks;
using Coder.Infra.Kubernetes;
using Coder.Infra.Provider;
using Pulumi;
using Pulumi.Kubernetes.Types.Inputs.Helm.V3;
using Pulumi.Utilities;
using HelmRelease = Pulumi.Kubernetes.Helm.V3.Release;

namespace Coder.Infra.Releases;

/// <summary>
/// The step that installs the chart. Around the engine's own <c>helm upgrade --install</c> it settles what a killed run left, shows what
/// changes in the cluster, puts back what was changed by hand, and says why a release fails.
/// </summary>
/// <param name="Resource">The release.</param>
/// <param name="Watched">Ends when the release is watched no longer: the program must not end before.</param>
internal sealed record ReleaseStep(HelmRelease Resource, Task Watched)
{
    /// <summary>Declares the release, and what removes it.</summary>
    /// <param name="step">The procedure.</param>
    /// <param name="around">The cluster.</param>
    /// <param name="found">What is there.</param>
    /// <param name="connections">The provider of the removal.</param>
    /// <param name="cluster">The provider of the release.</param>
    /// <param name="plan">The release.</param>
    /// <param name="after">The steps before it.</param>
    /// <exception cref="ResourceException">A pending release of somebody else is in the way.</exception>
    public static async Task<ReleaseStep> DeclareAsync(
        Steps step, Surroundings around, Findings found, Connections connections, ClusterProvider cluster, ReleasePlan plan, params Resource[] after)
    {
        var settings = step.Settings;
        var (ns, timeout, isPreview) = (settings.Namespace, settings.Timeouts.Release, Deployment.Instance.IsDryRun);
        var token = await OutputUtilities.GetIsKnownAsync(plan.Token) ? await OutputUtilities.GetValueAsync(plan.Token) : null;
        bool IsOwn(HelmRecord record) => ReleaseDescription.IsOwn(record, settings.Owner) || plan.IsOwn(record, token);

        // Settle what a killed run left; a preview only says what will be done.
        var settled = isPreview
            ? await Interruption.LookAsync(around.Cluster, ns, plan.Name, IsOwn, timeout, around.Time, CancellationToken.None)
            : await Interruption.SettleAsync(around.Cluster, ns, plan.Name, IsOwn, timeout, around.Time, message => Log.Info(message, step.Parent, ephemeral: true), CancellationToken.None);
        if (settled.IsObstacle)
            throw new ResourceException(settled.Message!, step.Parent, hideStack: true);
        if (settled.Message is { } message)
            Log.Info(message, step.Parent);

        var newest = await HelmRecord.LatestAsync(around.Cluster, ns, plan.Name, CancellationToken.None);
        var drift = settings.DriftDetection && newest is { Status: "deployed" } && IsOwn(newest)
            ? await Drift.FindAsync(around.Cluster, newest, token is null ? [] : [token], CancellationToken.None)
            : new DriftFindings([], []);

        if (plan.BeforeChange is { } before && newest is not null && plan.Changes(newest, token ?? ReleasePreview.NotYetKnown, drift.Changes.Count > 0))
            await before(newest);

        // Removed by a resource of our own, which depends on nothing that a killed run may have left out: it is declared before the release.
        // What is taken over is the stack's to remove only once it has it: there it comes after.
        ReleaseRemoval Removal(IEnumerable<Resource> earlier) => new("release-removal", new ReleaseRemovalArgs
        {
            Namespace = ns,
            Name = plan.Name,
            Token = plan.Mark is null ? (Input<string>)Output.CreateSecret(plan.Token) : null,
            Stack = plan.Mark is { } mark ? (Input<string>)mark : null,
            Timeout = (int)timeout.TotalSeconds,
        }, step.Options(connections, timeout, earlier));
        var isAdopted = found.TakesOverRelease;
        var options = step.Options(cluster, timeout, isAdopted ? after : [.. after, Removal(after)]).Importing(settled.ImportId);
        options.RetainOnDelete = true;
        options.AdditionalSecretOutputs.Add("values");
        // An import shows what it reads, and with it the token in plain. What changes is shown object by object.
        if (settled.ImportId is not null)
            options.HideDiffs.Add("values");
        var release = new HelmRelease(plan.Name, new ReleaseArgs
        {
            Name = plan.Name,
            Chart = settings.ChartName,
            RepositoryOpts = settings.ChartRepository is null ? null! : new RepositoryOptsArgs { Repo = settings.ChartRepository },
            Version = plan.Version,
            Namespace = ns,
            Atomic = true,
            // Over a failed first install, which a killed run leaves.
            Replace = true,
            Timeout = (int)timeout.TotalSeconds,
            Values = plan.Values,
            Description = ReleaseDescription.Of(newest, settings.Owner, drift.Changes.Count > 0),
        }, options);
        if (isAdopted)
            Removal([release]);

        Report(drift, isPreview, release);
        if (isPreview)
            await ReleasePreview.ShowAsync(plan, settings, newest, token, cluster, release);
        return new ReleaseStep(release, isPreview ? Task.CompletedTask : WatchAsync(around, ns, plan.Name, newest?.Revision ?? 0, token, release, step.Parent));
    }

    private static void Report(DriftFindings drift, bool isPreview, HelmRelease release)
    {
        if (drift.Changes.Count > 0)
            Log.Warn($"Objects of the release were changed by hand; {(isPreview ? "up puts" : "this update puts")} them back:\n{string.Join('\n', drift.Changes)}", release);
        if (drift.Missing.Count > 0)
            Log.Info($"Drift inside the release is not seen completely: {string.Join("; ", drift.Missing)}", release);
    }

    /// <summary>Watches the release while the engine waits for it: with <c>atomic</c> the evidence of a failure is gone afterwards.</summary>
    private static async Task WatchAsync(Surroundings around, string ns, string name, int revision, string? token, HelmRelease release, ComponentResource parent)
    {
        using var ended = new CancellationTokenSource();
        var watch = new ReleaseWatch(around.Cluster, ns, name, revision, around.Time, token is null ? [] : [token])
            .WatchAsync(message => Log.Info($"Release {name}: {message}", parent, ephemeral: true), cause => Log.Error($"Release {name} failed: {cause}", parent), ended.Token);
        try
        {
            await OutputUtilities.GetValueAsync(release.Status);
        }
        catch (Exception)
        {
            // The engine reports that it failed; the watch says why.
        }

        await ended.CancelAsync();
        await watch;
    }
}
