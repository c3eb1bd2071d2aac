using System.Globalization;
using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;
using Coder.Infra.Sandbox.Kubernetes;
using Coder.Infra.Sandbox.Kubernetes.Objects;

namespace Coder.Infra.Sandbox.Dns;

/// <summary>
/// A small external-dns: while a deployment of that name runs in the cluster, the zone has a record for each host of each
/// ingress that has an address. What it writes it marks by a TXT record, as the real one's TXT registry does, and it changes
/// and removes only what is marked.
/// </summary>
internal sealed class ExternalDns : IDisposable
{
    private const string HostAnnotation = "external-dns.alpha.kubernetes.io/hostname";
    private const string TtlAnnotation = "external-dns.alpha.kubernetes.io/ttl";
    private const int DefaultTtl = 300;
    private readonly IClusterObjects _cluster;
    private readonly NameServer _names;
    private readonly Lock _gate = new();
    private bool _isRunning;
    private bool _isStale;

    public ExternalDns(IClusterObjects cluster, NameServer names)
    {
        (_cluster, _names) = (cluster, names);
        _cluster.Changed += Wake;
        Wake();
    }

    public void Dispose() => _cluster.Changed -= Wake;

    /// <summary>Changes come on the writer's thread, which must not wait: one run at a time, and another if more came meanwhile.</summary>
    private void Wake()
    {
        lock (_gate)
        {
            _isStale = true;
            if (_isRunning)
                return;
            _isRunning = true;
        }

        _ = Task.Run(() =>
        {
            while (true)
            {
                lock (_gate)
                {
                    if (!_isStale)
                    {
                        _isRunning = false;
                        return;
                    }

                    _isStale = false;
                }

                if (IsInstalled())
                    _names.Keep(Wanted());
            }
        });
    }

    private bool IsInstalled() => _cluster.List("apps/v1", "Deployment")
        .Any(deployment => (string?)deployment["metadata"]?["name"] == "external-dns" && deployment["status"]?["availableReplicas"]?.GetValue<int>() > 0);

    /// <summary>The records of all ingresses, each with the line that marks it.</summary>
    private Dictionary<string, string[]> Wanted()
    {
        var wanted = new Dictionary<string, string[]>(StringComparer.OrdinalIgnoreCase);
        foreach (var ingress in _cluster.List("networking.k8s.io/v1", "Ingress"))
        {
            var annotations = ingress["metadata"]?["annotations"] as JsonObject;
            var target = (ingress["status"]?["loadBalancer"]?["ingress"] as JsonArray ?? [])
                .Select(entry => (string?)entry?["ip"] ?? (string?)entry?["hostname"]).FirstOrDefault();
            if (target is null)
                continue;
            var ttl = int.TryParse((string?)annotations?[TtlAnnotation], NumberStyles.None, CultureInfo.InvariantCulture, out var seconds) ? seconds : DefaultTtl;
            var named = ((string?)annotations?[HostAnnotation] ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
            var ruled = (ingress["spec"]?["rules"] as JsonArray ?? []).Select(rule => (string?)rule?["host"]).OfType<string>();
            var mark = $"heritage=external-dns,external-dns/owner=default,external-dns/resource=ingress/{ingress["metadata"]!["namespace"]}/{ingress["metadata"]!["name"]}";
            foreach (var host in named.Concat(ruled).Distinct(StringComparer.OrdinalIgnoreCase))
            {
                var type = !IPAddress.TryParse(target, out var address) ? "CNAME" : address.AddressFamily == System.Net.Sockets.AddressFamily.InterNetwork ? "A" : "AAAA";
                wanted[host] = [$"{host}. {ttl} {type} {target}{(type == "CNAME" ? "." : "")}", $"{NameServer.Mark(host)}. {ttl} TXT {JsonSerializer.Serialize(new[] { mark })}"];
            }
        }

        return wanted;
    }
}
