using System.Text.Json.Nodes;
using Coder.Infra.Sandbox.Kubernetes.Objects;
using Coder.Infra.Sandbox.Kubernetes.Resources;

namespace Coder.Infra.Sandbox.Kubernetes.Tables;

/// <summary>The columns of each kind, as the API server's printers have them.</summary>
internal static partial class Columns
{
    const string NameText = "Name must be unique within a namespace. Is required when creating resources, although some resources may allow a client to request the generation of an appropriate name automatically. Name is primarily intended for creation idempotence and configuration definition. Cannot be updated. More info: https://kubernetes.io/docs/concepts/overview/working-with-objects/names#names";
    const string AgeText = "CreationTimestamp is a timestamp representing the server time when this object was created. It is not guaranteed to be set in happens-before order across separate operations. Clients may not set this value. It is represented in RFC3339 form and is in UTC.\n\nPopulated by the system. Read-only. Null for lists. More info: https://git.k8s.io/community/contributors/devel/sig-architecture/api-conventions.md#metadata";
    const string ConfigMapDataText = "Data contains the configuration data. Each key must consist of alphanumeric characters, '-', '_' or '.'. Values with non-UTF-8 byte sequences must use the BinaryData field. The keys stored in Data must not overlap with the keys in the BinaryData field, this is enforced during validation process.";

    static readonly Column Name = new("Name", "string", "name", NameText, 0, (o, _) => o.Text("metadata", "name"));
    static readonly Column Age = new("Age", "string", "", AgeText, 0, (o, now) => Ages.Since(o.Text("metadata", "creationTimestamp"), now));
    static readonly Column CreatedAt = new("Created At", "date", "", AgeText, 0, (o, _) => o.Text("metadata", "creationTimestamp"));

    public static IReadOnlyList<Column> Of(ResourceType type)
    {
        if (!type.IsCustom) return Known.GetValueOrDefault(type.StorageName) is { } columns && type.StorageVersion is null ? [.. columns.Select(c => Described(type, c))] : [Name, Age];
        return type.Columns.Count == 0 ? [Name, Age] : [Name, .. type.Columns.Select(CustomColumns.Of)];
    }

    /// <summary>What the printers themselves say of a column; columns that repeat a field's documentation are left without.</summary>
    static readonly Dictionary<string, string> Descriptions = new()
    {
        ["Containers"] = "Names of each container in the template.",
        ["Images"] = "Images referenced by each container in the template.",
        ["Users"] = "Users in the roleBinding",
        ["Groups"] = "Groups in the roleBinding",
        ["ServiceAccounts"] = "ServiceAccounts in the roleBinding",
        ["Webhooks"] = "Webhooks indicates the number of webhooks registered in this configuration",
        ["clusterrolebindings.rbac.authorization.k8s.io Users"] = "Users in the clusterRoleBinding",
        ["clusterrolebindings.rbac.authorization.k8s.io Groups"] = "Groups in the clusterRoleBinding",
        ["clusterrolebindings.rbac.authorization.k8s.io ServiceAccounts"] = "ServiceAccounts in the clusterRoleBinding",
        ["jobs.batch Status"] = "Status of the job.",
        ["jobs.batch Duration"] = "Time required to complete the job.",
        ["ingresses.networking.k8s.io Class"] = "The name of the IngressClass resource that should be used for additional configuration",
        ["resourcequotas Request"] = "Request represents a minimum amount of cpu/memory that a container may consume.",
        ["resourcequotas Limit"] = "Limits control the maximum amount of cpu/memory that a container may use independent of contention on the node.",
        ["pods Ready"] = "The aggregate readiness state of this pod for accepting traffic.",
        ["pods Status"] = "The aggregate status of the containers in this pod.",
        ["deployments.apps Ready"] = "Number of the pod with ready state",
        ["statefulsets.apps Ready"] = "Number of the pod with ready state",
        ["namespaces Status"] = "The status of the namespace",
        ["nodes Status"] = "The status of the node",
        ["nodes Roles"] = "The roles of the node",
        ["ingresses.networking.k8s.io Hosts"] = "Hosts that incoming requests are matched against before the ingress rule",
        ["ingresses.networking.k8s.io Address"] = "Address is a list containing ingress points for the load-balancer",
        ["ingresses.networking.k8s.io Ports"] = "Ports of TLS configurations that open",
        ["persistentvolumeclaims StorageClass"] = "StorageClass of the pvc",
        ["persistentvolumes StorageClass"] = "StorageClass of the pv",
        ["controllerrevisions.apps Controller"] = "Controller of the object",
        ["poddisruptionbudgets.policy Min Available"] = "The minimum number of pods that must be available.",
        ["poddisruptionbudgets.policy Max Unavailable"] = "The maximum number of pods that may be unavailable.",
        ["poddisruptionbudgets.policy Allowed Disruptions"] = "Calculated number of pods that may be disrupted at this time.",
    };

    static Column Described(ResourceType type, Column column) => column.Description.Length > 0 ? column
        : column with { Description = Descriptions.GetValueOrDefault($"{type.StorageName} {column.Name}") ?? Descriptions.GetValueOrDefault(column.Name) ?? "" };

    static readonly Dictionary<string, IReadOnlyList<Column>> Known = new()
    {
        ["pods"] = [Name, Text("Ready", PodTexts.Ready), Text("Status", PodTexts.Status), Text("Restarts", PodTexts.Restarts), Age, Text("IP", o => o.Text("status", "podIP") ?? "<none>", 1), Text("Node", o => o.Text("spec", "nodeName") ?? "<none>", 1), Text("Nominated Node", _ => "<none>", 1), Text("Readiness Gates", _ => "<none>", 1)],
        ["deployments.apps"] = [Name, Text("Ready", o => Share(o, "readyReplicas")), Count("Up-to-date", "updatedReplicas", "string"), Count("Available", "availableReplicas", "string"), Age, Containers, Images, SelectorColumn],
        ["replicasets.apps"] = [Name, Wanted, Count("Current", "replicas"), Count("Ready", "readyReplicas"), Age, Containers, Images, SelectorColumn],
        ["replicationcontrollers"] = [Name, Wanted, Count("Current", "replicas"), Count("Ready", "readyReplicas"), Age, Containers, Images, MapSelector],
        ["statefulsets.apps"] = [Name, Text("Ready", o => Share(o, "readyReplicas")), Age, Containers, Images],
        ["daemonsets.apps"] = [Name, Count("Desired", "desiredNumberScheduled"), Count("Current", "currentNumberScheduled"), Count("Ready", "numberReady"), Count("Up-to-date", "updatedNumberScheduled"), Count("Available", "numberAvailable"),
            Text("Node Selector", o => Map(o.TextMap("spec", "template", "spec", "nodeSelector"))), Age, Containers, Images, SelectorColumn],
        ["jobs.batch"] = [Name, Text("Status", JobTexts.Status), Text("Completions", JobTexts.Completions), new Column("Duration", "string", "", "", 0, JobTexts.Duration), Age, Containers, Images, SelectorColumn],
        ["cronjobs.batch"] = [Name, Text("Schedule", o => o.Text("spec", "schedule")), Text("Timezone", o => o.Text("spec", "timeZone") ?? "<none>"), Text("Suspend", o => o.Bool("spec", "suspend") == true ? "True" : "False", type: "boolean"),
            Number("Active", o => o.Array("status", "active")?.Count ?? 0), new Column("Last Schedule", "string", "", "", 0, (o, now) => o.Text("status", "lastScheduleTime") is { } t ? Ages.Since(t, now) : "<none>"), Age, CronContainers, CronImages],
        ["services"] = [Name, Text("Type", o => o.Text("spec", "type")), Text("Cluster-IP", o => o.Text("spec", "clusterIP") ?? "<none>"), Text("External-IP", ServiceTexts.ExternalIp), Text("Port(s)", ServiceTexts.Ports), Age, Text("Selector", o => Map(o.TextMap("spec", "selector")), 1)],
        ["endpoints"] = [Name, Text("Endpoints", ServiceTexts.Endpoints), Age],
        ["endpointslices.discovery.k8s.io"] = [Name, Text("AddressType", o => o.Text("addressType")), Text("Ports", o => List(o.Objects("ports").Select(p => p["port"].ToText()))), Text("Endpoints", o => List(o.Objects("endpoints").SelectMany(e => e.Texts("addresses")))), Age],
        ["ingresses.networking.k8s.io"] = [Name, Text("Class", o => o.Text("spec", "ingressClassName") ?? "<none>"), Text("Hosts", ServiceTexts.Hosts), Text("Address", ServiceTexts.Addresses), Text("Ports", o => o.Objects("spec", "tls").Any() ? "80, 443" : "80"), Age],
        ["ingressclasses.networking.k8s.io"] = [Name, Text("Controller", o => o.Text("spec", "controller")), Text("Parameters", _ => "<none>"), Age],
        ["networkpolicies.networking.k8s.io"] = [Name, Text("Pod-Selector", o => SelectorText(o.Object("spec", "podSelector"))), Age],
        ["configmaps"] = [Name, Number("Data", o => (o.Object("data")?.Count ?? 0) + (o.Object("binaryData")?.Count ?? 0), "string", ConfigMapDataText), Age],
        ["secrets"] = [Name, Text("Type", o => o.Text("type")), Number("Data", o => o.Object("data")?.Count ?? 0, "string"), Age],
        ["serviceaccounts"] = [Name, Number("Secrets", o => o.Array("secrets")?.Count ?? 0, "string"), Age],
        ["namespaces"] = [Name, Text("Status", o => o.Text("status", "phase")), Age],
        ["nodes"] = [Name, Text("Status", o => ObjectFacts.IsTrue(o, "Ready") ? o.Bool("spec", "unschedulable") == true ? "Ready,SchedulingDisabled" : "Ready" : "NotReady"),
            Text("Roles", o => List(o.TextMap("metadata", "labels").Keys.Where(k => k.StartsWith("node-role.kubernetes.io/")).Select(k => k[24..]))), Age, Text("Version", o => o.Text("status", "nodeInfo", "kubeletVersion")),
            Text("Internal-IP", o => o.Objects("status", "addresses").FirstOrDefault(a => a.Text("type") == "InternalIP").Text("address") ?? "<none>", 1), Text("External-IP", _ => "<none>", 1), Text("OS-Image", o => o.Text("status", "nodeInfo", "osImage"), 1),
            Text("Kernel-Version", o => o.Text("status", "nodeInfo", "kernelVersion"), 1), Text("Container-Runtime", o => o.Text("status", "nodeInfo", "containerRuntimeVersion"), 1)],
        ["events"] = EventColumns,
        ["persistentvolumeclaims"] = [Name, Text("Status", o => o.Text("status", "phase")), Text("Volume", o => o.Text("spec", "volumeName") ?? ""), Text("Capacity", o => o.Text("status", "capacity", "storage") ?? ""), Text("Access Modes", o => Modes(o.Texts("status", "accessModes"))),
            Text("StorageClass", o => o.Text("spec", "storageClassName") ?? ""), Text("VolumeAttributesClass", o => o.Text("spec", "volumeAttributesClassName") ?? "<unset>"), Age, Text("VolumeMode", o => o.Text("spec", "volumeMode"), 1)],
        ["persistentvolumes"] = [Name, Text("Capacity", o => o.Text("spec", "capacity", "storage") ?? ""), Text("Access Modes", o => Modes(o.Texts("spec", "accessModes"))), Text("Reclaim Policy", o => o.Text("spec", "persistentVolumeReclaimPolicy")), Text("Status", o => o.Text("status", "phase")),
            Text("Claim", o => o.Object("spec", "claimRef") is { } c ? $"{c.Text("namespace")}/{c.Text("name")}" : ""), Text("StorageClass", o => o.Text("spec", "storageClassName") ?? ""), Text("VolumeAttributesClass", o => o.Text("spec", "volumeAttributesClassName") ?? "<unset>"), Text("Reason", o => o.Text("status", "reason") ?? ""), Age, Text("VolumeMode", o => o.Text("spec", "volumeMode"), 1)],
        ["roles.rbac.authorization.k8s.io"] = [Name, CreatedAt],
        ["clusterroles.rbac.authorization.k8s.io"] = [Name, CreatedAt],
        ["rolebindings.rbac.authorization.k8s.io"] = BindingColumns,
        ["clusterrolebindings.rbac.authorization.k8s.io"] = BindingColumns,
        ["storageclasses.storage.k8s.io"] = [Text("Name", o => o.Text("metadata", "annotations", "storageclass.kubernetes.io/is-default-class") == "true" ? o.Text("metadata", "name") + " (default)" : o.Text("metadata", "name")), Text("Provisioner", o => o.Text("provisioner")),
            Text("ReclaimPolicy", o => o.Text("reclaimPolicy")), Text("VolumeBindingMode", o => o.Text("volumeBindingMode")), Text("AllowVolumeExpansion", o => o.Bool("allowVolumeExpansion") == true ? "true" : "false"), Age],
        ["poddisruptionbudgets.policy"] = [Name, Text("Min Available", o => Any(o.At("spec", "minAvailable"))), Text("Max Unavailable", o => Any(o.At("spec", "maxUnavailable"))), Number("Allowed Disruptions", o => o.Int("status", "disruptionsAllowed") ?? 0), Age],
        ["horizontalpodautoscalers.autoscaling"] = [Name, Text("Reference", o => $"{o.Text("spec", "scaleTargetRef", "kind")}/{o.Text("spec", "scaleTargetRef", "name")}"), Text("Targets", AutoscalerTargets), Text("MinPods", o => Any(o.At("spec", "minReplicas"))), Number("MaxPods", o => o.Int("spec", "maxReplicas") ?? 0, "string"), Count("Replicas", "currentReplicas", "string"), Age],
        ["leases.coordination.k8s.io"] = [Name, Text("Holder", o => o.Text("spec", "holderIdentity") ?? ""), Age],
        ["customresourcedefinitions.apiextensions.k8s.io"] = [Name, CreatedAt],
        ["limitranges"] = [Name, CreatedAt],
        ["mutatingwebhookconfigurations.admissionregistration.k8s.io"] = [Name, Webhooks, Age],
        ["validatingwebhookconfigurations.admissionregistration.k8s.io"] = [Name, Webhooks, Age],
        ["resourcequotas"] = [Name, Text("Request", o => Quota(o, requests: true)), Text("Limit", o => Quota(o, requests: false)), Age],
        ["priorityclasses.scheduling.k8s.io"] = [Name, Number("Value", o => o.Int("value") ?? 0), Number("Global-Default", o => o.Bool("globalDefault") == true, "boolean"), Age, Text("PreemptionPolicy", o => o.Text("preemptionPolicy"))],
        ["controllerrevisions.apps"] = [Name, Text("Controller", o => ObjectFacts.ControllerOf(o) is { } c ? $"{c.Text("kind")!.ToLowerInvariant()}.{c.Text("apiVersion")!.Split('/')[0]}/{c.Text("name")}" : "<none>"), Number("Revision", o => o.Int("revision") ?? 0, "string"), Age],
    };
}
