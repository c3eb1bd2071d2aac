using System.Text.Json.Nodes;
using Coder.Infra.Sandbox.Kubernetes.Apply;
using Coder.Infra.Sandbox.Kubernetes.Objects;
using Coder.Infra.Sandbox.Kubernetes.Resources;
using Coder.Infra.Sandbox.Kubernetes.Storage;

namespace Coder.Infra.Sandbox.Kubernetes.Controllers;

/// <summary>
/// Deletes what has lost all its owners, and settles foreground and orphaning deletions: an owner waits for its
/// dependents, or lets them go, before its finalizer is removed.
/// </summary>
internal sealed class GarbageCollector(ObjectWriter writer) : IController
{
    readonly Dictionary<string, HashSet<ObjectKey>> _dependents = [];

    public IEnumerable<ObjectKey> Affected(Change change)
    {
        Index(change);
        return Concerned(change);
    }

    /// <summary>Keeps, under the store's gate, who names which uid as an owner.</summary>
    void Index(Change change)
    {
        foreach (var uid in Owners(change.Previous))
            if (_dependents.TryGetValue(uid, out var keys) && keys.Remove(change.Key) && keys.Count == 0) _dependents.Remove(uid);
        if (change.Type == ChangeType.Deleted) return;
        foreach (var uid in Owners(change.Current))
        {
            if (!_dependents.TryGetValue(uid, out var keys)) _dependents[uid] = keys = [];
            keys.Add(change.Key);
        }
    }

    static IEnumerable<string> Owners(StoredObject? stored) => (stored?.Json).Objects("metadata", "ownerReferences").Select(r => r.Text("uid")).OfType<string>();

    IEnumerable<ObjectKey> Concerned(Change change)
    {
        if (change.Type == ChangeType.Deleted)
        {
            // Dependents look for themselves whether somebody is left; owners that waited for this one as well.
            foreach (var dependent in Dependents(change.Current)) yield return dependent.Key;
            foreach (var owner in change.Current.Json.Objects("metadata", "ownerReferences"))
                if (KeyOf(owner, change.Key.Namespace) is { } key) yield return key;
        }
        else if (change.Current.IsBeingDeleted() && Finalizers(change.Current).Any(f => f is ObjectWriter.ForegroundFinalizer or ObjectWriter.OrphanFinalizer)
            || change.Type == ChangeType.Added && change.Current.Json.At("metadata", "ownerReferences") is not null)
        {
            yield return change.Key;
        }
    }

    public TimeSpan? Reconcile(ObjectKey key)
    {
        if (writer.Store.Get(key) is not { } stored || writer.Resources.FindStorage(key.Storage) is not { } type) return null;
        if (stored.IsBeingDeleted())
        {
            if (Finalizers(stored).Contains(ObjectWriter.OrphanFinalizer)) Orphan(type, stored);
            else if (Finalizers(stored).Contains(ObjectWriter.ForegroundFinalizer)) Foreground(type, stored);
            return null;
        }
        var owners = stored.Json.Objects("metadata", "ownerReferences").ToList();
        if (owners.Count > 0 && !owners.Any(o => Lives(o, key.Namespace)))
            writer.DeleteQuietly(type, key, new DeleteOptions { Uid = stored.Uid, Propagation = Finalizers(stored).Contains(ObjectWriter.ForegroundFinalizer) ? "Foreground" : null });
        return null;
    }

    void Foreground(ResourceType type, StoredObject owner)
    {
        var waiting = false;
        foreach (var dependent in Dependents(owner))
        {
            if (writer.Resources.FindStorage(dependent.Key.Storage) is not { } dependentType) continue;
            if (!dependent.IsBeingDeleted()) writer.DeleteQuietly(dependentType, dependent.Key, new DeleteOptions { Propagation = "Foreground" });
            waiting |= writer.Store.Get(dependent.Key) is not null;
        }
        if (!waiting) RemoveFinalizer(type, owner, ObjectWriter.ForegroundFinalizer);
    }

    void Orphan(ResourceType type, StoredObject owner)
    {
        foreach (var dependent in Dependents(owner))
        {
            if (writer.Resources.FindStorage(dependent.Key.Storage) is not { } dependentType) continue;
            writer.Update(dependentType, dependent.Key.Namespace, dependent.Key.Name, WriteOptions.Controller, json =>
            {
                var references = json.Ensure("metadata").EnsureArray("ownerReferences");
                foreach (var mine in references.OfType<JsonObject>().Where(r => r.Text("uid") == owner.Uid).ToList()) references.Remove(mine);
                if (references.Count == 0) json.Ensure("metadata").Remove("ownerReferences");
                return json;
            });
        }
        RemoveFinalizer(type, owner, ObjectWriter.OrphanFinalizer);
    }

    void RemoveFinalizer(ResourceType type, StoredObject stored, string finalizer)
    {
        if (writer.Store.Get(stored.Key) is null) return;
        writer.Update(type, stored.Key.Namespace, stored.Key.Name, WriteOptions.Controller, json =>
        {
            var left = json.Texts("metadata", "finalizers").Where(f => f != finalizer).ToList();
            if (left.Count > 0) json.Ensure("metadata")["finalizers"] = Json.ToArray(left);
            else json.Ensure("metadata").Remove("finalizers");
            return json;
        });
    }

    static IEnumerable<string> Finalizers(StoredObject stored) => stored.Json.Texts("metadata", "finalizers");

    List<StoredObject> Dependents(StoredObject owner)
    {
        lock (writer.Store.Gate)
            return _dependents.TryGetValue(owner.Uid, out var keys) ? [.. keys.Select(writer.Store.Get).OfType<StoredObject>()] : [];
    }

    bool Lives(JsonObject reference, string @namespace) =>
        KeyOf(reference, @namespace) is { } key && writer.Store.Get(key) is { } owner && owner.Uid == reference.Text("uid");

    /// <summary>Where an owner is kept; null when its kind is not served, in which case nobody can say that it is gone.</summary>
    ObjectKey? KeyOf(JsonObject reference, string @namespace)
    {
        var group = reference.Text("apiVersion")?.Split('/') is [var g, _] ? g : "";
        return writer.Resources.FindGroupKind(group, reference.Text("kind") ?? "") is { } type
            ? new ObjectKey(type.StorageName, type.Namespaced ? @namespace : "", reference.Text("name") ?? "")
            : null;
    }
}
