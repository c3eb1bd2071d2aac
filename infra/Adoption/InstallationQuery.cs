using System.Collections.Immutable;
using System.Text.Json.Nodes;
using Coder.Infra.Provider;
using Pulumi.Experimental;

namespace Coder.Infra.Adoption;

/// <summary>What to look for: the arguments of <c>coder-infra:index:getInstallation</c>, read.</summary>
internal sealed record InstallationQuery
{
    public string Kubeconfig { get; init; } = "";

    public string Context { get; init; } = "";

    public required string Namespace { get; init; }

    public required string ProviderName { get; init; }

    public required string Hostname { get; init; }

    public required string ClusterAddress { get; init; }

    public required string ChartVersion { get; init; }

    public string ChartName { get; init; } = "";

    public JsonObject Values { get; init; } = [];

    public ImmutableArray<string> Organizations { get; init; } = [];

    public ImmutableArray<string> Hosts { get; init; } = [];

    public string DnsServer { get; init; } = "";

    public int DnsPort { get; init; }

    /// <summary>Reads the arguments.</summary>
    public static InstallationQuery Of(IReadOnlyDictionary<string, PropertyValue> args) => new()
    {
        Kubeconfig = args.Text("kubeconfig"),
        Context = args.Text("context"),
        Namespace = args.Text("namespace"),
        ProviderName = args.Text("providerName"),
        Hostname = args.Text("hostname"),
        ClusterAddress = args.Text("clusterAddress"),
        ChartVersion = args.Text("chartVersion"),
        ChartName = args.Text("chartName"),
        Values = args.TryGetValue("values", out var values) && Json(values) is JsonObject map ? map : [],
        Organizations = args.Texts("organizations") ?? [],
        Hosts = args.Texts("hosts") ?? [],
        DnsServer = args.Text("dnsServer"),
        DnsPort = args.Number("dnsPort"),
    };

    private static JsonNode? Json(PropertyValue value)
    {
        if (value.TryGetMap(out var map))
            return new JsonObject(map.Select(member => KeyValuePair.Create(member.Key, Json(member.Value))));
        if (value.TryGetArray(out var items))
            return new JsonArray([.. items.Select(Json)]);
        if (value.TryGetString(out var text))
            return JsonValue.Create(text);
        if (value.TryGetNumber(out var number))
            return JsonValue.Create(number);
        return value.TryGetBool(out var flag) ? JsonValue.Create(flag) : null;
    }
}
