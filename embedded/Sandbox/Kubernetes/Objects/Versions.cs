using System.Text.Json.Nodes;
using Coder.Infra.Sandbox.Kubernetes.Resources;

namespace Coder.Infra.Sandbox.Kubernetes.Objects;

/// <summary>Converts objects between the version they are stored in and the version they are asked for in.</summary>
internal static class Versions
{
    /// <summary>The object as seen in a version; the stored object itself where that is the version it is stored in.</summary>
    public static JsonObject Convert(JsonObject stored, ResourceType type)
    {
        if (stored.Text("apiVersion") == type.ApiVersion) return stored;
        var copy = stored.Copy();
        copy["apiVersion"] = type.ApiVersion;
        // Versions of a custom resource differ in their name only.
        switch (type.ApiVersion)
        {
            case "events.k8s.io/v1": EventVersions.ToEventsGroup(copy); break;
            case "autoscaling/v1": AutoscalerVersions.ToV1(copy); break;
        }
        return copy;
    }

    /// <summary>The object in the version it is stored in.</summary>
    public static JsonObject ToStorage(JsonObject json, ResourceType type, ResourceRegistry resources)
    {
        if (type.StorageVersion is null) return json;
        var storage = resources.FindStorage(type.StorageName)!;
        if (json.Text("apiVersion") == storage.ApiVersion) return json;
        var copy = json.Copy();
        copy["apiVersion"] = storage.ApiVersion;
        switch (type.ApiVersion)
        {
            case "events.k8s.io/v1": EventVersions.ToCore(copy); break;
            case "autoscaling/v1": AutoscalerVersions.ToV2(copy); break;
        }
        return copy;
    }
}

/// <summary>Events in the core group and in <c>events.k8s.io</c>: the same fields under other names.</summary>
internal static class EventVersions
{
    static readonly (string Core, string Group)[] Renamed =
    [
        ("involvedObject", "regarding"), ("message", "note"), ("reportingComponent", "reportingController"),
        ("count", "deprecatedCount"), ("firstTimestamp", "deprecatedFirstTimestamp"), ("lastTimestamp", "deprecatedLastTimestamp"), ("source", "deprecatedSource"),
    ];

    public static void ToEventsGroup(JsonObject json)
    {
        foreach (var (core, group) in Renamed) Rename(json, core, group);
    }

    public static void ToCore(JsonObject json)
    {
        foreach (var (core, group) in Renamed) Rename(json, group, core);
    }

    static void Rename(JsonObject json, string from, string to)
    {
        if (!json.TryGetPropertyValue(from, out var value)) return;
        json.Remove(from);
        json[to] = value;
    }
}

/// <summary>Horizontal pod autoscalers in v1 know one metric, the CPU's utilization.</summary>
internal static class AutoscalerVersions
{
    public static void ToV1(JsonObject json)
    {
        if (json.Object("spec") is not { } spec) return;
        var cpu = spec.Objects("metrics").FirstOrDefault(m => m.Text("resource", "name") == "cpu");
        if (cpu.Int("resource", "target", "averageUtilization") is { } percent) spec["targetCPUUtilizationPercentage"] = percent;
        spec.Remove("metrics");
        spec.Remove("behavior");
        json.Object("status")?.Remove("conditions");
        json.Object("status")?.Remove("currentMetrics");
    }

    public static void ToV2(JsonObject json)
    {
        if (json.Object("spec") is not { } spec || spec.Int("targetCPUUtilizationPercentage") is not { } percent) return;
        spec.Remove("targetCPUUtilizationPercentage");
        spec["metrics"] = new JsonArray(new JsonObject
        {
            ["type"] = "Resource",
            ["resource"] = new JsonObject { ["name"] = "cpu", ["target"] = new JsonObject { ["type"] = "Utilization", ["averageUtilization"] = percent } },
        });
    }
}
