namespace Coder.Infra.Helm.Releases.Objects;

/// <summary>The order in which Helm takes a release's objects off, so that nothing is left without what it needs.</summary>
static class KindOrder
{
    static readonly string[] Uninstall =
    [
        "ValidatingWebhookConfiguration", "MutatingWebhookConfiguration", "APIService", "Ingress", "IngressClass", "Service", "CronJob",
        "Job", "StatefulSet", "HorizontalPodAutoscaler", "Deployment", "ReplicaSet", "ReplicationController", "Pod", "DaemonSet",
        "RoleBindingList", "RoleBinding", "RoleList", "Role", "ClusterRoleBindingList", "ClusterRoleBinding", "ClusterRoleList",
        "ClusterRole", "CustomResourceDefinition", "PersistentVolumeClaim", "PersistentVolume", "StorageClass", "ConfigMap",
        "SecretList", "Secret", "ServiceAccount", "PodDisruptionBudget", "PodSecurityPolicy", "LimitRange", "ResourceQuota",
        "NetworkPolicy", "Namespace", "PriorityClass",
    ];

    /// <summary>Sorts for deletion; kinds that Helm does not know come last, by name.</summary>
    public static List<ManifestObject> ForUninstall(IEnumerable<ManifestObject> objects)
        => [.. objects.OrderBy(o => RankOf(o.Kind)).ThenBy(o => RankOf(o.Kind) == Uninstall.Length ? o.Kind : "", StringComparer.Ordinal)];

    static int RankOf(string kind) => Array.IndexOf(Uninstall, kind) is >= 0 and var at ? at : Uninstall.Length;
}
