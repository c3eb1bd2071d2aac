using System.Text.Json.Nodes;
using Coder.Infra.Providers.Kubernetes.Objects;

namespace Coder.Infra.Providers.Kubernetes.Waiting;

/// <summary>
/// A service is ready when no endpoint of it is pending and, for a load balancer, when it has its address. A service that selects
/// no pods has no endpoints: that is fine once none has come for a while.
/// </summary>
internal static class ServiceRule
{
    private const string ServiceName = "kubernetes.io/service-name";

    public static ReadyRule Instance { get; } = new(Judge)
    {
        Related = service => NeedsEndpoints(service) ? [Endpoints(service.Namespace(), name => name == service.Name())] : [],
        Settle = TimeSpan.FromSeconds(10),
        AtRead = true,
    };

    /// <summary>The endpoints of services, by the services' names.</summary>
    public static RelatedObjects Endpoints(string? space, Func<string, bool> isWanted) => new(
        new Place("discovery.k8s.io/v1", "EndpointSlice", space), slice => ServiceOf(slice) is { } name && isWanted(name));

    /// <summary>The service that a slice is of.</summary>
    public static string? ServiceOf(JsonObject slice) => (string?)slice["metadata"]?["labels"]?[ServiceName];

    /// <summary>Whether a slice's endpoints take traffic, one entry for each.</summary>
    public static IEnumerable<bool> Ready(JsonObject slice) =>
        (slice["endpoints"] as JsonArray)?.OfType<JsonObject>().Select(endpoint => (bool?)endpoint["conditions"]?["ready"] ?? true) ?? [];

    private static Readiness Judge(JsonObject service, Surroundings around)
    {
        if (NeedsEndpoints(service))
        {
            var endpoints = around.Related.SelectMany(Ready).ToList();
            if (endpoints.Contains(false) || endpoints.Count == 0 && !around.IsSettled)
                return Readiness.Waiting("Service does not target any Pods. Selected Pods may not be ready, or field '.spec.selector' may not match labels on any Pods");
        }

        return Readiness.When(
            (string?)service["spec"]?["type"] != "LoadBalancer" || service["status"]?["loadBalancer"]?["ingress"] is JsonArray { Count: > 0 },
            "Service was not allocated an IP address; does your cloud provider support this?");
    }

    /// <summary>Services without a selector, headless ones and names of other hosts have no endpoints to wait for.</summary>
    private static bool NeedsEndpoints(JsonObject service) =>
        service["spec"]?["selector"] is JsonObject { Count: > 0 }
        && (string?)service["spec"]?["clusterIP"] != "None"
        && (string?)service["spec"]?["type"] != "ExternalName";
}
