using System.Net;
using System.Security.Cryptography;
using System.Text.Json.Nodes;
using Coder.Infra.Sandbox.Kubernetes.Errors;
using Coder.Infra.Sandbox.Kubernetes.Resources;
using Coder.Infra.Sandbox.Kubernetes.Serving;
using Coder.Infra.Sandbox.Kubernetes.Storage;
using Coder.Infra.Sandbox.Kubernetes.Validation;

namespace Coder.Infra.Sandbox.Kubernetes.Objects;

/// <summary>Cluster addresses (10.96.0.0/16) and node ports (30000–32767) of services.</summary>
internal sealed class Allocations(ObjectStore store)
{
    const int FirstPort = 30_000;
    const int LastPort = 32_767;
    static readonly IPNetwork Addresses = new(IPAddress.Parse("10.96.0.0"), 16);

    /// <summary>Keeps what a service had and drops what its new type does not have; before the update is validated.</summary>
    public static void Release(ResourceType type, JsonObject json, JsonObject old)
    {
        if (type.StorageName != "services" || json.Object("spec") is not { } spec) return;
        var kind = spec.Text("type") ?? "ClusterIP";
        if (kind == "ExternalName" && spec.Text("clusterIP") == old.Text("spec", "clusterIP"))
        {
            spec.Remove("clusterIP");
            spec.Remove("clusterIPs");
        }
        else if (kind != "ExternalName" && spec.Text("clusterIP") is not { Length: > 0 } && old.Text("spec", "clusterIP") is { } address)
        {
            spec["clusterIP"] = address;
        }

        if (HasNodePorts(spec) || old.Text("spec", "type") == kind) return;
        var before = old.Objects("spec", "ports").Select(p => p.Int("nodePort") ?? 0).ToHashSet();
        foreach (var port in spec.Objects("ports"))
            if (before.Contains(port.Int("nodePort") ?? 0)) port.Remove("nodePort");
    }

    static bool HasNodePorts(JsonObject spec) => spec.Text("type") is "NodePort" || spec.Text("type") is "LoadBalancer" && spec.Bool("allocateLoadBalancerNodePorts") != false;

    /// <summary>Gives a service the address and the ports that it lacks.</summary>
    /// <exception cref="ApiException">A port or an address that it asks for is out of range or taken.</exception>
    public void Allocate(ResourceType type, JsonObject json, JsonObject? old)
    {
        if (type.StorageName != "services" || json.Object("spec") is not { } spec) return;
        var refused = Refused(spec, old);
        if (refused.Count > 0) throw ApiErrors.Invalid(type, json.Text("metadata", "name") ?? "", refused);
        var kind = spec.Text("type") ?? "ClusterIP";
        if (kind == "ExternalName") return;
        if (spec.Text("clusterIP") is not { Length: > 0 }) spec["clusterIP"] = FreeAddress();
        spec.Default("clusterIPs", new JsonArray(spec["clusterIP"]!.DeepClone()));
        spec.Default("ipFamilies", new JsonArray("IPv4"));
        spec.Default("ipFamilyPolicy", "SingleStack");
        if (!HasNodePorts(spec)) return;
        foreach (var port in spec.Objects("ports"))
        {
            if (port.Int("nodePort") is > 0) continue;
            var before = old.Objects("spec", "ports").FirstOrDefault(p => p.Int("port") == port.Int("port") && p.Text("protocol") == port.Text("protocol"));
            port["nodePort"] = before.Int("nodePort") is > 0 and var kept ? kept : FreePort(spec);
        }
    }

    List<FieldError> Refused(JsonObject spec, JsonObject? old)
    {
        var errors = new List<FieldError>();
        var others = Services().Where(s => s.Text("metadata", "uid") != old.Text("metadata", "uid")).ToList();
        if (spec.Text("clusterIP") is { Length: > 0 } address && address != "None" && address != old.Text("spec", "clusterIP") && spec.Text("type") != "ExternalName")
        {
            var cause = !IPAddress.TryParse(address, out var ip) || !Addresses.Contains(ip) ? $"the provided IP ({address}) is not in the valid range. The range of valid IPs is {Addresses}"
                : others.Any(s => s.Text("spec", "clusterIP") == address) ? "provided IP is already allocated" : null;
            if (cause is not null) errors.Add(FieldError.Invalid("spec.clusterIPs", new JsonArray(address), $"failed to allocate IP {address}: {cause}"));
        }

        var ports = spec.Objects("ports").ToList();
        for (var i = 0; i < ports.Count; i++)
        {
            if (ports[i].Int("nodePort") is not { } port || port == 0 || old.Objects("spec", "ports").Any(p => p.Int("nodePort") == port)) continue;
            var cause = port is < FirstPort or > LastPort ? $"provided port is not in the valid range. The range of valid ports is {FirstPort}-{LastPort}"
                : others.SelectMany(s => s.Objects("spec", "ports")).Any(p => p.Int("nodePort") == port && p.Text("protocol") == ports[i].Text("protocol")) ? "provided port is already allocated" : null;
            if (cause is not null) errors.Add(FieldError.Invalid($"spec.ports[{i}].nodePort", port, cause));
        }

        return errors;
    }

    string FreeAddress()
    {
        var taken = Services().Select(s => s.Text("spec", "clusterIP")).ToHashSet();
        while (true)
        {
            var at = RandomNumberGenerator.GetInt32(256, 65_000);
            var address = $"10.96.{at >> 8}.{at & 255}";
            if ((at & 255) is not (0 or 255) && !taken.Contains(address)) return address;
        }
    }

    int FreePort(JsonObject spec)
    {
        var taken = Services().SelectMany(s => s.Objects("spec", "ports")).Concat(spec.Objects("ports")).Select(p => p.Int("nodePort") ?? 0).ToHashSet();
        while (true)
            if (RandomNumberGenerator.GetInt32(FirstPort, LastPort + 1) is var port && !taken.Contains(port)) return port;
    }

    IEnumerable<JsonObject> Services() => store.List("services").Items.Select(s => s.Json);
}
