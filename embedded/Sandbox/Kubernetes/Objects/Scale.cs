using System.Text.Json.Nodes;
using Coder.Infra.Sandbox.Kubernetes.Handlers;
using Coder.Infra.Sandbox.Kubernetes.Resources;
using Coder.Infra.Sandbox.Kubernetes.Selectors;

namespace Coder.Infra.Sandbox.Kubernetes.Objects;

/// <summary>The <c>autoscaling/v1 Scale</c> view of a workload.</summary>
internal static class Scale
{
    public static ResourceType Type(ResourceType of) => new()
    {
        Group = "autoscaling",
        Version = "v1",
        Plural = of.Plural,
        Singular = "scale",
        Kind = "Scale",
        Namespaced = of.Namespaced,
        Verbs = [],
    };

    public static JsonObject Of(ResourceType type, JsonObject json)
    {
        var metadata = new JsonObject();
        foreach (var field in (string[])["name", "namespace", "uid", "resourceVersion", "creationTimestamp"])
            metadata[field] = json.At("metadata", field)?.DeepClone();
        var spec = new JsonObject();
        if (json.Long("spec", "replicas") is { } replicas and not 0) spec["replicas"] = replicas;
        var status = new JsonObject { ["replicas"] = json.Long("status", "replicas") ?? 0 };
        var selector = type.Plural == "replicationcontrollers"
            ? LabelSelector.OfMap(json.TextMap("spec", "selector"))
            : LabelSelector.OfObject(json.Object("spec", "selector"));
        if (!selector.IsEmpty) status["selector"] = selector.ToString();
        return new JsonObject { ["kind"] = "Scale", ["apiVersion"] = "autoscaling/v1", ["metadata"] = metadata, ["spec"] = spec, ["status"] = status };
    }

    public static JsonObject Set(JsonObject live, JsonObject scale)
    {
        live.Ensure("spec")["replicas"] = scale.Long("spec", "replicas") ?? 0;
        return live;
    }
}
