namespace Coder.Infra.Helm.Rendering;

/// <summary>The order in which Helm 3 installs kinds. Kinds that it does not list come last, by name: also webhook configurations, which only Helm 4 lists.</summary>
public static class InstallOrder
{
    private static readonly string[] Kinds =
    [
        "PriorityClass", "Namespace", "NetworkPolicy", "ResourceQuota", "LimitRange", "PodSecurityPolicy", "PodDisruptionBudget",
        "ServiceAccount", "Secret", "SecretList", "ConfigMap", "StorageClass", "PersistentVolume", "PersistentVolumeClaim",
        "CustomResourceDefinition", "ClusterRole", "ClusterRoleList", "ClusterRoleBinding", "ClusterRoleBindingList", "Role", "RoleList",
        "RoleBinding", "RoleBindingList", "Service", "DaemonSet", "Pod", "ReplicationController", "ReplicaSet", "Deployment",
        "HorizontalPodAutoscaler", "StatefulSet", "Job", "CronJob", "IngressClass", "Ingress", "APIService",
    ];

    /// <summary>Sorts by kind; what is of one kind stays in its order.</summary>
    public static List<T> Sort<T>(IEnumerable<T> items, Func<T, string> kind) =>
        items.OrderBy(item => Rank(kind(item))).ThenBy(item => Rank(kind(item)) == Kinds.Length ? kind(item) : "", StringComparer.Ordinal).ToList();

    private static int Rank(string kind)
    {
        int rank = Array.IndexOf(Kinds, kind);
        return rank < 0 ? Kinds.Length : rank;
    }
}
