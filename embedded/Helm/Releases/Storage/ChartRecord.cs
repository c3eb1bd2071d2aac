using System.Text.Json.Nodes;
using Coder.Infra.Helm.Charts;
using Coder.Infra.Helm.Releases.Objects;

namespace Coder.Infra.Helm.Releases.Storage;

/// <summary>A chart as Helm keeps it in a release's record. Subcharts are not kept: Helm's JSON has no place for them.</summary>
static class ChartRecord
{
    public static JsonObject Write(Chart chart) => new()
    {
        ["metadata"] = Metadata(chart.Metadata),
        ["lock"] = chart.Lock is { } held
            ? new JsonObject { ["generated"] = held.Generated, ["digest"] = held.Digest, ["dependencies"] = Dependencies(held.Dependencies) }
            : null,
        ["templates"] = Files(chart.Templates),
        ["values"] = chart.Values is null ? null : Json.FromModel(chart.Values),
        ["schema"] = chart.Schema is null ? null : Convert.ToBase64String(chart.Schema),
        ["files"] = Files(chart.Files),
    };

    /// <summary>The chart that a record holds: its name, version and default values; enough to compute values again.</summary>
    public static Chart Read(JsonObject? record)
    {
        var metadata = record?["metadata"] as JsonObject;
        return new Chart
        {
            Metadata = new ChartMetadata
            {
                Name = (string?)metadata?["name"] ?? "",
                Version = (string?)metadata?["version"] ?? "",
                AppVersion = (string?)metadata?["appVersion"] ?? "",
                ApiVersion = (string?)metadata?["apiVersion"] ?? "v2",
                Type = (string?)metadata?["type"] ?? "",
            },
            Values = Json.ToModel(record?["values"] as JsonObject),
        };
    }

    static JsonObject Metadata(ChartMetadata m)
    {
        // Fields in Go's order, empty ones left out.
        var json = new JsonObject();
        Text("name", m.Name);
        Text("home", m.Home);
        List("sources", m.Sources);
        Text("version", m.Version);
        Text("description", m.Description);
        List("keywords", m.Keywords);
        if (m.Maintainers is { Count: > 0 })
            json["maintainers"] = new JsonArray([.. m.Maintainers.Select(Maintainer)]);
        Text("icon", m.Icon);
        Text("apiVersion", m.ApiVersion);
        Text("condition", m.Condition);
        Text("tags", m.Tags);
        Text("appVersion", m.AppVersion);
        if (m.Deprecated)
            json["deprecated"] = true;
        if (m.Annotations is { Count: > 0 })
            json["annotations"] = new JsonObject(m.Annotations.OrderBy(a => a.Key, StringComparer.Ordinal).Select(a => KeyValuePair.Create(a.Key, (JsonNode?)a.Value)));
        Text("kubeVersion", m.KubeVersion);
        if (Dependencies(m.Dependencies) is { } dependencies)
            json["dependencies"] = dependencies;
        Text("type", m.Type);
        return json;

        void Text(string key, string value) => AddText(json, key, value);
        void List(string key, List<string?>? values)
        {
            if (values is { Count: > 0 })
                json[key] = new JsonArray([.. values.Select(v => (JsonNode?)v)]);
        }
    }

    static JsonNode? Maintainer(ChartMaintainer? maintainer)
    {
        if (maintainer is null)
            return null;
        var json = new JsonObject();
        AddText(json, "name", maintainer.Name);
        AddText(json, "email", maintainer.Email);
        AddText(json, "url", maintainer.Url);
        return json;
    }

    static JsonArray? Dependencies(List<ChartDependency?>? dependencies)
    {
        if (dependencies is not { Count: > 0 })
            return null;
        return [.. dependencies.Select(JsonNode? (d) =>
        {
            if (d is null)
                return null;
            var json = new JsonObject { ["name"] = d.Name };
            AddText(json, "version", d.Version);
            json["repository"] = d.Repository;
            AddText(json, "condition", d.Condition);
            if (d.Tags is { Count: > 0 })
                json["tags"] = new JsonArray([.. d.Tags.Select(t => (JsonNode?)t)]);
            if (d.Enabled)
                json["enabled"] = true;
            if (d.ImportValues is { Count: > 0 })
                json["import-values"] = Json.FromModel(d.ImportValues);
            AddText(json, "alias", d.Alias);
            return json;
        })];
    }

    static void AddText(JsonObject json, string key, string value)
    {
        if (value.Length > 0)
            json[key] = value;
    }

    static JsonArray? Files(List<ChartFile> files)
        => files.Count == 0 ? null
            : [.. files.Select(f => (JsonNode)new JsonObject { ["name"] = f.Name, ["data"] = Convert.ToBase64String(f.Data) })];
}
