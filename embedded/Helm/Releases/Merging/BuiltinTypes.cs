namespace Coder.Infra.Helm.Releases.Merging;

/// <summary>
/// The merge rules of the kinds that Kubernetes itself serves (the struct tags of <c>k8s.io/api</c>). Kinds outside these
/// groups, custom resources above all, have none: they take JSON merge patches.
/// </summary>
static class BuiltinTypes
{
    static readonly HashSet<string> Groups =
    [
        "", "admissionregistration.k8s.io", "apiextensions.k8s.io", "apps", "authentication.k8s.io", "authorization.k8s.io", "autoscaling",
        "batch", "certificates.k8s.io", "coordination.k8s.io", "discovery.k8s.io", "events.k8s.io", "extensions",
        "flowcontrol.apiserver.k8s.io", "internal.apiserver.k8s.io", "networking.k8s.io", "node.k8s.io", "policy",
        "rbac.authorization.k8s.io", "resource.k8s.io", "scheduling.k8s.io", "storage.k8s.io", "storagemigration.k8s.io",
    ];

    static readonly PatchType Metadata = new PatchType().Merges("ownerReferences", "uid").Merges("finalizers", null);

    static readonly PatchType Conditions = new PatchType().Merges("conditions", "type");

    static readonly PatchType Container = new PatchType()
        .Merges("ports", "containerPort").Merges("env", "name").Merges("volumeMounts", "mountPath").Merges("volumeDevices", "devicePath");

    static readonly PatchType PodSpec = new PatchType()
        .Merges("containers", "name", Container)
        .Merges("initContainers", "name", Container)
        .Merges("ephemeralContainers", "name", Container)
        .Merges("volumes", "name", retainKeys: true)
        .Merges("imagePullSecrets", "name")
        .Merges("hostAliases", "ip")
        .Merges("topologySpreadConstraints", "topologyKey")
        .Merges("schedulingGates", "name")
        .Merges("resourceClaims", "name", retainKeys: true);

    static readonly PatchType PodTemplate = new PatchType().Has("metadata", Metadata).Has("spec", PodSpec);

    static readonly PatchType JobSpec = new PatchType().Has("template", PodTemplate);

    static readonly PatchType Webhook = new PatchType().Merges("matchConditions", "name");

    static readonly PatchType AdmissionPolicySpec = new PatchType().Merges("matchConditions", "name").Merges("variables", "name");

    static readonly PatchType Other = Kind(PatchType.Plain);

    static readonly Dictionary<(string Group, string Kind), PatchType> Kinds = new()
    {
        [("", "Pod")] = Kind(PodSpec).Has("status", Conditions),
        [("", "PodTemplate")] = Kind(PatchType.Plain).Has("template", PodTemplate),
        [("", "ReplicationController")] = Templated().Has("status", Conditions),
        [("", "Service")] = Kind(new PatchType().Merges("ports", "port")).Has("status", Conditions),
        [("", "ServiceAccount")] = Kind(PatchType.Plain).Merges("secrets", "name"),
        [("", "PersistentVolumeClaim")] = Kind(PatchType.Plain).Has("status", Conditions),
        [("", "Namespace")] = Kind(PatchType.Plain).Has("status", Conditions),
        [("", "Node")] = Kind(new PatchType().Merges("podCIDRs", null))
            .Has("status", new PatchType().Merges("conditions", "type").Merges("addresses", "type")),
        [("apps", "Deployment")] = Kind(new PatchType().Has("template", PodTemplate).Has("strategy", PatchType.Plain, retainKeys: true))
            .Has("status", Conditions),
        [("apps", "StatefulSet")] = Templated().Has("status", Conditions),
        [("apps", "DaemonSet")] = Templated().Has("status", Conditions),
        [("apps", "ReplicaSet")] = Templated().Has("status", Conditions),
        [("batch", "Job")] = Kind(JobSpec).Has("status", Conditions),
        [("batch", "CronJob")] = Kind(new PatchType().Has("jobTemplate", new PatchType().Has("metadata", Metadata).Has("spec", JobSpec))),
        [("autoscaling", "HorizontalPodAutoscaler")] = Kind(PatchType.Plain).Has("status", Conditions),
        [("policy", "PodDisruptionBudget")] = Kind(new PatchType().Replaces("selector")).Has("status", Conditions),
        [("admissionregistration.k8s.io", "MutatingWebhookConfiguration")] = Kind(PatchType.Plain).Merges("webhooks", "name", Webhook),
        [("admissionregistration.k8s.io", "ValidatingWebhookConfiguration")] = Kind(PatchType.Plain).Merges("webhooks", "name", Webhook),
        [("admissionregistration.k8s.io", "ValidatingAdmissionPolicy")] = Kind(AdmissionPolicySpec),
        [("admissionregistration.k8s.io", "MutatingAdmissionPolicy")] = Kind(AdmissionPolicySpec),
        [("storage.k8s.io", "CSINode")] = Kind(new PatchType().Merges("drivers", "name")),
        [("flowcontrol.apiserver.k8s.io", "FlowSchema")] = Kind(PatchType.Plain).Has("status", Conditions),
        [("flowcontrol.apiserver.k8s.io", "PriorityLevelConfiguration")] = Kind(PatchType.Plain).Has("status", Conditions),
    };

    /// <summary>The rules of a kind; null for kinds that take no strategic merge patch.</summary>
    public static PatchType? Find(string group, string kind)
        => Groups.Contains(group) ? Kinds.GetValueOrDefault((group, kind)) ?? Other : null;

    static PatchType Kind(PatchType spec) => new PatchType().Has("metadata", Metadata).Has("spec", spec);

    static PatchType Templated() => Kind(new PatchType().Has("template", PodTemplate));
}
