namespace Coder.Infra.Coder.V2;

/// <summary>A provisioner that builds is not ended: its build would fail, and leave behind what it has made so far.</summary>
/// <param name="coder">The deployment.</param>
internal sealed class BuildGuard(DeploymentClient coder)
{
    private const int Named = 10;

    /// <summary>Waits until the daemons of a key build nothing.</summary>
    /// <param name="organization">Id or name of the organization.</param>
    /// <param name="keyId">Id of the key.</param>
    /// <param name="limit">How long it may take.</param>
    /// <param name="progress">Gets what is waited for.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <exception cref="CoderException">They still build at the limit.</exception>
    public Task WaitAsync(string organization, string keyId, TimeSpan limit, Action<string> progress, CancellationToken cancellationToken) => new Wait(limit, coder.Time, progress).UntilAsync(
        "running builds to end",
        stop => RunningAsync(organization, keyId, stop),
        running => new CoderException(
            $"The provisioner still builds after {limit:g}: {running}. Its builds would fail; its daemons have not been touched. " +
            $"Wait for them, or cancel them on the page {coder.Url}workspaces, then run the same command again. More time: pulumi config set --path timeouts.builds 30m"),
        cancellationToken);

    /// <summary>What the daemons of a key build, by name; null where they build nothing.</summary>
    public async Task<string?> RunningAsync(string organization, string keyId, CancellationToken cancellationToken)
    {
        var busy = (await coder.ListDaemonsAsync(organization, cancellationToken)).Where(daemon => daemon.KeyId == keyId && (daemon.Status == "busy" || daemon.CurrentJob is not null)).ToList();
        if (busy.Count == 0)
            return null;
        var jobs = (await coder.ListRunningJobsAsync(organization, cancellationToken)).ToLookup(job => job.Id);
        var names = busy.Take(Named).Select(daemon => Name(daemon, jobs[daemon.CurrentJob?.Id ?? ""].FirstOrDefault()));
        return $"{string.Join(", ", names)}{(busy.Count > Named ? $" and {busy.Count - Named} more" : "")}";
    }

    private static string Name(Daemon daemon, ProvisionerJob? job)
    {
        var what = job is { Metadata.WorkspaceName: { Length: > 0 } workspace } ? $"workspace {workspace}" : daemon.CurrentJob is { TemplateName: { Length: > 0 } template } ? $"a build of the template {template}" : "a build";
        return $"{what} (by {daemon.Name})";
    }
}
