using System.Text.Json.Nodes;
using Coder.Infra.Sandbox.Kubernetes.Apply;
using Coder.Infra.Sandbox.Kubernetes.Objects;
using Coder.Infra.Sandbox.Kubernetes.Resources;
using Coder.Infra.Sandbox.Kubernetes.Storage;

namespace Coder.Infra.Sandbox.Kubernetes.Controllers;

/// <summary>
/// Gives load-balancer services and ingresses an address of 203.0.113.0/24 (RFC 5737, for documentation) after a while,
/// or the one that the annotation <c>sandbox.coder.infra/address</c> asks for: an IP address or a host name.
/// </summary>
internal sealed class AddressController(ObjectWriter writer, EventRecorder events, TimeSpan delay) : IController
{
    public const string Annotation = "sandbox.coder.infra/address";

    readonly ResourceType _services = writer.BuiltIn("v1", "Service");
    readonly ResourceType _ingresses = writer.BuiltIn("networking.k8s.io/v1", "Ingress");
    readonly Dictionary<string, DateTimeOffset> _seen = [];

    public IEnumerable<ObjectKey> Affected(Change change) =>
        change.Key.Storage is "services" or "ingresses.networking.k8s.io" && change.Type != ChangeType.Deleted ? [change.Key] : [];

    public TimeSpan? Reconcile(ObjectKey key)
    {
        if (writer.Store.Get(key) is not { } stored || stored.IsBeingDeleted()) return null;
        var isService = key.Storage == "services";
        if (isService && stored.Json.Text("spec", "type") != "LoadBalancer")
        {
            if (stored.Json.Array("status", "loadBalancer", "ingress") is not null) Set(stored, null);
            return null;
        }
        var wanted = stored.Json.Text("metadata", "annotations", Annotation);
        var has = stored.Json.Objects("status", "loadBalancer", "ingress").Select(i => i.Text("ip") ?? i.Text("hostname")).FirstOrDefault();
        if (wanted is null && has is not null || wanted is not null && wanted == has) return null;
        if (has is null && Wait(stored) is { } left) return left;
        Set(stored, wanted ?? (isService ? stored.Json.Text("spec", "loadBalancerIP") : null) ?? Free());
        if (isService && has is null) events.Normal(stored, "service-controller", "EnsuredLoadBalancer", "Ensured load balancer");
        if (!isService) events.Normal(stored, "nginx-ingress-controller", "Sync", "Scheduled for sync");
        return null;
    }

    TimeSpan? Wait(StoredObject stored)
    {
        var now = writer.Time.GetUtcNow();
        if (!_seen.TryGetValue(stored.Uid, out var since)) _seen[stored.Uid] = since = now;
        if (since + delay - now is { } left && left > TimeSpan.Zero) return left;
        _seen.Remove(stored.Uid);
        return null;
    }

    void Set(StoredObject stored, string? address)
    {
        var isService = stored.Key.Storage == "services";
        var options = isService ? WriteOptions.ControllerStatus : new WriteOptions { Manager = "nginx-ingress-controller", Subresource = "status" };
        writer.WriteStatus(isService ? _services : _ingresses, stored.Key, options, status =>
        {
            var balancer = status.Ensure("loadBalancer");
            if (address is null)
            {
                balancer.Remove("ingress");
                return;
            }
            var entry = new JsonObject { [System.Net.IPAddress.TryParse(address, out _) ? "ip" : "hostname"] = address };
            if (isService && entry.ContainsKey("ip")) entry["ipMode"] = "VIP";
            balancer["ingress"] = new JsonArray(entry);
        });
    }

    string Free()
    {
        var taken = writer.Store.List("services").Items.Concat(writer.Store.List("ingresses.networking.k8s.io").Items)
            .SelectMany(o => o.Json.Objects("status", "loadBalancer", "ingress")).Select(i => i.Text("ip")).ToHashSet();
        var free = Enumerable.Range(10, 245).Select(n => $"203.0.113.{n}").FirstOrDefault(a => !taken.Contains(a));
        return free ?? "203.0.113.9";
    }
}
