using System.Text.Json.Nodes;
using Coder.Infra.Providers.Kubernetes.Objects;

namespace Coder.Infra.Providers.Kubernetes.Waiting;

/// <summary>
/// An ingress is ready when the services that its paths name are there, and it has its address. One that names a service which is not
/// there is ready too, with a warning, once no endpoint has come for a while.
/// </summary>
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
        Settle = TimeSpan.FromSeconds(10),
        AtRead = true,
    };

    private static Readiness Judge(JsonObject ingress, Surroundings around)
    {
        var elsewhere = around.Of("Service").Where(service => (string?)service["spec"]?["type"] == "ExternalName").Select(service => service.Name()).ToHashSet();
        var known = around.Of("EndpointSlice").Select(ServiceRule.ServiceOf).ToHashSet();
        var missing = Services(ingress).FirstOrDefault(name => !elsewhere.Contains(name) && !known.Contains(name));
        if (missing is not null && !around.IsSettled)
            return Readiness.Waiting($"Ingress has at least one rule with an unavailable target endpoint: there is none of the service \"{missing}\"");
        if (ingress["status"]?["loadBalancer"]?["ingress"] is not JsonArray { Count: > 0 })
            return Readiness.Waiting("Ingress .status.loadBalancer field was not updated with a hostname/IP address");
        return Readiness.Ready(missing is null ? "" : $"No matching service found for ingress rule: \"{missing}\"");
    }

    private static IEnumerable<string> Services(JsonObject ingress) =>
        from rule in (ingress["spec"]?["rules"] as JsonArray)?.OfType<JsonObject>() ?? []
        from path in (rule["http"]?["paths"] as JsonArray)?.OfType<JsonObject>() ?? []
        let name = (string?)path["backend"]?["service"]?["name"]
        where name is { Length: > 0 }
        select name;
}
