using System.Globalization;
using Coder.Infra.Helm.Rendering;
using Coder.Infra.Helm.Yaml;

namespace Coder.Infra.Helm.Releases.Objects;

/// <summary>The order in which Helm 3 deletes the objects of a release.</summary>
static class KindOrder
{
    static readonly string[] Uninstall =
    [
        "APIService", "Ingress", "IngressClass", "Service", "CronJob",
        "Job", "StatefulSet", "HorizontalPodAutoscaler", "Deployment", "ReplicaSet", "ReplicationController", "Pod", "DaemonSet",
        "RoleBindingList", "RoleBinding", "RoleList", "Role", "ClusterRoleBindingList", "ClusterRoleBinding", "ClusterRoleList",
        "ClusterRole", "CustomResourceDefinition", "PersistentVolumeClaim", "PersistentVolume", "StorageClass", "ConfigMap",
        "SecretList", "Secret", "ServiceAccount", "PodDisruptionBudget", "PodSecurityPolicy", "LimitRange", "ResourceQuota",
        "NetworkPolicy", "Namespace", "PriorityClass",
    ];

    /// <summary>
    /// A manifest's documents in the order of deletion. Helm numbers them and sorts the numbers as text (0, 1, 10, 2), then by kind;
    /// kinds that it does not list come last, by name. A document of kind List is such a kind, whatever is in it.
    /// </summary>
    public static string ForUninstall(string manifest) => string.Join("\n---\n", ManifestText.Split(manifest)
        .Select((text, i) => (Text: text, Key: i.ToString(CultureInfo.InvariantCulture), Kind: KindOf(text)))
        .OrderBy(d => d.Key, StringComparer.Ordinal).OrderBy(d => RankOf(d.Kind)).ThenBy(d => RankOf(d.Kind) == Uninstall.Length ? d.Kind : "", StringComparer.Ordinal)
        .Select(d => d.Text));

    static string KindOf(string document)
    {
        try
        {
            return ManifestHead.Parse(document).Kind;
        }
        catch (YamlException e)
        {
            throw new HelmException($"corrupted release record; delete its objects by hand: {e.Message}", e);
        }
    }

    static int RankOf(string kind) => Array.IndexOf(Uninstall, kind) is >= 0 and var at ? at : Uninstall.Length;
}
