using System.Text.Json.Nodes;
using Coder.Infra.Providers.Kubernetes.Objects;

namespace Coder.Infra.Providers.Kubernetes.Waiting;

/// <summary>A service is ready when a ready pod stands behind it and, for a load balancer, when it has its address.</summary>
internal static class ServiceRule
{
    public static ReadyRule Instance { get; } = new(Judge)
    {
        Related = service => NeedsEndpoints(service)
            ? new RelatedObjects("discovery.k8s.io/v1", "EndpointSlice", service.Namespace(), Labels: $"kubernetes.io/service-name={service.Name()}")
            : null,
    };

    private static Readiness Judge(JsonObject service, IReadOnlyList<JsonObject> slices)
    {
        if (NeedsEndpoints(service) && !slices.Any(HasReadyEndpoint))
            return Readiness.Waiting("Service does not target any Pods. Selected Pods may not be ready, or field '.spec.selector' may not match labels on any Pods");
        return Readiness.When(
            (string?)service["spec"]?["type"] != "LoadBalancer" || service["status"]?["loadBalancer"]?["ingress"] is JsonArray { Count: > 0 },
            "Service was not allocated an IP address; does your cloud provider support this?");
    }

    /// <summary>Services without a selector, headless ones and names of other hosts have no endpoints to wait for.</summary>
    private static bool NeedsEndpoints(JsonObject service) =>
        service["spec"]?["selector"] is JsonObject { Count: > 0 }
        && (string?)service["spec"]?["clusterIP"] != "None"
        && (string?)service["spec"]?["type"] != "ExternalName";

    private static bool HasReadyEndpoint(JsonObject slice) =>
        (slice["endpoints"] as JsonArray)?.OfType<JsonObject>().Any(endpoint => (bool?)endpoint["conditions"]?["ready"] ?? true) == true;
}
