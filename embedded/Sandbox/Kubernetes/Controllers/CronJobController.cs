using System.Text.Json.Nodes;
using Coder.Infra.Sandbox.Kubernetes.Apply;
using Coder.Infra.Sandbox.Kubernetes.Objects;
using Coder.Infra.Sandbox.Kubernetes.Resources;
using Coder.Infra.Sandbox.Kubernetes.Storage;

namespace Coder.Infra.Sandbox.Kubernetes.Controllers;

/// <summary>Starts a cron job's jobs when they are due, and forgets old ones. Schedules are in UTC.</summary>
internal sealed class CronJobController(ObjectWriter writer, EventRecorder events) : IController
{
    const string Component = "cronjob-controller";
    static readonly TimeSpan LongestSleep = TimeSpan.FromDays(1);

    readonly ResourceType _crons = writer.BuiltIn("batch/v1", "CronJob");
    readonly ResourceType _jobs = writer.BuiltIn("batch/v1", "Job");

    public IEnumerable<ObjectKey> Affected(Change change) => change.Key.Storage switch
    {
        "cronjobs.batch" => [change.Key],
        "jobs.batch" => ControllerTools.Controller(change, "CronJob", "cronjobs.batch"),
        _ => [],
    };

    public TimeSpan? Reconcile(ObjectKey key)
    {
        if (writer.Store.Get(key) is not { } cron || cron.IsBeingDeleted()) return null;
        var jobs = writer.OwnedBy("jobs.batch", cron).ToList();
        var active = jobs.Where(j => !IsFinished(j)).ToList();
        CronSchedule.TryParse(cron.Json.Text("spec", "schedule") ?? "", out var schedule);
        TimeSpan? again = null;
        var last = cron.Json.Text("status", "lastScheduleTime");
        if (schedule is not null && cron.Json.Bool("spec", "suspend") != true)
        {
            var now = writer.Time.GetUtcNow();
            var due = schedule.Next(DateTimeOffset.Parse(last ?? cron.Json.Text("metadata", "creationTimestamp")!));
            // Of several that were missed only the last is started.
            while (due is { } d && schedule.Next(d) is { } later && later <= now) due = later;
            if (due <= now)
            {
                if (Start(cron, active, due.Value) is { } job) active.Add(job);
                last = ObjectWriter.Timestamp(due.Value);
                due = schedule.Next(now);
            }
            again = due is { } next ? next - now < LongestSleep ? next - now : LongestSleep : null;
        }
        Forget(cron, jobs, "Complete", cron.Json.Int("spec", "successfulJobsHistoryLimit") ?? 3);
        Forget(cron, jobs, "Failed", cron.Json.Int("spec", "failedJobsHistoryLimit") ?? 1);
        writer.WriteStatus(_crons, key, WriteOptions.ControllerStatus, status =>
        {
            if (active.Count > 0) status["active"] = new JsonArray([.. active.Select(Reference)]);
            else status.Remove("active");
            if (last is not null) status["lastScheduleTime"] = last;
            if (jobs.Select(j => j.Json.Text("status", "completionTime")).OfType<string>().Max(StringComparer.Ordinal) is { } done) status["lastSuccessfulTime"] = done;
        });
        return again;
    }

    static bool IsFinished(StoredObject job) => ObjectFacts.IsTrue(job.Json, "Complete") || ObjectFacts.IsTrue(job.Json, "Failed");

    StoredObject? Start(StoredObject cron, List<StoredObject> active, DateTimeOffset due)
    {
        if (active.Count > 0 && cron.Json.Text("spec", "concurrencyPolicy") == "Forbid")
        {
            events.Normal(cron, Component, "JobAlreadyActive", "Not starting job because prior execution is running and concurrency policy is Forbid");
            return null;
        }
        if (cron.Json.Text("spec", "concurrencyPolicy") == "Replace")
        {
            foreach (var job in active) writer.DeleteQuietly(_jobs, job.Key);
            active.Clear();
        }
        var name = $"{cron.Key.Name}-{due.ToUnixTimeSeconds() / 60}";
        if (writer.Store.Get(ObjectWriter.Key(_jobs, cron.Key.Namespace, name)) is not null) return null;
        var metadata = cron.Json.Object("spec", "jobTemplate", "metadata")?.Copy() ?? [];
        metadata["name"] = name;
        metadata["ownerReferences"] = new JsonArray(ControllerTools.OwnerReference(cron));
        metadata.Ensure("annotations")["batch.kubernetes.io/cronjob-scheduled-timestamp"] = ObjectWriter.Timestamp(due);
        var created = writer.CreateOwned(_jobs, cron.Key.Namespace, new JsonObject { ["metadata"] = metadata, ["spec"] = cron.Json.At("spec", "jobTemplate", "spec")!.DeepClone() });
        events.Normal(cron, Component, "SuccessfulCreate", $"Created job {name}");
        return created;
    }

    void Forget(StoredObject cron, List<StoredObject> jobs, string condition, int limit)
    {
        var ended = jobs.Where(j => ObjectFacts.IsTrue(j.Json, condition)).OrderBy(j => j.Json.Text("status", "startTime"), StringComparer.Ordinal).ToList();
        foreach (var job in ended.Take(ended.Count - limit))
        {
            writer.DeleteQuietly(_jobs, job.Key);
            events.Normal(cron, Component, "SuccessfulDelete", $"Deleted job {job.Key.Name}");
        }
    }

    static JsonNode Reference(StoredObject job) => new JsonObject
    {
        ["apiVersion"] = "batch/v1",
        ["kind"] = "Job",
        ["namespace"] = job.Key.Namespace,
        ["name"] = job.Key.Name,
        ["uid"] = job.Uid,
        ["resourceVersion"] = job.Json.Text("metadata", "resourceVersion"),
    };
}
