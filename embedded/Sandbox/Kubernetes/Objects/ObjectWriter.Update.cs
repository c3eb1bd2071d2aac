using System.Text.Json.Nodes;
using Coder.Infra.Sandbox.Kubernetes.Apply;
using Coder.Infra.Sandbox.Kubernetes.Defaults;
using Coder.Infra.Sandbox.Kubernetes.Errors;
using Coder.Infra.Sandbox.Kubernetes.Resources;
using Coder.Infra.Sandbox.Kubernetes.Serving;
using Coder.Infra.Sandbox.Kubernetes.Storage;
using Coder.Infra.Sandbox.Kubernetes.Validation;

namespace Coder.Infra.Sandbox.Kubernetes.Objects;

internal sealed partial class ObjectWriter
{
    /// <summary>Changes an object. <paramref name="change"/> is given a copy and returns the wanted state, decoded.</summary>
    /// <exception cref="ApiException">It is refused.</exception>
    public WriteResult Update(ResourceType type, string? @namespace, string name, WriteOptions options, Func<JsonObject, JsonObject> change)
    {
        lock (Store.Gate)
        {
            var stored = Get(type, @namespace, name);
            var live = Versions.Convert(stored.Json, type);
            var next = change(live.Copy());
            PrepareUpdate(type, stored, live, next, options);
            Defaulting.Apply(type, next);
            FieldManager.Update(type, live, next, options, Now);
            return Replace(type, stored, live, next, options);
        }
    }

    /// <summary>The second half of an update, shared with server-side apply: rules, generation, storage.</summary>
    WriteResult Replace(ResourceType type, StoredObject stored, JsonObject live, JsonObject next, WriteOptions options)
    {
        var name = stored.Key.Name;
        Admission.OnUpdate(type, live, next);
        Allocations.Release(type, next, live);
        var errors = Validator.Validate(type, next, live);
        if (errors.Count > 0) throw ApiErrors.Invalid(type, name, errors);
        _allocations.Allocate(type, next, live);
        var metadata = next.Ensure("metadata");
        if (HasGeneration(type) && options.Subresource != "status" && !SameSpec(type, live, next))
            metadata["generation"] = (live.Long("metadata", "generation") ?? 0) + 1;
        if (SameBut(live, next)) return new WriteResult(live);
        if (options.DryRun) return new WriteResult(next);
        if (IsBeingDeleted(next) && FinalizersOf(next).Count == 0 && (next.Long("metadata", "deletionGracePeriodSeconds") ?? 0) == 0 && type.Plural is not "namespaces")
        {
            Store.Delete(stored);
            return new WriteResult(next);
        }
        return new WriteResult(Versions.Convert(Store.Write(stored.Key, Versions.ToStorage(next, type, Resources)).Json, type));
    }

    void PrepareUpdate(ResourceType type, StoredObject stored, JsonObject live, JsonObject next, WriteOptions options)
    {
        var name = stored.Key.Name;
        var metadata = next.Ensure("metadata");
        if (metadata.Text("name") is { Length: > 0 } given && given != name)
            throw ApiErrors.BadRequest($"the name of the object ({given}) does not match the name on the URL ({name})");
        if (metadata.Text("namespace") is { Length: > 0 } space && space != stored.Key.Namespace)
            throw ApiErrors.BadRequest($"the namespace of the object ({space}) does not match the namespace on the URL ({stored.Key.Namespace})");
        if (metadata.Text("uid") is { Length: > 0 } uid && uid != stored.Uid)
            throw ApiErrors.Conflict(type, name, $"Precondition failed: UID in precondition: {uid}, UID in object meta: {stored.Uid}");
        var version = metadata.Text("resourceVersion");
        if (version is { Length: > 0 } && version != live.Text("metadata", "resourceVersion")) throw ApiErrors.Modified(type, name);
        if (version is not { Length: > 0 } && type.IsCustom)
            throw ApiErrors.Invalid(type, name, [FieldError.Invalid("metadata.resourceVersion", 0, "must be specified for an update")]);
        KeepMetadata(live, next);
        if (options.Subresource == "status") KeepAllButStatus(type, live, next);
        else ResetStatus(type, next, live);
        next["apiVersion"] = type.ApiVersion;
        next["kind"] = type.Kind;
    }

    /// <summary>Fields of the metadata that no client changes.</summary>
    static void KeepMetadata(JsonObject live, JsonObject next)
    {
        var (before, after) = (live.Ensure("metadata"), next.Ensure("metadata"));
        foreach (var field in (string[])["name", "namespace", "uid", "creationTimestamp", "deletionTimestamp", "deletionGracePeriodSeconds", "generation", "resourceVersion", "generateName"])
            if (before[field] is { } value) after[field] = value.DeepClone();
            else after.Remove(field);
        if (!after.ContainsKey("managedFields") && before["managedFields"] is { } managed) after["managedFields"] = managed.DeepClone();
    }

    static void KeepAllButStatus(ResourceType type, JsonObject live, JsonObject next)
    {
        var status = next["status"]?.DeepClone();
        foreach (var (name, _) in next.ToArray())
            if (name is not ("metadata" or "status")) next.Remove(name);
        foreach (var (name, value) in live)
            if (name is not ("metadata" or "status")) next[name] = value?.DeepClone();
        if (status is null) next.Remove("status");
        // Built-in strategies keep the labels; of other metadata, annotations and finalizers may change on the way.
        var (before, after) = (live.Ensure("metadata"), next.Ensure("metadata"));
        if (type.Group is "apps" or "batch" && !type.IsCustom)
        {
            if (before["labels"] is { } labels) after["labels"] = labels.DeepClone();
            else after.Remove("labels");
        }
    }

    /// <summary>Whether all but metadata and status is the same.</summary>
    static bool SameSpec(ResourceType type, JsonObject a, JsonObject b) =>
        a.Concat(b).Select(p => p.Key).Distinct()
            .Where(k => k is not ("metadata" or "apiVersion" or "kind") && !(k == "status" && type.HasStatus))
            .All(k => Json.Same(a[k], b[k]));

    static bool SameBut(JsonObject live, JsonObject next)
    {
        if (Json.Same(live, next)) return true;
        // A write that only moves the time of a managed field is none.
        var (a, b) = (Timeless(live), Timeless(next));
        return Json.Same(a, b);

        static JsonObject Timeless(JsonObject json)
        {
            var copy = json.Copy();
            foreach (var entry in copy.Objects("metadata", "managedFields")) entry.Remove("time");
            return copy;
        }
    }

    static IReadOnlyList<string> FinalizersOf(JsonNode json) => [.. json.Texts("metadata", "finalizers")];
}
