using System.Text.Json.Nodes;
using Coder.Infra.Sandbox.Kubernetes.Resources;

namespace Coder.Infra.Sandbox.Kubernetes.Defaults;

/// <summary>Fills in what the API server fills in before it validates.</summary>
internal static partial class Defaulting
{
    public static void Apply(ResourceType type, JsonObject json)
    {
        switch (type.StorageName)
        {
            case "namespaces": Namespace(json); break;
            case "secrets": Secret(json); break;
            case "services": Service(json); break;
            case "pods": PodSpec(json.Ensure("spec")); break;
            case "podtemplates": Template(json.Ensure("template")); break;
            case "replicationcontrollers": ReplicationController(json); break;
            case "deployments.apps": Deployment(json.Ensure("spec")); break;
            case "replicasets.apps": ReplicaSet(json.Ensure("spec")); break;
            case "statefulsets.apps": StatefulSet(json.Ensure("spec")); break;
            case "daemonsets.apps": DaemonSet(json.Ensure("spec")); break;
            case "jobs.batch": JobSpec(json.Ensure("spec")); break;
            case "cronjobs.batch": CronJob(json.Ensure("spec")); break;
            case "persistentvolumeclaims": Claim(json); break;
            case "persistentvolumes": Volume(json); break;
            case "networkpolicies.networking.k8s.io": NetworkPolicy(json.Ensure("spec")); break;
            case "rolebindings.rbac.authorization.k8s.io" or "clusterrolebindings.rbac.authorization.k8s.io": Binding(json); break;
            case "horizontalpodautoscalers.autoscaling": Autoscaler(json.Ensure("spec")); break;
            case "storageclasses.storage.k8s.io": StorageClass(json); break;
            case "customresourcedefinitions.apiextensions.k8s.io": CustomResourceDefinition(json.Ensure("spec")); break;
            case "priorityclasses.scheduling.k8s.io": json.Default("preemptionPolicy", "PreemptLowerPriority"); break;
            default:
                if (type.IsCustom) Custom(json, type.Schema);
                break;
        }
    }

    static void Namespace(JsonObject json)
    {
        var name = json.Text("metadata", "name") ?? json.Text("metadata", "generateName");
        if (name is not null && json.Text("metadata", "name") is not null) json.Ensure("metadata", "labels")["kubernetes.io/metadata.name"] = name;
    }

    static void Secret(JsonObject json)
    {
        if (json.Object("stringData") is { } texts)
        {
            var data = json.Ensure("data");
            foreach (var (key, value) in texts) data[key] = System.Convert.ToBase64String(System.Text.Encoding.UTF8.GetBytes(value.Text() ?? ""));
            json.Remove("stringData");
        }
        json.Default("type", "Opaque");
    }

    static void Service(JsonObject json)
    {
        var spec = json.Ensure("spec");
        foreach (var ingress in json.Objects("status", "loadBalancer", "ingress"))
            if (ingress.ContainsKey("ip")) ingress.Default("ipMode", "VIP");
        spec.Default("type", "ClusterIP");
        spec.Default("sessionAffinity", "None");
        var type = spec.Text("type");
        if (spec.Text("sessionAffinity") == "ClientIP") spec.Ensure("sessionAffinityConfig", "clientIP").Default("timeoutSeconds", 10_800);
        if (type is "NodePort" or "LoadBalancer") spec.Default("externalTrafficPolicy", "Cluster");
        if (type is not "ExternalName") spec.Default("internalTrafficPolicy", "Cluster");
        if (type is "LoadBalancer") spec.Default("allocateLoadBalancerNodePorts", true);
        foreach (var port in spec.Objects("ports"))
        {
            port.Default("protocol", "TCP");
            if (port["targetPort"] is null || port.Text("targetPort") == "" || port.Long("targetPort") == 0) port["targetPort"] = port["port"]?.DeepClone();
        }
    }

    static void Claim(JsonObject json)
    {
        json.Ensure("spec").Default("volumeMode", "Filesystem");
        json.Ensure("status").Default("phase", "Pending");
    }

    static void Volume(JsonObject json)
    {
        json.Ensure("spec").Default("persistentVolumeReclaimPolicy", "Retain");
        json.Ensure("spec").Default("volumeMode", "Filesystem");
        json.Ensure("status").Default("phase", "Pending");
    }

    static void NetworkPolicy(JsonObject spec)
    {
        if (!spec.ContainsKey("policyTypes")) spec["policyTypes"] = spec.ContainsKey("egress") ? new JsonArray("Ingress", "Egress") : new JsonArray("Ingress");
        foreach (var port in spec.Objects("ingress").Concat(spec.Objects("egress")).SelectMany(r => r.Objects("ports"))) port.Default("protocol", "TCP");
    }

    static void Binding(JsonObject json)
    {
        json.Ensure("roleRef").Default("apiGroup", "rbac.authorization.k8s.io");
        foreach (var subject in json.Objects("subjects"))
            if (subject.Text("kind") is "User" or "Group") subject.Default("apiGroup", "rbac.authorization.k8s.io");
    }

    static void Autoscaler(JsonObject spec)
    {
        spec.Default("minReplicas", 1);
        if (!spec.ContainsKey("metrics"))
            spec["metrics"] = new JsonArray(new JsonObject
            {
                ["type"] = "Resource",
                ["resource"] = new JsonObject { ["name"] = "cpu", ["target"] = new JsonObject { ["type"] = "Utilization", ["averageUtilization"] = 80 } },
            });
    }

    static void StorageClass(JsonObject json)
    {
        json.Default("reclaimPolicy", "Delete");
        json.Default("volumeBindingMode", "Immediate");
    }

    static void CustomResourceDefinition(JsonObject spec)
    {
        var names = spec.Ensure("names");
        if (names.Text("kind") is { } kind)
        {
            names.Default("singular", kind.ToLowerInvariant());
            names.Default("listKind", kind + "List");
        }
        spec.Ensure("conversion").Default("strategy", "None");
    }

    /// <summary>Defaults of a custom resource's schema, where an object is there to take them.</summary>
    static void Custom(JsonNode? value, Schema.TypeSchema schema)
    {
        if (value is JsonArray list && schema.Element is { } element)
        {
            foreach (var item in list) Custom(item, element);
            return;
        }
        if (value is not JsonObject json) return;
        foreach (var (name, field) in schema.Fields)
        {
            if (field.DefaultValue is not null && !json.ContainsKey(name)) json[name] = field.DefaultValue.DeepClone();
            if (json[name] is { } child) Custom(child, field);
        }
        if (schema.Element is { } entry)
            foreach (var (name, child) in json)
                if (!schema.Fields.ContainsKey(name)) Custom(child, entry);
    }
}
