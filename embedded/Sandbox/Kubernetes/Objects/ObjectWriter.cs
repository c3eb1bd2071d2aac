using System.Globalization;
using System.Text.Json.Nodes;
using Coder.Infra.Sandbox.Kubernetes.Errors;
using Coder.Infra.Sandbox.Kubernetes.Resources;
using Coder.Infra.Sandbox.Kubernetes.Serving;
using Coder.Infra.Sandbox.Kubernetes.Storage;

namespace Coder.Infra.Sandbox.Kubernetes.Objects;

/// <summary>
/// The one way in which objects change, for clients and controllers alike: admission, defaults, validation, field
/// ownership, storage. Each method takes the store's gate for its whole work.
/// </summary>
internal sealed partial class ObjectWriter(ObjectStore store, ResourceRegistry resources, TimeProvider time)
{
    readonly Allocations _allocations = new(store);

    public ObjectStore Store { get; } = store;

    public ResourceRegistry Resources { get; } = resources;

    public TimeProvider Time { get; } = time;

    /// <summary>The present as metadata has it: whole seconds, UTC.</summary>
    public string Now => Timestamp(Time.GetUtcNow());

    public static string Timestamp(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);

    public static ObjectKey Key(ResourceType type, string? @namespace, string name) => new(type.StorageName, @namespace ?? "", name);

    /// <exception cref="ApiException">404.</exception>
    public StoredObject Get(ResourceType type, string? @namespace, string name) =>
        Store.Get(Key(type, @namespace, name)) ?? throw ApiErrors.NotFound(type, name);

    public ResourceType BuiltIn(string apiVersion, string kind) =>
        Resources.FindKind(apiVersion, kind) ?? throw new InvalidOperationException($"{apiVersion} {kind} is not served.");

    static bool IsBeingDeleted(JsonNode json) => json.Text("metadata", "deletionTimestamp") is not null;

    static readonly HashSet<string> WithGeneration =
    [
        "deployments.apps", "replicasets.apps", "statefulsets.apps", "daemonsets.apps", "replicationcontrollers", "pods",
        "jobs.batch", "cronjobs.batch", "ingresses.networking.k8s.io", "ingressclasses.networking.k8s.io",
        "networkpolicies.networking.k8s.io", "poddisruptionbudgets.policy", "customresourcedefinitions.apiextensions.k8s.io",
        "endpointslices.discovery.k8s.io", "mutatingwebhookconfigurations.admissionregistration.k8s.io",
        "validatingwebhookconfigurations.admissionregistration.k8s.io", "flowschemas.flowcontrol.apiserver.k8s.io",
        "prioritylevelconfigurations.flowcontrol.apiserver.k8s.io", "priorityclasses.scheduling.k8s.io",
    ];

    static bool HasGeneration(ResourceType type) => type.IsCustom || WithGeneration.Contains(type.StorageName);
}
