using System.Text.Json.Nodes;
using Coder.Infra.Sandbox.Kubernetes.Errors;
using Coder.Infra.Sandbox.Kubernetes.Objects;
using Coder.Infra.Sandbox.Kubernetes.Resources;
using Coder.Infra.Sandbox.Kubernetes.Schema;
using Coder.Infra.Sandbox.Kubernetes.Serving;

namespace Coder.Infra.Sandbox.Kubernetes.Apply;

/// <summary>Keeps <c>managedFields</c> through updates, and server-side apply, after structured-merge-diff.</summary>
internal static class FieldManager
{
    /// <summary>Records what an update changed: the writer owns it, nobody else does any longer.</summary>
    /// <param name="type">The object's type.</param>
    /// <param name="live">The state before, or an empty object at a creation.</param>
    /// <param name="next">The state after; its managed fields are set.</param>
    /// <param name="options">Who writes.</param>
    /// <param name="now">The time of entries that change.</param>
    public static void Update(ResourceType type, JsonObject live, JsonObject next, WriteOptions options, string now)
    {
        // A client may reset the record by sending an empty list, or rewrite it (kubectl does when it migrates to apply).
        var owners = Ownership.Read(next);
        var reset = next.Array("metadata", "managedFields") is { Count: 1 } list && list[0] is JsonObject { Count: 0 };
        if (reset) owners = [];
        var compare = Compare(type, live, next, options.Subresource);
        var taken = FieldSet.Union(compare.Added, compare.Modified);
        Release(owners, null, taken, compare.Removed);
        if (!taken.IsEmpty && !reset)
        {
            var self = new Owner(options.Manager, Owner.Update, type.ApiVersion, options.Subresource);
            var owner = owners.FirstOrDefault(o => o.Is(self));
            if (owner is null) owners.Add(owner = self);
            owner.Fields = FieldSet.Union(owner.Fields, taken);
            owner.Time = now;
        }
        Ownership.Write(next, owners);
    }

    /// <summary>Merges an applied configuration into an object.</summary>
    /// <returns>The object as it is to be stored, managed fields included, and whether anything but those changed.</returns>
    /// <exception cref="ApiException">409: others own fields that it would change, and it is not forced.</exception>
    public static (JsonObject Object, bool Changed) Apply(
        ResourceType type, JsonObject live, JsonObject applied, WriteOptions options, bool force, string now, Func<JsonObject, JsonObject> complete)
    {
        var schema = type.Schema;
        var owners = Ownership.Read(live);
        var self = new Owner(options.Manager, Owner.Apply, type.ApiVersion, options.Subresource);
        var mine = owners.FirstOrDefault(o => o.Is(self));
        var last = mine?.Fields ?? new FieldSet();
        var fields = Ownership.Ownable(TypedValue.FieldsOf(applied, schema), type, options.Subresource);

        var merged = (JsonObject)TypedValue.Merge(live, applied, schema)!;
        merged.Ensure("metadata").Remove("managedFields");
        var others = owners.Where(o => o != mine).Select(o => o.Fields).Append(fields).Aggregate(FieldSet.Union);
        Pruning.Remove(merged, schema, FieldSet.Difference(last, others), others);

        var next = complete(merged);
        var compare = Compare(type, live, next, options.Subresource);
        // Defaults and what the server sets belong to nobody; only what was applied can conflict.
        var changed = FieldSet.Union(compare.Added, compare.Modified);
        if (!force) RefuseConflicts(owners.Where(o => o != mine), FieldSet.Intersection(changed, fields));
        Release(owners, mine, FieldSet.Intersection(changed, fields), compare.Removed);

        if (mine is not null) owners.Remove(mine);
        owners.Add(self with { Fields = fields, Time = compare.IsSame ? mine?.Time : now });
        Ownership.Write(next, owners);
        return (next, !compare.IsSame);
    }

    static Comparison Compare(ResourceType type, JsonObject live, JsonObject next, string subresource) =>
        Comparison.Of(live, next, type.Schema).Ownable(type, subresource);

    static void Release(List<Owner> owners, Owner? except, FieldSet taken, FieldSet removed)
    {
        var lost = FieldSet.Union(taken, removed);
        if (lost.IsEmpty) return;
        foreach (var owner in owners)
            if (owner != except) owner.Fields = FieldSet.Difference(owner.Fields, lost);
        owners.RemoveAll(o => o != except && o.Fields.IsEmpty);
    }

    static void RefuseConflicts(IEnumerable<Owner> owners, FieldSet changed)
    {
        var conflicts = owners
            .OrderBy(o => o.ToString(), StringComparer.Ordinal)
            .SelectMany(o => FieldSet.Intersection(o.Fields, changed).Paths().Select(path => (Owner: o.ToString(), Path: path)))
            .ToList();
        if (conflicts.Count == 0) return;
        var message = conflicts.Count == 1
            ? $"Apply failed with 1 conflict: conflict with {conflicts[0].Owner}: {conflicts[0].Path}"
            : $"Apply failed with {conflicts.Count} conflicts: " + string.Join("\n", conflicts.GroupBy(c => c.Owner)
                .SelectMany(g => g.Select(c => $"- {c.Path}").Prepend($"conflicts with {g.Key}:")));
        throw new ApiException(409, "Conflict", message, new JsonObject
        {
            ["causes"] = new JsonArray([.. conflicts.Select(c => (JsonNode)new JsonObject
            {
                ["reason"] = "FieldManagerConflict",
                ["message"] = $"conflict with {c.Owner}",
                ["field"] = c.Path,
            })]),
        });
    }
}
