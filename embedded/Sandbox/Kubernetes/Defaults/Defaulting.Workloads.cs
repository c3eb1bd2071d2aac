using System.Text.Json.Nodes;

namespace Coder.Infra.Sandbox.Kubernetes.Defaults;

internal static partial class Defaulting
{
    static void Deployment(JsonObject spec)
    {
        Template(spec.Ensure("template"));
        spec.Default("replicas", 1);
        var strategy = spec.Ensure("strategy");
        strategy.Default("type", "RollingUpdate");
        if (strategy.Text("type") == "RollingUpdate")
        {
            var rolling = strategy.Ensure("rollingUpdate");
            rolling.Default("maxUnavailable", "25%");
            rolling.Default("maxSurge", "25%");
        }
        spec.Default("revisionHistoryLimit", 10);
        spec.Default("progressDeadlineSeconds", 600);
    }

    static void ReplicaSet(JsonObject spec)
    {
        Template(spec.Ensure("template"));
        spec.Default("replicas", 1);
    }

    static void ReplicationController(JsonObject json)
    {
        var spec = json.Ensure("spec");
        if (spec.Object("template") is { } template)
        {
            Template(template);
            if (!spec.ContainsKey("selector") && template.Object("metadata", "labels") is { } labels) spec["selector"] = labels.DeepClone();
        }
        spec.Default("replicas", 1);
    }

    static void StatefulSet(JsonObject spec)
    {
        Template(spec.Ensure("template"));
        spec.Default("podManagementPolicy", "OrderedReady");
        var strategy = spec.Ensure("updateStrategy");
        strategy.Default("type", "RollingUpdate");
        if (strategy.Text("type") == "RollingUpdate") strategy.Ensure("rollingUpdate").Default("partition", 0);
        var retention = spec.Ensure("persistentVolumeClaimRetentionPolicy");
        retention.Default("whenDeleted", "Retain");
        retention.Default("whenScaled", "Retain");
        spec.Default("replicas", 1);
        spec.Default("revisionHistoryLimit", 10);
        foreach (var claim in spec.Objects("volumeClaimTemplates"))
        {
            claim.Default("apiVersion", "v1");
            claim.Default("kind", "PersistentVolumeClaim");
            Claim(claim);
        }
    }

    static void DaemonSet(JsonObject spec)
    {
        Template(spec.Ensure("template"));
        var strategy = spec.Ensure("updateStrategy");
        strategy.Default("type", "RollingUpdate");
        if (strategy.Text("type") == "RollingUpdate")
        {
            var rolling = strategy.Ensure("rollingUpdate");
            rolling.Default("maxUnavailable", 1);
            rolling.Default("maxSurge", 0);
        }
        spec.Default("revisionHistoryLimit", 10);
    }

    static void JobSpec(JsonObject spec)
    {
        Template(spec.Ensure("template"));
        if (!spec.ContainsKey("completions") && !spec.ContainsKey("parallelism")) spec["completions"] = 1;
        spec.Default("parallelism", 1);
        spec.Default("backoffLimit", 6);
        spec.Default("completionMode", "NonIndexed");
        spec.Default("suspend", false);
        spec.Default("podReplacementPolicy", "TerminatingOrFailed");
    }

    static void CronJob(JsonObject spec)
    {
        JobSpec(spec.Ensure("jobTemplate", "spec"));
        spec.Default("concurrencyPolicy", "Allow");
        spec.Default("suspend", false);
        spec.Default("successfulJobsHistoryLimit", 3);
        spec.Default("failedJobsHistoryLimit", 1);
    }

    static void Template(JsonObject template) => PodSpec(template.Ensure("spec"));
}
