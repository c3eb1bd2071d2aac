using System.Text.Json.Nodes;
using Coder.Infra.Sandbox.Kubernetes.Apply;
using Coder.Infra.Sandbox.Kubernetes.Handlers;
using Coder.Infra.Sandbox.Kubernetes.Objects;
using Coder.Infra.Sandbox.Kubernetes.Resources;
using Coder.Infra.Sandbox.Kubernetes.Selectors;
using Coder.Infra.Sandbox.Kubernetes.Storage;

namespace Coder.Infra.Sandbox.Kubernetes.Controllers;

/// <summary>Keeps a service's endpoints: the addresses of the pods it selects.</summary>
internal sealed class EndpointsController(ObjectWriter writer) : IController
{
    readonly ResourceType _endpoints = writer.BuiltIn("v1", "Endpoints");
    readonly ResourceType _slices = writer.BuiltIn("discovery.k8s.io/v1", "EndpointSlice");

    public IEnumerable<ObjectKey> Affected(Change change) => change.Key.Storage switch
    {
        "services" => [change.Key],
        "pods" => writer.Store.List("services", change.Key.Namespace).Items.Where(s => Selects(s.Json, change.Current.Json) || change.Previous is { } p && Selects(s.Json, p.Json)).Select(s => s.Key),
        _ => [],
    };

    static bool Selects(JsonObject service, JsonObject pod) =>
        service.TextMap("spec", "selector") is { Count: > 0 } selector && LabelSelector.OfMap(selector).Matches(pod.TextMap("metadata", "labels"));

    public TimeSpan? Reconcile(ObjectKey key)
    {
        var endpoints = new ObjectKey("endpoints", key.Namespace, key.Name);
        if (writer.Store.Get(key) is not { } service)
        {
            writer.DeleteQuietly(_endpoints, endpoints);
            return null;
        }
        if (service.Json.TextMap("spec", "selector").Count == 0 || service.IsBeingDeleted()) return null;
        var pods = writer.Store.List("pods", key.Namespace).Items.Where(p => Selects(service.Json, p.Json) && p.Json.Text("status", "podIP") is not null && !p.IsBeingDeleted()).ToList();
        WriteEndpoints(service, endpoints, pods);
        WriteSlice(service, pods);
        return null;
    }

    static bool IsReady(StoredObject pod) => ObjectFacts.IsTrue(pod.Json, "Ready");

    void WriteEndpoints(StoredObject service, ObjectKey key, List<StoredObject> pods)
    {
        var subset = new JsonObject();
        var (ready, unready) = (pods.Where(IsReady).ToList(), pods.Where(p => !IsReady(p)).ToList());
        if (ready.Count > 0) subset["addresses"] = new JsonArray([.. ready.Select(Address)]);
        if (unready.Count > 0) subset["notReadyAddresses"] = new JsonArray([.. unready.Select(Address)]);
        subset["ports"] = Ports(service, pods.FirstOrDefault());
        var json = new JsonObject { ["metadata"] = new JsonObject { ["name"] = key.Name, ["labels"] = service.Json.At("metadata", "labels")?.DeepClone() ?? new JsonObject() } };
        if (pods.Count > 0) json["subsets"] = new JsonArray(subset);
        Write(_endpoints, key, json, ["subsets"]);
    }

    static JsonNode Address(StoredObject pod) => new JsonObject
    {
        ["ip"] = pod.Json.Text("status", "podIP"),
        ["nodeName"] = Bootstrap.Node,
        ["targetRef"] = TargetRef(pod),
    };

    static JsonObject TargetRef(StoredObject pod) => new() { ["kind"] = "Pod", ["namespace"] = pod.Key.Namespace, ["name"] = pod.Key.Name, ["uid"] = pod.Uid };

    /// <summary>Named target ports are those of the pods' containers.</summary>
    static JsonArray Ports(StoredObject service, StoredObject? pod) => new([.. service.Json.Objects("spec", "ports").Select(p =>
    {
        var target = p.Int("targetPort") ?? pod?.Json.Objects("spec", "containers").SelectMany(c => c.Objects("ports"))
            .FirstOrDefault(c => c.Text("name") == p.Text("targetPort")).Int("containerPort") ?? p.Int("port") ?? 0;
        var port = new JsonObject { ["port"] = target, ["protocol"] = p.Text("protocol") ?? "TCP" };
        if (p.Text("name") is { Length: > 0 } name) port["name"] = name;
        return (JsonNode)port;
    })]);

    void WriteSlice(StoredObject service, List<StoredObject> pods)
    {
        var existing = writer.Store.List("endpointslices.discovery.k8s.io", service.Key.Namespace).Items.FirstOrDefault(s => ControllerTools.ControllerUid(s.Json) == service.Uid);
        var key = existing?.Key ?? new ObjectKey("endpointslices.discovery.k8s.io", service.Key.Namespace, $"{service.Key.Name}-{ObjectWriter.RandomSuffix(5)}");
        Write(_slices, key, new JsonObject
        {
            ["metadata"] = new JsonObject
            {
                ["name"] = key.Name,
                ["labels"] = new JsonObject { ["kubernetes.io/service-name"] = service.Key.Name, ["endpointslice.kubernetes.io/managed-by"] = "endpointslice-controller.k8s.io" },
                ["ownerReferences"] = new JsonArray(ControllerTools.OwnerReference(service)),
            },
            ["addressType"] = "IPv4",
            ["endpoints"] = new JsonArray([.. pods.Select(p => (JsonNode)new JsonObject
            {
                ["addresses"] = new JsonArray(p.Json.Text("status", "podIP")),
                ["conditions"] = new JsonObject { ["ready"] = IsReady(p), ["serving"] = IsReady(p), ["terminating"] = false },
                ["nodeName"] = Bootstrap.Node,
                ["targetRef"] = TargetRef(p),
            })]),
            ["ports"] = NamedPorts(Ports(service, pods.FirstOrDefault())),
        }, ["endpoints", "ports"]);
    }

    /// <summary>In slices every port has a name, an empty one where there is but one.</summary>
    static JsonArray NamedPorts(JsonArray ports)
    {
        foreach (var port in ports.OfType<JsonObject>()) port.Default("name", "");
        return ports;
    }

    void Write(ResourceType type, ObjectKey key, JsonObject json, string[] fields)
    {
        if (writer.Store.Get(key) is null)
        {
            writer.CreateOwned(type, key.Namespace, json);
            return;
        }
        writer.Update(type, key.Namespace, key.Name, WriteOptions.Controller, live =>
        {
            foreach (var field in fields)
                if (json[field] is { } value) live[field] = value.DeepClone();
                else live.Remove(field);
            Schema.Decoder.Decode(live, type.Schema);
            return live;
        });
    }
}
