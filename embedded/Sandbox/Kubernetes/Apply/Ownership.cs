using System.Text.Json.Nodes;
using Coder.Infra.Sandbox.Kubernetes.Resources;

namespace Coder.Infra.Sandbox.Kubernetes.Apply;

/// <summary>Who owns which fields: one entry of <c>metadata.managedFields</c>.</summary>
internal sealed record Owner(string Manager, string Operation, string ApiVersion, string Subresource)
{
    public const string Apply = "Apply";
    public const string Update = "Update";

    public FieldSet Fields { get; set; } = new();

    /// <summary>When its fields were last changed; absent when an apply took a share without changing anything.</summary>
    public string? Time { get; set; }

    /// <summary>An applier is the same in every version it applies.</summary>
    public bool Is(Owner other) =>
        Manager == other.Manager && Operation == other.Operation && Subresource == other.Subresource && (Operation == Apply || ApiVersion == other.ApiVersion);

    /// <summary>As conflicts name it.</summary>
    public override string ToString() =>
        $"\"{Manager}\"{(Subresource.Length > 0 ? $" with subresource \"{Subresource}\"" : "")}{(Operation == Update ? $" using {ApiVersion}" : "")}";
}

/// <summary>Reads and writes <c>metadata.managedFields</c>.</summary>
internal static class Ownership
{
    /// <summary>More update entries than this are folded into one, oldest first.</summary>
    const int MaxUpdateManagers = 10;

    static readonly FieldSet NeverOwned = FieldSet.FromJson((JsonObject?)JsonNode.Parse("""
        {"f:apiVersion":{},"f:kind":{},"f:metadata":{"f:name":{},"f:namespace":{},"f:creationTimestamp":{},"f:selfLink":{},
         "f:uid":{},"f:clusterName":{},"f:generation":{},"f:managedFields":{},"f:resourceVersion":{}}}
        """));

    static readonly FieldSet StatusOnly = FieldSet.FromJson(new JsonObject { ["f:status"] = new JsonObject() });

    public static List<Owner> Read(JsonObject json) => [.. json.Objects("metadata", "managedFields")
        .Select(e => new Owner(e.Text("manager") ?? "", e.Text("operation") ?? "", e.Text("apiVersion") ?? "", e.Text("subresource") ?? "")
        {
            Fields = FieldSet.FromJson(e.Object("fieldsV1")),
            Time = e.Text("time"),
        })];

    public static void Write(JsonObject json, List<Owner> owners)
    {
        Fold(owners);
        var metadata = json.Ensure("metadata");
        owners.RemoveAll(o => o.Fields.IsEmpty);
        if (owners.Count == 0)
        {
            metadata.Remove("managedFields");
            return;
        }
        metadata["managedFields"] = new JsonArray([.. owners
            .OrderBy(o => o.Operation, StringComparer.Ordinal).ThenBy(o => o.Time ?? "", StringComparer.Ordinal)
            .ThenBy(o => o.Manager, StringComparer.Ordinal).ThenBy(o => o.ApiVersion, StringComparer.Ordinal).ThenBy(o => o.Subresource, StringComparer.Ordinal)
            .Select(ToJson)]);
    }

    static JsonNode ToJson(Owner owner)
    {
        var entry = new JsonObject { ["manager"] = owner.Manager, ["operation"] = owner.Operation, ["apiVersion"] = owner.ApiVersion };
        if (owner.Time is not null) entry["time"] = owner.Time;
        entry["fieldsType"] = "FieldsV1";
        entry["fieldsV1"] = owner.Fields.ToJson();
        if (owner.Subresource.Length > 0) entry["subresource"] = owner.Subresource;
        return entry;
    }

    static void Fold(List<Owner> owners)
    {
        var updaters = owners.Where(o => o.Operation == Owner.Update).OrderBy(o => o.Time, StringComparer.Ordinal).ToList();
        if (updaters.Count <= MaxUpdateManagers) return;
        var folded = updaters.Take(updaters.Count - MaxUpdateManagers + 1).ToList();
        owners.RemoveAll(folded.Contains);
        owners.Add(new Owner("ancient-changes", Owner.Update, folded[^1].ApiVersion, "")
        {
            Fields = folded.Select(o => o.Fields).Aggregate(FieldSet.Union),
            Time = folded[^1].Time,
        });
    }

    /// <summary>Takes out what nobody owns, and what this way of writing does not change (<c>resetFields</c> of the API server's strategies).</summary>
    public static FieldSet Ownable(FieldSet set, ResourceType type, string subresource)
    {
        set = Without(set, NeverOwned);
        if (set.Find(PathElement.Field("metadata")) is { } metadata) metadata.IsMember = false;
        if (type.HasStatus && subresource.Length == 0) set = Without(set, StatusOnly);
        if (subresource == "status")
        {
            var others = new FieldSet();
            foreach (var (element, _) in set.Children)
                if (element.Serial is not ("f:status" or "f:metadata")) others.Child(element).IsMember = true;
            set = Without(set, others);
        }
        return set.Trim();
    }

    /// <summary>A copy without the members of another set and all that is below them.</summary>
    public static FieldSet Without(FieldSet set, FieldSet ignored)
    {
        var result = new FieldSet { IsMember = set.IsMember && !ignored.IsMember };
        if (ignored.IsMember) return result;
        foreach (var (element, child) in set.Children)
        {
            var kept = ignored.Find(element) is { } under ? Without(child, under) : child;
            if (!kept.IsEmpty) Graft(result, element, kept);
        }
        return result;
    }

    static void Graft(FieldSet parent, PathElement element, FieldSet child)
    {
        var copy = parent.Child(element);
        copy.IsMember = child.IsMember;
        foreach (var (name, grandchild) in child.Children) Graft(copy, name, grandchild);
    }
}
