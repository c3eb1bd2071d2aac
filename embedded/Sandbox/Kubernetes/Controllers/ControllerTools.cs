using System.Text.Json.Nodes;
using Coder.Infra.Sandbox.Kubernetes.Apply;
using Coder.Infra.Sandbox.Kubernetes.Errors;
using Coder.Infra.Sandbox.Kubernetes.Objects;
using Coder.Infra.Sandbox.Kubernetes.Resources;
using Coder.Infra.Sandbox.Kubernetes.Schema;
using Coder.Infra.Sandbox.Kubernetes.Serving;
using Coder.Infra.Sandbox.Kubernetes.Storage;

namespace Coder.Infra.Sandbox.Kubernetes.Controllers;

/// <summary>What controllers do with objects, through the same door as clients.</summary>
internal static class ControllerTools
{
    public static IEnumerable<StoredObject> OwnedBy(this ObjectWriter writer, string storage, StoredObject owner) =>
        writer.Store.List(storage, owner.Key.Namespace).Items.Where(o => ControllerUid(o.Json) == owner.Uid);

    public static string? ControllerUid(JsonNode json) => ObjectFacts.ControllerOf(json).Text("uid");

    /// <summary>The key of the object that controls this one, when it is of the given storage.</summary>
    public static IEnumerable<ObjectKey> Controller(Change change, string kind, string storage) =>
        ObjectFacts.ControllerOf(change.Current.Json) is { } owner && owner.Text("kind") == kind ? [new ObjectKey(storage, change.Key.Namespace, owner.Text("name")!)] : [];

    public static JsonObject OwnerReference(StoredObject owner) => new()
    {
        ["apiVersion"] = owner.Json.Text("apiVersion"),
        ["kind"] = owner.Json.Text("kind"),
        ["name"] = owner.Key.Name,
        ["uid"] = owner.Uid,
        ["controller"] = true,
        ["blockOwnerDeletion"] = true,
    };

    public static bool IsBeingDeleted(this StoredObject stored) => stored.Json.Text("metadata", "deletionTimestamp") is not null;

    /// <summary>Writes the status when it differs; unknown to everybody else.</summary>
    public static void WriteStatus(this ObjectWriter writer, ResourceType type, ObjectKey key, WriteOptions options, Action<JsonObject> change)
    {
        if (writer.Store.Get(key) is null) return;
        writer.Update(type, key.Namespace, key.Name, options, json =>
        {
            change(json.Ensure("status"));
            Decoder.Decode(json, type.Schema);
            return json;
        });
    }

    public static StoredObject? CreateOwned(this ObjectWriter writer, ResourceType type, string @namespace, JsonObject json, WriteOptions? options = null)
    {
        Decoder.Decode(json, type.Schema);
        var created = writer.Create(type, @namespace, json, options ?? WriteOptions.Controller).Object;
        return writer.Store.Get(ObjectWriter.Key(type, @namespace, created.Text("metadata", "name")!));
    }

    public static void DeleteQuietly(this ObjectWriter writer, ResourceType type, ObjectKey key, DeleteOptions? options = null)
    {
        try
        {
            writer.Delete(type, key.Namespace, key.Name, options ?? new DeleteOptions());
        }
        catch (ApiException e) when (e.Code == 404)
        {
            // Gone is what was wanted.
        }
    }

    /// <summary>A number or a share of a total, as rolling updates have them.</summary>
    public static int IntOrPercent(JsonNode? value, int total, bool roundUp)
    {
        if (value.Text() is { } text && text.EndsWith('%') && int.TryParse(text[..^1], out var percent))
            return roundUp ? (total * percent + 99) / 100 : total * percent / 100;
        return value.Int() ?? (int.TryParse(value.Text(), out var number) ? number : 0);
    }

    /// <summary>Sets a condition; the transition time moves only with the status.</summary>
    public static bool SetCondition(JsonObject status, string type, string value, string reason, string message, string now, bool withUpdateTime = false)
    {
        var conditions = status.EnsureArray("conditions");
        var existing = conditions.OfType<JsonObject>().FirstOrDefault(c => c.Text("type") == type);
        if (existing is not null && existing.Text("status") == value && existing.Text("reason") == reason && (existing.Text("message") ?? "") == message) return false;
        var transition = existing is not null && existing.Text("status") == value ? existing.Text("lastTransitionTime") ?? now : now;
        var condition = new JsonObject { ["type"] = type, ["status"] = value };
        if (withUpdateTime) condition["lastUpdateTime"] = now;
        condition["lastTransitionTime"] = transition;
        if (reason.Length > 0) condition["reason"] = reason;
        if (message.Length > 0) condition["message"] = message;
        if (existing is not null) conditions[conditions.IndexOf(existing)] = condition;
        else conditions.Add(condition);
        return true;
    }

    /// <summary>A short name for a template: the same template has the same.</summary>
    public static string Hash(JsonNode template)
    {
        uint hash = 2166136261;
        foreach (var b in Canonical(template).ToUtf8()) hash = (hash ^ b) * 16777619;
        const string letters = "bcdfghjklmnpqrstvwxz2456789";
        return string.Concat(hash.ToString().Select(c => letters[c % letters.Length]));
    }

    static JsonNode Canonical(JsonNode node) => node switch
    {
        JsonObject o => new JsonObject(o.OrderBy(p => p.Key, StringComparer.Ordinal).Select(p => KeyValuePair.Create(p.Key, p.Value is null ? null : (JsonNode?)Canonical(p.Value)))),
        JsonArray a => new JsonArray([.. a.Select(i => i is null ? null : Canonical(i))]),
        _ => node.DeepClone(),
    };
}
