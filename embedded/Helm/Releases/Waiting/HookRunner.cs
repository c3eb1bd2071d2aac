using System.Text.Json.Nodes;
using Coder.Infra.Helm.Kube;
using Coder.Infra.Helm.Releases.Objects;

namespace Coder.Infra.Helm.Releases.Waiting;

/// <summary>Runs the hooks of an event one after the other: by weight, then name.</summary>
/// <param name="kube">The cluster.</param>
/// <param name="objects">Creates and deletes.</param>
/// <param name="time">The clock.</param>
/// <param name="log">Receives what is waited for.</param>
sealed class HookRunner(KubeClient kube, ObjectOperations objects, TimeProvider time, Action<string> log)
{
    const string BeforeCreation = "before-hook-creation";
    const string Succeeded = "hook-succeeded";
    const string Failed = "hook-failed";

    /// <summary>Runs them.</summary>
    /// <param name="release">The release; the hooks' last run is noted in it.</param>
    /// <param name="event">For example <c>pre-install</c>.</param>
    /// <param name="timeout">The limit of each hook.</param>
    /// <param name="record">Stores the release after a change.</param>
    /// <param name="cancellation">Stops it.</param>
    /// <exception cref="HelmException">A hook failed; the ones after it did not run.</exception>
    public async Task RunAsync(Release release, string @event, TimeSpan timeout, Func<Task> record, CancellationToken cancellation)
    {
        var all = release.Hooks;
        var hooks = all.Where(h => h.Events.Contains(@event)).OrderBy(h => h.Weight).ThenBy(h => h.Name, StringComparer.Ordinal).ToList();
        for (var i = 0; i < hooks.Count; i++)
        {
            var hook = hooks[i];
            await DeleteByPolicyAsync(hook, BeforeCreation, release, timeout, cancellation).ConfigureAwait(false);
            List<ManifestObject> built;
            try
            {
                built = await ManifestReader.BuildAsync(kube, hook.Manifest, release.Namespace, cancellation).ConfigureAwait(false);
            }
            catch (HelmException e)
            {
                throw new HelmException($"unable to build kubernetes object for {@event} hook {hook.Path}: {e.Message}", e);
            }
            var started = time.GetUtcNow();
            Note(hook, started, null, "Running");
            await record().ConfigureAwait(false);
            try
            {
                await objects.CreateAsync(built, [], cancellation).ConfigureAwait(false);
            }
            catch (KubeException e)
            {
                Note(hook, started, time.GetUtcNow(), "Failed");
                throw new HelmException($"warning: Hook {@event} {hook.Path} failed: {e.Message}", e);
            }
            try
            {
                await new HookWatcher(kube, time, log).WaitAsync(built, timeout, cancellation).ConfigureAwait(false);
            }
            catch (Exception e) when (e is HelmException or TimeoutException or KubeException)
            {
                Note(hook, started, time.GetUtcNow(), "Failed");
                await ShowLogsAsync(hook, built, Failed, cancellation).ConfigureAwait(false);
                await DeleteByPolicyAsync(hook, Failed, release, timeout, cancellation).ConfigureAwait(false);
                foreach (var earlier in hooks.Take(i))
                    await DeleteByPolicyAsync(earlier, Succeeded, release, timeout, cancellation).ConfigureAwait(false);
                throw new HelmException(e.Message, e);
            }
            Note(hook, started, time.GetUtcNow(), "Succeeded");
            await ShowLogsAsync(hook, built, Succeeded, cancellation).ConfigureAwait(false);
        }
        for (var i = hooks.Count - 1; i >= 0; i--)
            await DeleteByPolicyAsync(hooks[i], Succeeded, release, timeout, cancellation).ConfigureAwait(false);

        void Note(ReleaseHook hook, DateTimeOffset begun, DateTimeOffset? ended, string phase)
        {
            hook.Ran(begun, ended, phase);
            release.Hooks = all;
        }
    }

    async Task DeleteByPolicyAsync(ReleaseHook hook, string policy, Release release, TimeSpan timeout, CancellationToken cancellation)
    {
        // A definition's deletion would take every object of its kind along.
        if (hook.Kind == "CustomResourceDefinition" || !hook.DeletePolicies.Contains(policy))
            return;
        List<ManifestObject> built;
        try
        {
            built = await ManifestReader.BuildAsync(kube, hook.Manifest, release.Namespace, cancellation).ConfigureAwait(false);
        }
        catch (HelmException e)
        {
            throw new HelmException($"unable to build kubernetes object for deleting hook {hook.Path}: {e.Message}", e);
        }
        var failures = await objects.DeleteAsync(built, cancellation).ConfigureAwait(false);
        if (failures.Count > 0)
            throw new HelmException(string.Join("; ", failures));
        await objects.WaitForDeleteAsync(built, timeout, cancellation).ConfigureAwait(false);
    }

    async Task ShowLogsAsync(ReleaseHook hook, List<ManifestObject> built, string policy, CancellationToken cancellation)
    {
        if (!hook.OutputLogPolicies.Contains(policy))
            return;
        foreach (var item in built.Where(b => b.Kind is "Job" or "Pod"))
        {
            try
            {
                var selection = item.Kind == "Pod" ? Selection.Named(item.Name) : new Selection { Labels = $"job-name={item.Name}" };
                var pods = await kube.ListAsync("v1", "Pod", item.Reference.Namespace, selection, cancellation).ConfigureAwait(false);
                foreach (var pod in pods.Items)
                {
                    foreach (var container in (pod["spec"]?["containers"] as JsonArray)?.OfType<JsonObject>() ?? [])
                    {
                        var name = (string?)container["name"];
                        var text = await kube.LogsAsync(item.Reference.Namespace!, (string)pod["metadata"]!["name"]!, name, null, cancellation).ConfigureAwait(false);
                        log($"logs of {item}, container {name}:\n{text.TrimEnd('\n')}");
                    }
                }
            }
            catch (KubeException e)
            {
                log($"failed to get the logs of {item}: {e.Message}");
            }
        }
    }
}
