namespace Coder.Infra.Releases;

/// <summary>The order in which Helm 3 deletes the objects of a release (helm/helm, releaseutil, kind sorter).</summary>
internal static class UninstallOrder
{
    private static readonly string[] Kinds =
    [
        "ValidatingWebhookConfiguration", "MutatingWebhookConfiguration", "APIService", "Ingress", "IngressClass", "Service", "CronJob", "Job",
        "StatefulSet", "HorizontalPodAutoscaler", "Deployment", "ReplicaSet", "ReplicationController", "Pod", "DaemonSet", "RoleBinding", "Role",
        "ClusterRoleBinding", "ClusterRole", "CustomResourceDefinition", "PersistentVolumeClaim", "PersistentVolume", "StorageClass", "ConfigMap",
        "Secret", "ServiceAccount", "PodDisruptionBudget", "PodSecurityPolicy", "LimitRange", "ResourceQuota", "NetworkPolicy", "Namespace",
        "PriorityClass",
    ];

    /// <summary>Lower ones are deleted first; kinds that Helm does not know come last.</summary>
    public static int Of(string? kind) => Array.IndexOf(Kinds, kind) is >= 0 and var place ? place : Kinds.Length;

    /// <summary>Lower ones are created first; kinds that Helm does not know come last.</summary>
    public static int Reversed(string? kind) => Array.IndexOf(Kinds, kind) is >= 0 and var place ? Kinds.Length - place : int.MaxValue;
}
