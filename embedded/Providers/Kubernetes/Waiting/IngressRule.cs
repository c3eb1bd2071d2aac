using System.Text.Json.Nodes;
using Coder.Infra.Providers.Kubernetes.Objects;

namespace Coder.Infra.Providers.Kubernetes.Waiting;

/// <summary>An ingress is ready when each service that its paths name has endpoints, and it has its address.</summary>
internal static class IngressRule
{
    public static ReadyRule Instance { get; } = new(Judge)
    {
        Related = ingress => Services(ingress).ToHashSet(StringComparer.Ordinal) is { Count: > 0 } names
            ?
            [
                ServiceRule.Endpoints(ingress.Namespace(), names.Contains),
                new RelatedObjects(new Place("v1", "Service", ingress.Namespace()), service => names.Contains(service.Name() ?? "")),
            ]
            : [],
    };

    private static Readiness Judge(JsonObject ingress, Surroundings around)
    {
        var elsewhere = around.Of("Service").Where(service => (string?)service["spec"]?["type"] == "ExternalName").Select(service => service.Name()).ToHashSet();
        var served = around.Of("EndpointSlice").Where(slice => ServiceRule.Ready(slice).Any()).Select(ServiceRule.ServiceOf).ToHashSet();
        foreach (var name in Services(ingress).Where(name => !elsewhere.Contains(name) && !served.Contains(name)))
            return Readiness.Waiting($"Ingress has at least one rule that does not target any Service. Field '.spec.rules[].http.paths[].backend.service.name' names \"{name}\", which has no endpoints");
        return Readiness.When(
            ingress["status"]?["loadBalancer"]?["ingress"] is JsonArray { Count: > 0 }, "Waiting for the ingress controller to assign an address");
    }

    private static IEnumerable<string> Services(JsonObject ingress) =>
        from rule in (ingress["spec"]?["rules"] as JsonArray)?.OfType<JsonObject>() ?? []
        from path in (rule["http"]?["paths"] as JsonArray)?.OfType<JsonObject>() ?? []
        let name = (string?)path["backend"]?["service"]?["name"]
        where name is { Length: > 0 }
        select name;
}
