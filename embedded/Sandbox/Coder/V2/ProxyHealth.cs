using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Text.Json.Nodes;
using Coder.Infra.Sandbox.Kubernetes;
using Coder.Infra.Sandbox.Kubernetes.Objects;

namespace Coder.Infra.Sandbox.Coder.V2;

/// <summary>What the deployment finds out about a proxy: <c>ok</c>, <c>unreachable</c>, <c>unhealthy</c> or <c>unregistered</c>, and the proxy's report.</summary>
internal sealed record HealthReport(string Status, IReadOnlyList<string> Errors, IReadOnlyList<string> Warnings);

/// <summary>
/// The deployment's health check of a proxy: a request to the proxy's URL, at the address that the name server gives for its
/// host, through the ingress or the service that has this address, to a pod. What would happen to that request is read off the cluster.
/// </summary>
/// <param name="cluster">The cluster.</param>
/// <param name="resolve">Name → addresses, by the name server.</param>
/// <param name="time">Clock, for certificates.</param>
internal sealed class ProxyHealth(IClusterObjects cluster, Func<string, IReadOnlyList<string>> resolve, TimeProvider time)
{
    /// <summary>The variable that holds a proxy's token.</summary>
    public const string TokenVariable = "CODER_PROXY_SESSION_TOKEN";

    /// <summary>Checks a proxy.</summary>
    /// <param name="proxy">The proxy.</param>
    /// <param name="primaryUrl">The deployment's access URL.</param>
    /// <param name="primaryVersion">The deployment's version.</param>
    /// <param name="pods">The pods that run.</param>
    public HealthReport Check(Proxy proxy, string primaryUrl, string primaryVersion, IReadOnlyList<RunningPod> pods)
    {
        if (proxy.Url.Length == 0)
            return new HealthReport("unregistered", [], []);
        var (pod, failure) = Reach(new Uri(proxy.Url), pods);
        if (pod is null)
            return failure!;
        List<string> errors = [], warnings = [];
        if (!SameUrl(pod["CODER_PRIMARY_ACCESS_URL"], primaryUrl))
            errors.Add($"failed to get build info: GET {pod["CODER_PRIMARY_ACCESS_URL"]}/api/v2/buildinfo: no such deployment");
        else if (Release.ChartVersion(pod.Version) != Release.ChartVersion(primaryVersion))
            warnings.Add($"version mismatch: primary coderd ({primaryVersion}) != workspace proxy ({pod.Version})");
        if (proxy.Fault is { } fault)
            errors.Add(fault);
        return new HealthReport(errors.Count > 0 ? "unhealthy" : "ok", errors, warnings);
    }

    /// <summary>Whether two URLs are the same, but for a slash at the end.</summary>
    public static bool SameUrl(string left, string right) => string.Equals(left.TrimEnd('/'), right.TrimEnd('/'), StringComparison.OrdinalIgnoreCase);

    private (RunningPod? Pod, HealthReport? Failure) Reach(Uri url, IReadOnlyList<RunningPod> pods)
    {
        var addresses = IPAddress.TryParse(url.Host, out _) ? [url.Host] : resolve(url.Host);
        if (addresses.Count == 0)
            return Unreachable(url, $"dial tcp: lookup {url.Host}: no such host");
        var ingress = cluster.List("networking.k8s.io/v1", "Ingress").Where(i => HasAddress(i, addresses)).ToList();
        if (ingress.Count > 0)
            return ThroughIngress(url, ingress, pods);
        var service = cluster.List("v1", "Service").FirstOrDefault(s => HasAddress(s, addresses));
        if (service is null)
            return Unreachable(url, $"dial tcp {addresses[0]}:{url.Port}: i/o timeout");
        var pod = Behind(service, pods);
        if (pod is null || !Items(service["spec"]?["ports"]).Any(p => (int?)p["port"] == url.Port))
            return Unreachable(url, $"dial tcp {addresses[0]}:{url.Port}: connect: connection refused");
        if (url.Scheme != "https")
            return (pod, null);
        return WhyNotTrusted(url.Host, pod.Namespace, pod.Secrets) is { } reason ? Unreachable(url, reason) : (pod, null);
    }

    private (RunningPod? Pod, HealthReport? Failure) ThroughIngress(Uri url, List<JsonObject> ingresses, IReadOnlyList<RunningPod> pods)
    {
        var ingress = ingresses.FirstOrDefault(i => Items(i["spec"]?["rules"]).Any(r => (string?)r["host"] == url.Host));
        if (ingress is null)
            return (null, new HealthReport("unhealthy", ["unexpected status code 404"], []));
        var space = (string?)ingress["metadata"]!["namespace"];
        if (url.Scheme == "https")
        {
            var secrets = Items(ingress["spec"]?["tls"]).Where(t => (t["hosts"] as JsonArray ?? []).Any(h => (string?)h == url.Host)).Select(t => (string?)t["secretName"]).OfType<string>();
            if (WhyNotTrusted(url.Host, space, [.. secrets]) is { } reason)
                return Unreachable(url, reason);
        }

        var backend = Items(ingress["spec"]?["rules"]).First(r => (string?)r["host"] == url.Host)["http"]?["paths"]?[0]?["backend"]?["service"]?["name"];
        var service = cluster.List("v1", "Service", space).FirstOrDefault(s => (string?)s["metadata"]!["name"] == (string?)backend);
        return service is not null && Behind(service, pods) is { } pod ? (pod, null) : (null, new HealthReport("unhealthy", ["unexpected status code 503"], []));
    }

    private static (RunningPod? Pod, HealthReport Failure) Unreachable(Uri url, string cause) =>
        (null, new HealthReport("unreachable", [$"request to proxy failed: Get \"{url.AbsoluteUri.TrimEnd('/')}/healthz-report\": {cause}"], []));

    private static RunningPod? Behind(JsonObject service, IReadOnlyList<RunningPod> pods) => service["spec"]?["selector"] is not JsonObject { Count: > 0 } selector ? null
        : pods.FirstOrDefault(pod => pod.Namespace == (string?)service["metadata"]!["namespace"] && pod[TokenVariable].Length > 0 && selector.All(l => pod.Labels.GetValueOrDefault(l.Key) == (string?)l.Value));

    private static bool HasAddress(JsonObject json, IReadOnlyList<string> addresses) =>
        Items(json["status"]?["loadBalancer"]?["ingress"]).Any(entry => addresses.Contains((string?)entry["ip"] ?? (string?)entry["hostname"] ?? ""));

    private static IEnumerable<JsonObject> Items(JsonNode? list) => (list as JsonArray ?? []).OfType<JsonObject>();

    /// <summary>Why a client refuses the certificate that is served for a host; null where it takes it.</summary>
    private string? WhyNotTrusted(string host, string? space, IReadOnlyList<string> secrets)
    {
        var found = cluster.List("v1", "Secret", space).Where(s => secrets.Contains((string?)s["metadata"]!["name"] ?? "")).Select(s => (string?)s["data"]?["tls.crt"]).OfType<string>();
        string? reason = null;
        foreach (var encoded in found)
        {
            try
            {
                using var certificate = X509Certificate2.CreateFromPem(Encoding.UTF8.GetString(Convert.FromBase64String(encoded)));
                reason = !certificate.MatchesHostname(host) ? $"tls: failed to verify certificate: x509: certificate is not valid for {host}"
                    : certificate.NotAfter.ToUniversalTime() < time.GetUtcNow().UtcDateTime ? "tls: failed to verify certificate: x509: certificate has expired or is not yet valid" : null;
                if (reason is null)
                    return null;
            }
            catch (Exception error) when (error is FormatException or CryptographicException or ArgumentException)
            {
                reason = "tls: failed to verify certificate: x509: malformed certificate";
            }
        }

        return reason ?? "remote error: tls: unrecognized name";
    }
}
