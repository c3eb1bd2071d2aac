using System.Text.Json.Nodes;
using Coder.Infra.Sandbox.Kubernetes.Errors;
using Coder.Infra.Sandbox.Kubernetes.Resources;
using Microsoft.AspNetCore.Http;

namespace Coder.Infra.Sandbox.Kubernetes.Serving;

/// <summary>Discovery documents: per group version, and aggregated when the client asks for that.</summary>
internal sealed class Discovery(ResourceRegistry resources, Func<string> address)
{
    const string Aggregated = "APIGroupDiscoveryList";

    /// <summary>Answers <c>/api</c>, <c>/apis</c> and the documents below them; false for any other path.</summary>
    public async Task<bool> TryAnswerAsync(HttpContext http)
    {
        var path = http.Request.Path.Value!.Trim('/').Split('/');
        var document = path switch
        {
            ["api"] => AggregatedVersion(http) is { } v ? Groups(v, core: true) : Versions(),
            ["apis"] => AggregatedVersion(http) is { } v ? Groups(v, core: false) : GroupList(),
            ["apis", var group] => Group(group),
            ["api", "v1"] => ResourceList("", "v1"),
            ["apis", var group, var version] => ResourceList(group, version),
            _ => null,
        };
        if (document is null) return false;
        if (http.Request.Method is not ("GET" or "HEAD")) throw ApiErrors.NotAllowed();
        var aggregated = document.Text("kind") == Aggregated;
        await http.Json(200, document, aggregated ? $"application/json;g=apidiscovery.k8s.io;v={document.Text("apiVersion")!.Split('/')[1]};as={Aggregated}" : "application/json");
        return true;
    }

    static string? AggregatedVersion(HttpContext http)
    {
        foreach (var (type, parameters) in MediaTypes.Accepted(http.Request))
        {
            if (type is not ("application/json" or "*/*")) continue;
            if (!parameters.TryGetValue("as", out var form)) return null;
            if (form == Aggregated && parameters.GetValueOrDefault("g") == "apidiscovery.k8s.io" && parameters.GetValueOrDefault("v") is "v2" or "v2beta1") return parameters["v"];
        }
        return null;
    }

    JsonObject Versions() => new()
    {
        ["kind"] = "APIVersions",
        ["versions"] = new JsonArray("v1"),
        ["serverAddressByClientCIDRs"] = new JsonArray(new JsonObject { ["clientCIDR"] = "0.0.0.0/0", ["serverAddress"] = address() }),
    };

    JsonObject GroupList() => new()
    {
        ["kind"] = "APIGroupList",
        ["apiVersion"] = "v1",
        ["groups"] = new JsonArray([.. resources.All.Where(t => t.Group.Length > 0).GroupBy(t => t.Group).Select(g => (JsonNode)GroupOf(g.Key, g))]),
    };

    JsonObject? Group(string name)
    {
        var types = resources.All.Where(t => t.Group == name && name.Length > 0).ToList();
        if (types.Count == 0) return null;
        var group = GroupOf(name, types);
        return new JsonObject([KeyValuePair.Create<string, JsonNode?>("kind", "APIGroup"), KeyValuePair.Create<string, JsonNode?>("apiVersion", "v1"), .. group.Select(p => KeyValuePair.Create(p.Key, p.Value?.DeepClone()))]);
    }

    static JsonObject GroupOf(string name, IEnumerable<ResourceType> types)
    {
        var versions = types.Select(t => t.Version).Distinct().Select(v => new JsonObject { ["groupVersion"] = $"{name}/{v}", ["version"] = v }).ToList();
        return new JsonObject
        {
            ["name"] = name,
            ["versions"] = new JsonArray([.. versions.Select(v => (JsonNode)v)]),
            ["preferredVersion"] = versions[0].DeepClone(),
        };
    }

    JsonObject? ResourceList(string group, string version)
    {
        if (!resources.HasGroupVersion(group, version)) return null;
        var list = new JsonArray();
        foreach (var type in resources.All.Where(t => t.Group == group && t.Version == version))
        {
            list.Add(Legacy(type));
            foreach (var sub in type.Subresources) list.Add(Legacy(type, sub));
        }
        var document = new JsonObject { ["kind"] = "APIResourceList" };
        if (group.Length > 0) document["apiVersion"] = "v1";
        document["groupVersion"] = group.Length == 0 ? version : $"{group}/{version}";
        document["resources"] = list;
        return document;
    }

    static JsonObject Legacy(ResourceType type)
    {
        var json = new JsonObject { ["name"] = type.Plural, ["singularName"] = type.Singular, ["namespaced"] = type.Namespaced, ["kind"] = type.Kind, ["verbs"] = Json.ToArray(type.Verbs) };
        Common(json, type);
        if (type.IsStored) json["storageVersionHash"] = type.StorageVersionHash;
        return json;
    }

    static JsonObject Legacy(ResourceType type, Subresource sub)
    {
        var json = new JsonObject { ["name"] = $"{type.Plural}/{sub.Name}", ["singularName"] = "", ["namespaced"] = type.Namespaced };
        if (sub.Group != type.Group || sub.Version != type.Version)
        {
            json["group"] = sub.Group;
            json["version"] = sub.Version;
        }
        json["kind"] = sub.Kind;
        json["verbs"] = Json.ToArray(sub.Verbs);
        return json;
    }

    JsonObject Groups(string version, bool core) => new()
    {
        ["kind"] = Aggregated,
        ["apiVersion"] = $"apidiscovery.k8s.io/{version}",
        ["metadata"] = new JsonObject(),
        ["items"] = new JsonArray([.. resources.All.Where(t => core == (t.Group.Length == 0)).GroupBy(t => t.Group).Select(g => (JsonNode)new JsonObject
        {
            ["metadata"] = core ? new JsonObject() : new JsonObject { ["name"] = g.Key },
            ["versions"] = new JsonArray([.. g.GroupBy(t => t.Version).Select(v => (JsonNode)new JsonObject
            {
                ["version"] = v.Key,
                ["resources"] = new JsonArray([.. v.Select(t => (JsonNode)AggregatedResource(t))]),
                ["freshness"] = "Current",
            })]),
        })]),
    };

    static JsonObject AggregatedResource(ResourceType type)
    {
        var json = new JsonObject
        {
            ["resource"] = type.Plural,
            ["responseKind"] = ResponseKind(type.IsCustom ? type.Group : "", type.IsCustom ? type.Version : "", type.Kind),
            ["scope"] = type.Namespaced ? "Namespaced" : "Cluster",
            ["singularResource"] = type.Singular,
            ["verbs"] = Json.ToArray(type.Verbs),
        };
        Common(json, type);
        if (type.Subresources.Count > 0)
            json["subresources"] = new JsonArray([.. type.Subresources.Select(s => (JsonNode)new JsonObject
            {
                ["subresource"] = s.Name,
                ["responseKind"] = s.Group == type.Group && s.Version == type.Version && !type.IsCustom ? ResponseKind("", "", s.Kind) : ResponseKind(s.Group, s.Version, s.Kind),
                ["verbs"] = Json.ToArray(s.Verbs),
            })]);
        return json;
    }

    static JsonObject ResponseKind(string group, string version, string kind) => new() { ["group"] = group, ["version"] = version, ["kind"] = kind };

    static void Common(JsonObject json, ResourceType type)
    {
        if (type.ShortNames.Count > 0) json["shortNames"] = Json.ToArray(type.ShortNames);
        if (type.Categories.Count > 0) json["categories"] = Json.ToArray(type.Categories);
    }
}
