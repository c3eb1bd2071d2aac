using System.Globalization;
using Coder.Infra.Helm.Charts;

namespace Coder.Infra.Helm.Cli;

/// <summary>API versions that Kubernetes gave up, as its own types tell it (<c>zz_generated.prerelease-lifecycle.go</c> of k8s.io/api).</summary>
internal static class DeprecatedApis
{
    /// <summary>Kinds of a version: since when (1.x) deprecated, since when gone, what to use.</summary>
    private sealed record Api(string Version, int Deprecated, int Removed, string Instead, params string[] Kinds);

    private static readonly Api[] Known =
    [
        new("extensions/v1beta1", 8, 16, "apps/v1", "DaemonSet", "Deployment", "ReplicaSet"),
        new("extensions/v1beta1", 9, 16, "networking.k8s.io/v1", "NetworkPolicy"),
        new("extensions/v1beta1", 14, 22, "networking.k8s.io/v1", "Ingress"),
        new("apps/v1beta1", 8, 16, "apps/v1", "Deployment", "StatefulSet", "ControllerRevision"),
        new("apps/v1beta2", 9, 16, "apps/v1", "DaemonSet", "Deployment", "ReplicaSet", "StatefulSet", "ControllerRevision"),
        new("networking.k8s.io/v1beta1", 19, 22, "networking.k8s.io/v1", "Ingress", "IngressClass"),
        new("policy/v1beta1", 21, 25, "policy/v1", "PodDisruptionBudget"),
        new("batch/v1beta1", 21, 25, "batch/v1", "CronJob"),
        new("autoscaling/v2beta1", 22, 25, "autoscaling/v2", "HorizontalPodAutoscaler"),
        new("autoscaling/v2beta2", 23, 26, "autoscaling/v2", "HorizontalPodAutoscaler"),
        new("rbac.authorization.k8s.io/v1beta1", 17, 22, "rbac.authorization.k8s.io/v1", "ClusterRole", "ClusterRoleBinding", "Role", "RoleBinding"),
        new("rbac.authorization.k8s.io/v1alpha1", 17, 20, "rbac.authorization.k8s.io/v1", "ClusterRole", "ClusterRoleBinding", "Role", "RoleBinding"),
        new("admissionregistration.k8s.io/v1beta1", 16, 22, "admissionregistration.k8s.io/v1", "MutatingWebhookConfiguration", "ValidatingWebhookConfiguration"),
        new("scheduling.k8s.io/v1beta1", 14, 22, "scheduling.k8s.io/v1", "PriorityClass"),
        new("storage.k8s.io/v1beta1", 19, 22, "storage.k8s.io/v1", "CSIDriver", "CSINode", "StorageClass", "VolumeAttachment"),
        new("storage.k8s.io/v1beta1", 24, 27, "storage.k8s.io/v1", "CSIStorageCapacity"),
        new("coordination.k8s.io/v1beta1", 19, 22, "coordination.k8s.io/v1", "Lease"),
        new("discovery.k8s.io/v1beta1", 21, 25, "discovery.k8s.io/v1", "EndpointSlice"),
        new("events.k8s.io/v1beta1", 22, 25, "events.k8s.io/v1", "Event"),
        new("flowcontrol.apiserver.k8s.io/v1beta1", 23, 26, "flowcontrol.apiserver.k8s.io/v1", "FlowSchema", "PriorityLevelConfiguration"),
        new("flowcontrol.apiserver.k8s.io/v1beta2", 26, 29, "flowcontrol.apiserver.k8s.io/v1", "FlowSchema", "PriorityLevelConfiguration"),
        new("flowcontrol.apiserver.k8s.io/v1beta3", 29, 32, "flowcontrol.apiserver.k8s.io/v1", "FlowSchema", "PriorityLevelConfiguration"),
    ];

    /// <summary>Kubernetes' own warning about a kind that is deprecated in a version of Kubernetes; otherwise null.</summary>
    public static string? Warning(string apiVersion, string kind, KubeVersion kubernetes)
    {
        if (!int.TryParse(kubernetes.Minor.TrimEnd('+'), NumberStyles.None, CultureInfo.InvariantCulture, out int minor))
            return null;
        var api = Array.Find(Known, a => a.Version == apiVersion && a.Kinds.Contains(kind));
        return api is null || minor < api.Deprecated ? null
            : $"{apiVersion} {kind} is deprecated in v1.{api.Deprecated}+, unavailable in v1.{api.Removed}+; use {api.Instead} {kind}";
    }
}
