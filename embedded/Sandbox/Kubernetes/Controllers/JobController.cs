using System.Text.Json.Nodes;
using Coder.Infra.Sandbox.Kubernetes.Apply;
using Coder.Infra.Sandbox.Kubernetes.Objects;
using Coder.Infra.Sandbox.Kubernetes.Resources;
using Coder.Infra.Sandbox.Kubernetes.Storage;

namespace Coder.Infra.Sandbox.Kubernetes.Controllers;

/// <summary>Runs a job's pods until enough have succeeded.</summary>
internal sealed class JobController(ObjectWriter writer, EventRecorder events) : IController
{
    const string Component = "job-controller";

    readonly ResourceType _jobs = writer.BuiltIn("batch/v1", "Job");
    readonly ResourceType _pods = writer.BuiltIn("v1", "Pod");

    public IEnumerable<ObjectKey> Affected(Change change) => change.Key.Storage switch
    {
        "jobs.batch" => [change.Key],
        "pods" => ControllerTools.Controller(change, "Job", "jobs.batch"),
        _ => [],
    };

    public TimeSpan? Reconcile(ObjectKey key)
    {
        if (writer.Store.Get(key) is not { } job || job.IsBeingDeleted()) return null;
        if (ObjectFacts.IsTrue(job.Json, "Complete") || ObjectFacts.IsTrue(job.Json, "Failed")) return Expire(job);
        var pods = writer.OwnedBy("pods", job).ToList();
        var active = pods.Where(p => p.Json.Text("status", "phase") is not ("Succeeded" or "Failed") && !p.IsBeingDeleted()).ToList();
        var succeeded = pods.Count(p => p.Json.Text("status", "phase") == "Succeeded");
        var completions = job.Json.Int("spec", "completions");
        var complete = completions is { } n ? succeeded >= n : succeeded > 0 && active.Count == 0;
        var suspended = job.Json.Bool("spec", "suspend") == true;
        if (suspended)
        {
            foreach (var pod in active) writer.DeleteQuietly(_pods, pod.Key);
            active.Clear();
        }
        else if (!complete)
        {
            var wanted = Math.Min(job.Json.Int("spec", "parallelism") ?? 1, completions is { } c ? c - succeeded : int.MaxValue);
            for (var i = active.Count; i < wanted; i++)
            {
                var index = succeeded + i;
                if (writer.CreateOwned(_pods, key.Namespace, PodOf(job, index)) is not { } pod) break;
                active.Add(pod);
                events.Normal(job, Component, "SuccessfulCreate", $"Created pod: {pod.Key.Name}");
            }
        }
        WriteStatus(job, active, succeeded, complete, suspended);
        return complete ? null : Deadline(job);
    }

    JsonObject PodOf(StoredObject job, int index)
    {
        var metadata = new JsonObject { ["generateName"] = job.Key.Name + "-", ["ownerReferences"] = new JsonArray(ControllerTools.OwnerReference(job)) };
        foreach (var field in (string[])["labels", "annotations"])
            if (job.Json.At("spec", "template", "metadata", field) is { } value) metadata[field] = value.DeepClone();
        if (job.Json.Text("spec", "completionMode") == "Indexed")
        {
            metadata["generateName"] = $"{job.Key.Name}-{index}-";
            metadata.Ensure("annotations")["batch.kubernetes.io/job-completion-index"] = index.ToString();
        }
        return new JsonObject { ["metadata"] = metadata, ["spec"] = job.Json.At("spec", "template", "spec")!.DeepClone() };
    }

    void WriteStatus(StoredObject job, List<StoredObject> active, int succeeded, bool complete, bool suspended)
    {
        writer.WriteStatus(_jobs, job.Key, WriteOptions.ControllerStatus, status =>
        {
            if (!suspended) status.Default("startTime", writer.Now);
            var ready = active.Count(p => ObjectFacts.IsTrue(p.Json, "Ready"));
            foreach (var (name, count) in (ReadOnlySpan<(string, int)>)[("active", active.Count), ("succeeded", succeeded)])
                if (count > 0) status[name] = count;
                else status.Remove(name);
            status["ready"] = ready;
            status["terminating"] = 0;
            status["uncountedTerminatedPods"] = new JsonObject();
            if (suspended) Set(status, "Suspended", "JobSuspended", "Job suspended");
            if (!complete) return;
            status["completionTime"] = writer.Now;
            Set(status, "SuccessCriteriaMet", "CompletionsReached", "Reached expected number of succeeded pods");
            Set(status, "Complete", "CompletionsReached", "Reached expected number of succeeded pods");
        });
        if (complete) events.Normal(job, Component, "Completed", "Job completed");
    }

    void Set(JsonObject status, string type, string reason, string message)
    {
        ControllerTools.SetCondition(status, type, "True", reason, message, writer.Now);
        foreach (var condition in status.Objects("conditions")) condition.Default("lastProbeTime", writer.Now);
    }

    /// <summary>A job that may run only so long fails then.</summary>
    TimeSpan? Deadline(StoredObject job)
    {
        if (job.Json.Int("spec", "activeDeadlineSeconds") is not { } seconds) return null;
        var started = writer.Store.Get(job.Key)?.Json.Text("status", "startTime");
        if (started is null) return null;
        var left = DateTimeOffset.Parse(started).AddSeconds(seconds) - writer.Time.GetUtcNow();
        if (left > TimeSpan.Zero) return left;
        foreach (var pod in writer.OwnedBy("pods", job).ToList()) writer.DeleteQuietly(_pods, pod.Key);
        writer.WriteStatus(_jobs, job.Key, WriteOptions.ControllerStatus, status =>
        {
            status.Remove("active");
            Set(status, "FailureTarget", "DeadlineExceeded", "Job was active longer than specified deadline");
            Set(status, "Failed", "DeadlineExceeded", "Job was active longer than specified deadline");
        });
        events.Warning(job, Component, "DeadlineExceeded", "Job was active longer than specified deadline");
        return null;
    }

    TimeSpan? Expire(StoredObject job)
    {
        if (job.Json.Int("spec", "ttlSecondsAfterFinished") is not { } seconds) return null;
        var ended = job.Json.Text("status", "completionTime") ?? job.Json.Objects("status", "conditions").Select(c => c.Text("lastTransitionTime")).LastOrDefault();
        var left = DateTimeOffset.Parse(ended!).AddSeconds(seconds) - writer.Time.GetUtcNow();
        if (left > TimeSpan.Zero) return left;
        writer.DeleteQuietly(_jobs, job.Key, new DeleteOptions { Propagation = "Foreground" });
        return null;
    }
}
