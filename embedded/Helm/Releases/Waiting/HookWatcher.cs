using System.Text.Json.Nodes;
using Coder.Infra.Helm.Kube;
using Coder.Infra.Helm.Releases.Objects;

namespace Coder.Infra.Helm.Releases.Waiting;

/// <summary>Waits until a hook's objects have done their work: jobs and pods to their end, anything else is done once it exists.</summary>
sealed class HookWatcher(KubeClient kube, TimeProvider time, Action<string> log)
{
    /// <summary>Waits.</summary>
    /// <exception cref="HelmException">The job or pod failed.</exception>
    /// <exception cref="TimeoutException">It took too long.</exception>
    public async Task WaitAsync(IReadOnlyList<ManifestObject> objects, TimeSpan timeout, CancellationToken cancellation)
    {
        foreach (var item in objects.Where(o => o.Kind is "Job" or "Pod"))
        {
            log($"waiting for hook {item}");
            var poll = new Poll(time, timeout);
            while (!await IsDoneAsync(item, cancellation).ConfigureAwait(false))
            {
                if (!await poll.NextAsync(cancellation).ConfigureAwait(false))
                    throw new TimeoutException("timed out waiting for the condition");
            }
        }
    }

    async Task<bool> IsDoneAsync(ManifestObject item, CancellationToken cancellation)
    {
        if (await kube.FindAsync(item.Reference, cancellation).ConfigureAwait(false) is not { } live)
            return false;
        return item.Kind == "Job" ? JobIsDone(live, item.Name) : PodIsDone(live, item.Name);
    }

    static bool JobIsDone(JsonObject job, string name)
    {
        if (ReadyChecker.Condition(job, "Failed") is { Status: "True" } failed)
            throw new HelmException($"job {name} failed: {failed.Reason}");
        return ReadyChecker.Condition(job, "Complete") is { Status: "True" };
    }

    static bool PodIsDone(JsonObject pod, string name) => ReadyChecker.Text(pod, "status", "phase") switch
    {
        "Succeeded" => true,
        "Failed" => throw new HelmException($"pod {name} failed"),
        _ => false,
    };
}
