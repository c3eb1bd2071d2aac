using System.Collections.Frozen;
using System.Text.Json.Nodes;

namespace Coder.Infra.Helm.Kube;

public sealed partial class KubeClient
{
    const string AggregatedDiscovery = "application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList,application/json";

    readonly SemaphoreSlim _discovering = new(1, 1);
    volatile Discovery? _discovery;

    /// <summary>How the server serves a kind.</summary>
    /// <exception cref="KubeException">With <see cref="KubeException.IsNoMatch"/>: it does not.</exception>
    public async Task<KubeResource> ResourceAsync(string apiVersion, string kind, CancellationToken cancellation = default)
        => await FindResourceAsync(apiVersion, kind, cancellation).ConfigureAwait(false) ?? throw KubeException.NoMatch(apiVersion, kind);

    /// <summary>How the server serves a kind, or null. Asks the server again before it says no, as the kind may be new.</summary>
    public async Task<KubeResource?> FindResourceAsync(string apiVersion, string kind, CancellationToken cancellation = default)
    {
        var known = _discovery;
        var discovery = known ?? await DiscoverAsync(null, cancellation).ConfigureAwait(false);
        if (discovery.Kinds.TryGetValue((apiVersion, kind), out var resource) || known is null)
            return resource;
        discovery = await DiscoverAsync(known, cancellation).ConfigureAwait(false);
        return discovery.Kinds.GetValueOrDefault((apiVersion, kind));
    }

    /// <summary>Every kind that the server serves.</summary>
    public async Task<IReadOnlyCollection<KubeResource>> ResourcesAsync(CancellationToken cancellation = default)
        => (_discovery ?? await DiscoverAsync(null, cancellation).ConfigureAwait(false)).Kinds.Values;

    /// <summary>What Helm's <c>.Capabilities.APIVersions</c> holds: <c>apps/v1</c> and <c>apps/v1/Deployment</c> for each.</summary>
    public async Task<IReadOnlySet<string>> ApiVersionsAsync(CancellationToken cancellation = default)
    {
        var all = new SortedSet<string>(StringComparer.Ordinal) { "v1" };
        foreach (var resource in await ResourcesAsync(cancellation).ConfigureAwait(false))
        {
            all.Add(resource.ApiVersion);
            all.Add($"{resource.ApiVersion}/{resource.Kind}");
        }
        return all;
    }

    /// <summary>Forgets what was discovered; the next call asks again.</summary>
    public void ForgetResources() => _discovery = null;

    async Task<Discovery> DiscoverAsync(Discovery? stale, CancellationToken cancellation)
    {
        await _discovering.WaitAsync(cancellation).ConfigureAwait(false);
        try
        {
            if (_discovery is { } fresh && fresh != stale)
                return fresh;
            var found = new Dictionary<(string, string), KubeResource>();
            var core = SendAsync(HttpMethod.Get, "/api", accept: AggregatedDiscovery, cancellation: cancellation);
            var groups = SendAsync(HttpMethod.Get, "/apis", accept: AggregatedDiscovery, cancellation: cancellation);
            foreach (var document in await Task.WhenAll(core, groups).ConfigureAwait(false))
            {
                if ((string?)document["kind"] == "APIGroupDiscoveryList")
                    ReadAggregated(document, found);
                else
                    await ReadLegacyAsync(document, found, cancellation).ConfigureAwait(false);
            }
            return _discovery = new Discovery(found.ToFrozenDictionary());
        }
        finally
        {
            _discovering.Release();
        }
    }

    static void ReadAggregated(JsonObject document, Dictionary<(string, string), KubeResource> found)
    {
        foreach (var group in Objects(document["items"]))
        {
            var name = (string?)group["metadata"]?["name"] ?? "";
            foreach (var version in Objects(group["versions"]))
            {
                foreach (var resource in Objects(version["resources"]))
                {
                    // A resource's own kind may belong to another group (scale); it is reached through its parent then.
                    if ((string?)resource["responseKind"]?["kind"] is { } kind)
                    {
                        Add(found, name, (string)version["version"]!, kind, (string)resource["resource"]!,
                            (string?)resource["scope"] == "Namespaced", resource["verbs"]);
                    }
                }
            }
        }
    }

    /// <summary>Servers before aggregated discovery (Kubernetes 1.26) list their groups, and each version's resources apart.</summary>
    async Task ReadLegacyAsync(JsonObject document, Dictionary<(string, string), KubeResource> found, CancellationToken cancellation)
    {
        IEnumerable<(string Group, string Version, string Path)> versions = document["versions"] is JsonArray core
            ? core.Select(v => ("", (string)v!, $"/api/{v}"))
            : Objects(document["groups"]).SelectMany(g => Objects(g["versions"]).Select(v =>
                ((string)g["name"]!, (string)v["version"]!, $"/apis/{v["groupVersion"]}")));
        foreach (var (group, version, path) in versions)
        {
            JsonObject list;
            try
            {
                list = await SendAsync(HttpMethod.Get, path, cancellation: cancellation).ConfigureAwait(false);
            }
            catch (KubeException e) when (e.StatusCode is not null)
            {
                continue; // an extension API server that is down hides only its own kinds
            }
            foreach (var resource in Objects(list["resources"]))
            {
                if (!((string)resource["name"]!).Contains('/'))
                {
                    Add(found, group, version, (string)resource["kind"]!, (string)resource["name"]!,
                        (bool?)resource["namespaced"] ?? false, resource["verbs"]);
                }
            }
        }
    }

    static void Add(
        Dictionary<(string, string), KubeResource> found, string group, string version, string kind, string plural, bool namespaced, JsonNode? verbs)
    {
        var resource = new KubeResource(
            group, version, kind, plural, namespaced, verbs is JsonArray list ? [.. list.Select(v => (string)v!)] : []);
        found.TryAdd((resource.ApiVersion, kind), resource);
    }

    static IEnumerable<JsonObject> Objects(JsonNode? list) => (list as JsonArray)?.OfType<JsonObject>() ?? [];

    sealed record Discovery(FrozenDictionary<(string ApiVersion, string Kind), KubeResource> Kinds);
}
