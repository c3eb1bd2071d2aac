using System.Text.Json.Nodes;

namespace Coder.Infra.Providers.Kubernetes.Objects;

/// <summary>
/// The fields that the API server lets nobody change, by kind: a change makes a new object. ConfigMap and Secret are among
/// them so that what mounts them is rolled out; two provider settings make them mutable. What is missing here, the server
/// says at preview (<c>field is immutable</c>).
/// </summary>
internal static class ReplaceRules
{
    private static readonly string[] Identity = ["metadata.name", "metadata.namespace"];

    private static readonly Dictionary<string, string[]> Immutable = new(StringComparer.Ordinal)
    {
        ["/ConfigMap"] = ["binaryData", "data"],
        ["/PersistentVolumeClaim"] = ["spec.accessModes", "spec.selector", "spec.storageClassName", "spec.volumeMode", "spec.volumeName"],
        ["/Pod"] =
        [
            "spec.affinity", "spec.containers[*].args", "spec.containers[*].command", "spec.containers[*].env", "spec.containers[*].envFrom",
            "spec.containers[*].livenessProbe", "spec.containers[*].name", "spec.containers[*].ports", "spec.containers[*].readinessProbe",
            "spec.containers[*].resources", "spec.containers[*].securityContext", "spec.containers[*].volumeMounts", "spec.hostNetwork",
            "spec.nodeName", "spec.nodeSelector", "spec.restartPolicy", "spec.securityContext", "spec.serviceAccount", "spec.serviceAccountName", "spec.volumes",
        ],
        ["/ResourceQuota"] = ["spec.scopes"],
        ["/Secret"] = ["data", "stringData", "type"],
        ["/Service"] = ["spec.clusterIP", "spec.type"],
        ["apps/DaemonSet"] = ["spec.selector"],
        ["apps/Deployment"] = ["spec.selector"],
        ["apps/ReplicaSet"] = ["spec.selector"],
        ["apps/StatefulSet"] = ["spec.podManagementPolicy", "spec.selector", "spec.serviceName", "spec.volumeClaimTemplates"],
        ["batch/Job"] = ["spec.completionMode", "spec.completions", "spec.selector", "spec.template"],
        ["rbac.authorization.k8s.io/ClusterRoleBinding"] = ["roleRef"],
        ["rbac.authorization.k8s.io/RoleBinding"] = ["roleRef"],
        ["scheduling.k8s.io/PriorityClass"] = ["preemptionPolicy", "value"],
        ["storage.k8s.io/StorageClass"] = ["parameters", "provisioner", "reclaimPolicy", "volumeBindingMode"],
    };

    /// <summary>The properties of a kind whose change asks for a new object.</summary>
    public static IEnumerable<string> For(JsonObject inputs, bool isPatch, ProviderSettings settings)
    {
        var (version, kind) = (inputs.ApiVersion() ?? "", inputs.Kind() ?? "");
        var group = version.Contains('/') ? version[..version.IndexOf('/')] : "";
        // A patch changes what another made; only a patch of another object is another patch.
        if (isPatch || group.Length == 0 && (kind == "ConfigMap" && settings.ConfigMapsAreMutable || kind == "Secret" && settings.SecretsAreMutable))
            return Identity;
        return Identity.Concat(Immutable.GetValueOrDefault($"{group}/{kind}", []));
    }
}
