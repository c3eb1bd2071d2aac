using System.Text.Json.Nodes;
using Coder.Infra.Sandbox.Kubernetes.Resources;
using Coder.Infra.Sandbox.Kubernetes.Storage;

namespace Coder.Infra.Sandbox.Kubernetes.Objects;

/// <summary>Cluster addresses (10.96.0.0/16) and node ports (30000–32767) of services.</summary>
internal sealed class Allocations(ObjectStore store)
{
    const int FirstPort = 30_000;
    const int LastPort = 32_767;

    /// <summary>Gives a service what it lacks, keeps what it had, and takes back what its type no longer has.</summary>
    public void Allocate(ResourceType type, JsonObject json, JsonObject? old)
    {
        if (type.StorageName != "services" || json.Object("spec") is not { } spec) return;
        var kind = spec.Text("type") ?? "ClusterIP";
        if (kind == "ExternalName")
        {
            spec.Remove("clusterIP");
            spec.Remove("clusterIPs");
            return;
        }
        if (spec.Text("clusterIP") is not { Length: > 0 }) spec["clusterIP"] = old.Text("spec", "clusterIP") ?? FreeAddress();
        spec.Default("clusterIPs", new JsonArray(spec["clusterIP"]!.DeepClone()));
        spec.Default("ipFamilies", new JsonArray("IPv4"));
        spec.Default("ipFamilyPolicy", "SingleStack");
        var wantsPorts = kind == "NodePort" || kind == "LoadBalancer" && spec.Bool("allocateLoadBalancerNodePorts") != false;
        foreach (var port in spec.Objects("ports"))
        {
            if (!wantsPorts)
            {
                if (old is not null && old.Text("spec", "type") != kind) port.Remove("nodePort");
                continue;
            }
            if (port.Int("nodePort") is > 0) continue;
            var before = old.Objects("spec", "ports").FirstOrDefault(p => p.Int("port") == port.Int("port") && p.Text("protocol") == port.Text("protocol"));
            port["nodePort"] = before.Int("nodePort") is > 0 and var kept ? kept : FreePort(spec);
        }
    }

    string FreeAddress()
    {
        var taken = Services().Select(s => s.Text("spec", "clusterIP")).ToHashSet();
        while (true)
        {
            var at = Random.Shared.Next(256, 65_000);
            var address = $"10.96.{at >> 8}.{at & 255}";
            if ((at & 255) is not (0 or 255) && !taken.Contains(address)) return address;
        }
    }

    int FreePort(JsonObject spec)
    {
        var taken = Services().SelectMany(s => s.Objects("spec", "ports")).Concat(spec.Objects("ports")).Select(p => p.Int("nodePort") ?? 0).ToHashSet();
        while (true)
            if (Random.Shared.Next(FirstPort, LastPort + 1) is var port && !taken.Contains(port)) return port;
    }

    IEnumerable<JsonObject> Services() => store.List("services").Items.Select(s => s.Json);
}
