using System.Text.Json.Nodes;
using Coder.Infra.Sandbox.Kubernetes.Handlers;
using Coder.Infra.Sandbox.Kubernetes.Selectors;

namespace Coder.Infra.Sandbox.Kubernetes.Tables;

internal static partial class Columns
{
    static Column Text(string name, Func<JsonObject, string?> cell, int priority = 0, string type = "string") => new(name, type, "", "", priority, (o, _) => cell(o));

    /// <summary>A cell that is no text, whatever the column's type says: the API server's do not always agree.</summary>
    static Column Number(string name, Func<JsonObject, JsonNode?> cell, string type = "integer", string description = "") => new(name, type, "", description, 0, (o, _) => cell(o));

    static Column Count(string name, string field, string type = "integer") => Number(name, o => o.Int("status", field) ?? 0, type);

    static Column Wanted => Number("Desired", o => o.Int("spec", "replicas") ?? 0);

    static Column Webhooks => Number("Webhooks", o => o.Array("webhooks")?.Count ?? 0);

    static Column Containers => Text("Containers", o => List(Template(o).Objects("containers").Select(c => c.Text("name")!)), 1);

    static Column Images => Text("Images", o => List(Template(o).Objects("containers").Select(c => c.Text("image")!)), 1);

    static Column CronContainers => Text("Containers", o => List(Template(o.Object("spec", "jobTemplate")).Objects("containers").Select(c => c.Text("name")!)), 1);

    static Column CronImages => Text("Images", o => List(Template(o.Object("spec", "jobTemplate")).Objects("containers").Select(c => c.Text("image")!)), 1);

    static Column SelectorColumn => Text("Selector", o => SelectorText(o.Object("spec", "selector")), 1);

    static Column MapSelector => Text("Selector", o => Map(o.TextMap("spec", "selector")), 1);

    static JsonObject? Template(JsonNode? o) => o.Object("spec", "template", "spec");

    static string Share(JsonObject o, string ready) => $"{o.Int("status", ready) ?? 0}/{o.Int("spec", "replicas") ?? 0}";

    static string Any(JsonNode? value) => value is null ? "N/A" : value.Text() ?? value.ToText();

    static string List(IEnumerable<string> items) => string.Join(",", items) is { Length: > 0 } text ? text : "<none>";

    static string Map(IReadOnlyDictionary<string, string> map) => List(map.OrderBy(p => p.Key, StringComparer.Ordinal).Select(p => $"{p.Key}={p.Value}"));

    static string SelectorText(JsonObject? selector) => LabelSelector.OfObject(selector).ToString() is { Length: > 0 } text ? text : "<none>";

    static string Modes(IEnumerable<string> modes) => string.Join(",", modes.Select(m => m switch
    {
        "ReadWriteOnce" => "RWO",
        "ReadOnlyMany" => "ROX",
        "ReadWriteMany" => "RWX",
        "ReadWriteOncePod" => "RWOP",
        _ => m,
    }));

    static string AutoscalerTargets(JsonObject o) => List(o.Objects("spec", "metrics").Select(m => m.Text("type") == "Resource"
        ? $"{m.Text("resource", "name")}: <unknown>/{(m.Int("resource", "target", "averageUtilization") is { } percent ? percent + "%" : Any(m.At("resource", "target", "averageValue")))}"
        : "<unknown>"));

    static string Quota(JsonObject o, bool requests) => string.Join(", ", o.TextMap("status", "hard").Where(h => h.Key.StartsWith("limits") != requests)
        .OrderBy(h => h.Key, StringComparer.Ordinal).Select(h => $"{h.Key}: {o.TextMap("status", "used").GetValueOrDefault(h.Key, "0")}/{h.Value}"));

    static IReadOnlyList<Column> BindingColumns =>
    [
        Name,
        Text("Role", o => $"{o.Text("roleRef", "kind")}/{o.Text("roleRef", "name")}"),
        Age,
        Text("Users", o => Subjects(o, "User"), 1),
        Text("Groups", o => Subjects(o, "Group"), 1),
        Text("ServiceAccounts", o => Subjects(o, "ServiceAccount"), 1),
    ];

    static string Subjects(JsonObject o, string kind) =>
        string.Join(", ", o.Objects("subjects").Where(s => s.Text("kind") == kind).Select(s => kind == "ServiceAccount" ? $"{s.Text("namespace")}/{s.Text("name")}" : s.Text("name")));

    static IReadOnlyList<Column> EventColumns =>
    [
        new Column("Last Seen", "string", "", "", 0, (o, now) => Ages.Since(o.Text("lastTimestamp") ?? o.Text("eventTime"), now)),
        Text("Type", o => o.Text("type")),
        Text("Reason", o => o.Text("reason")),
        Text("Object", o => $"{o.Text("involvedObject", "kind")?.ToLowerInvariant()}/{o.Text("involvedObject", "name")}"),
        Text("Subobject", o => o.Text("involvedObject", "fieldPath") ?? "", 1),
        Text("Source", o => o.Text("source", "component") is { } component ? component + (o.Text("source", "host") is { Length: > 0 } host ? ", " + host : "") : o.Text("reportingComponent"), 1),
        Text("Message", o => o.Text("message")?.Trim()),
        new Column("First Seen", "string", "", "", 1, (o, now) => Ages.Since(o.Text("firstTimestamp") ?? o.Text("eventTime"), now)),
        new Column("Count", "string", "", "", 1, (o, _) => o.Int("count") ?? 1),
        Text("Name", o => o.Text("metadata", "name"), 1),
    ];
}
