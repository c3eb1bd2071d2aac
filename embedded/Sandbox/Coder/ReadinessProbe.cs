using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Text.Json.Nodes;
using Coder.Infra.Sandbox.Kubernetes;
using Coder.Infra.Sandbox.Kubernetes.Objects;

namespace Coder.Infra.Sandbox.Coder;

/// <summary>
/// Whether the deployment and a workspace provider reach each other: what Coder finds out by calling, read off the cluster.
/// The environment variables of the proxy are those of the workspace-provider chart.
/// </summary>
/// <param name="cluster">The cluster.</param>
/// <param name="clusterAddress">Where the deployment reaches the cluster's API server.</param>
/// <param name="accessUrl">The deployment's own URL.</param>
/// <param name="resolve">Name → addresses, by the name server.</param>
internal sealed class ReadinessProbe(IClusterObjects cluster, string clusterAddress, string accessUrl, Func<string, IReadOnlyList<string>> resolve)
{
    /// <summary>Null when the provider is ready, else why not.</summary>
    public string? WhyNotReady(Pool pool)
    {
        if (!SameUrl(pool.ClusterAddress, clusterAddress))
            return $"the cluster address {pool.ClusterAddress} cannot be reached from the deployment (the cluster here is {clusterAddress})";
        var proxies = cluster.List("apps/v1", "Deployment").Where(d => Text(d, "metadata", "name") == "envproxy").ToList();
        if (proxies.Count == 0)
            return "no deployment named envproxy runs in the cluster";
        var proxy = proxies.FirstOrDefault(d => Environment(d).GetValueOrDefault("CEMANAGER_TOKEN") == pool.Token);
        if (proxy is null)
            return $"no envproxy connects with this provider's token (envproxy runs in: {string.Join(", ", proxies.Select(d => Text(d, "metadata", "namespace")))})";
        return WhyWrong(pool, proxy, Environment(proxy)) ?? WhyNotReachable(pool, Text(proxy, "metadata", "namespace") ?? "default");
    }

    private string? WhyWrong(Pool pool, JsonObject proxy, Dictionary<string, string> environment)
    {
        var where = $"envproxy in namespace {Text(proxy, "metadata", "namespace")}";
        if (!SameUrl(environment.GetValueOrDefault("ENVPROXY_ACCESS_URL"), pool.Hostname))
            return $"{where} says its access URL is {environment.GetValueOrDefault("ENVPROXY_ACCESS_URL") ?? "unset"}, not {pool.Hostname}";
        if (!SameUrl(environment.GetValueOrDefault("CLUSTER_ADDRESS"), pool.ClusterAddress))
            return $"{where} says its cluster address is {environment.GetValueOrDefault("CLUSTER_ADDRESS") ?? "unset"}, not {pool.ClusterAddress}";
        if (!SameUrl(environment.GetValueOrDefault("CEMANAGER_ACCESS_URL"), accessUrl))
            return $"{where} calls {environment.GetValueOrDefault("CEMANAGER_ACCESS_URL") ?? "nothing"}, not this deployment ({accessUrl})";
        var available = proxy["status"]?["availableReplicas"]?.GetValue<int>() ?? 0;
        return available > 0 ? null : $"{where} has no replica that is available";
    }

    private string? WhyNotReachable(Pool pool, string ns)
    {
        var url = new Uri(pool.Hostname);
        var ingress = cluster.List("networking.k8s.io/v1", "Ingress", ns).FirstOrDefault(i => Hosts(i).Contains(url.Host));
        if (ingress is null)
            return $"no ingress in namespace {ns} serves the host {url.Host}";
        var addresses = (ingress["status"]?["loadBalancer"]?["ingress"] as JsonArray ?? [])
            .Select(entry => entry?["ip"]?.GetValue<string>() ?? entry?["hostname"]?.GetValue<string>())
            .OfType<string>().ToList();
        if (addresses.Count == 0)
            return $"ingress {Text(ingress, "metadata", "name")} in namespace {ns} has no address so far";
        var resolved = resolve(url.Host);
        if (resolved.Count == 0)
            return $"the host name {url.Host} does not resolve";
        if (!resolved.Intersect(addresses).Any())
            return $"the host name {url.Host} resolves to {string.Join(", ", resolved)}, but the ingress is at {string.Join(", ", addresses)}";
        return url.Scheme == "https" ? WhyNoCertificate(url.Host, ns, ingress) : null;
    }

    private string? WhyNoCertificate(string host, string ns, JsonObject ingress)
    {
        var secretName = (ingress["spec"]?["tls"] as JsonArray ?? [])
            .Where(entry => (entry?["hosts"] as JsonArray ?? []).Any(name => name?.GetValue<string>() == host))
            .Select(entry => entry?["secretName"]?.GetValue<string>()).FirstOrDefault();
        if (secretName is null)
            return $"the ingress serves no certificate for {host}";
        var secret = cluster.List("v1", "Secret", ns).FirstOrDefault(s => Text(s, "metadata", "name") == secretName);
        if (secret?["data"]?["tls.crt"]?.GetValue<string>() is not { } encoded)
            return $"the secret {secretName} in namespace {ns}, which holds the certificate for {host}, does not exist";
        try
        {
            using var certificate = X509Certificate2.CreateFromPem(Encoding.UTF8.GetString(Convert.FromBase64String(encoded)));
            if (!certificate.MatchesHostname(host))
                return $"the certificate in secret {secretName} is not for {host}";
            return certificate.NotAfter.ToUniversalTime() < TimeProvider.System.GetUtcNow().UtcDateTime ? $"the certificate in secret {secretName} ended on {certificate.NotAfter:u}" : null;
        }
        catch (Exception error) when (error is FormatException or System.Security.Cryptography.CryptographicException or ArgumentException)
        {
            return $"the secret {secretName} holds no certificate that can be read";
        }
    }

    private Dictionary<string, string> Environment(JsonObject deployment)
    {
        var ns = Text(deployment, "metadata", "namespace");
        var result = new Dictionary<string, string>();
        foreach (var variable in deployment["spec"]?["template"]?["spec"]?["containers"]?.AsArray().FirstOrDefault()?["env"] as JsonArray ?? [])
        {
            if (variable?["name"]?.GetValue<string>() is not { } name)
                continue;
            if (variable["value"]?.GetValue<string>() is { } value)
                result[name] = value;
            else if (variable["valueFrom"]?["secretKeyRef"] is JsonObject reference && SecretValue(ns, reference) is { } secret)
                result[name] = secret;
        }

        return result;
    }

    private string? SecretValue(string? ns, JsonObject reference)
    {
        var secret = cluster.List("v1", "Secret", ns).FirstOrDefault(s => Text(s, "metadata", "name") == Text(reference, "name"));
        var encoded = secret?["data"]?[Text(reference, "key") ?? ""]?.GetValue<string>();
        return encoded is null ? null : Encoding.UTF8.GetString(Convert.FromBase64String(encoded));
    }

    private static IEnumerable<string> Hosts(JsonObject ingress) =>
        (ingress["spec"]?["rules"] as JsonArray ?? []).Select(rule => rule?["host"]?.GetValue<string>()).OfType<string>();

    private static string? Text(JsonObject value, params string[] path)
    {
        JsonNode? node = value;
        foreach (var name in path)
            node = node?[name];
        return node?.GetValue<string>();
    }

    private static bool SameUrl(string? left, string right) =>
        string.Equals(left?.TrimEnd('/'), right.TrimEnd('/'), StringComparison.OrdinalIgnoreCase);
}
