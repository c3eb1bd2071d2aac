using System.Text.Json.Nodes;
using Coder.Infra.Sandbox.Kubernetes.Errors;
using Coder.Infra.Sandbox.Kubernetes.Resources;
using Coder.Infra.Sandbox.Kubernetes.Serving;
using Coder.Infra.Sandbox.Kubernetes.Storage;

namespace Coder.Infra.Sandbox.Kubernetes.Objects;

internal sealed partial class ObjectWriter
{
    public const string ForegroundFinalizer = "foregroundDeletion";
    public const string OrphanFinalizer = "orphan";

    /// <summary>Deletes an object, or marks it when finalizers or a grace period hold it.</summary>
    /// <exception cref="ApiException">404, or 409 when a precondition fails.</exception>
    public DeleteResult Delete(ResourceType type, string? @namespace, string name, DeleteOptions options)
    {
        lock (Store.Gate)
        {
            var stored = Get(type, @namespace, name);
            if (options.Uid is { } uid && uid != stored.Uid)
                throw ApiErrors.Precondition(type, name, $"the UID in the precondition ({uid}) does not match the UID in record ({stored.Uid}). The object might have been deleted and then recreated");
            if (options.ResourceVersion is { } rv && rv != stored.Json.Text("metadata", "resourceVersion"))
                throw ApiErrors.Precondition(type, name, $"the ResourceVersion in the precondition ({rv}) does not match the ResourceVersion in record ({stored.Json.Text("metadata", "resourceVersion")}). The object might have been modified");
            if (type.Plural == "namespaces" && type.Group.Length == 0) return DeleteNamespace(type, stored, options);

            var next = stored.Json.Copy();
            var metadata = next.Ensure("metadata");
            SetPropagation(metadata, options.Propagation);
            var grace = GracePeriod(type, next, options);
            if (grace == 0 && !metadata.Texts("finalizers").Any())
            {
                if (!options.DryRun) Store.Delete(stored);
                return new DeleteResult(stored, Gone: true);
            }
            var marked = IsBeingDeleted(stored.Json);
            if (!marked)
            {
                metadata["deletionTimestamp"] = Timestamp(Time.GetUtcNow().AddSeconds(grace));
                metadata["deletionGracePeriodSeconds"] = grace;
                if (HasGeneration(type) && metadata.Long("generation") is { } generation) metadata["generation"] = generation + 1;
            }
            else if (grace < (metadata.Long("deletionGracePeriodSeconds") ?? 0))
            {
                metadata["deletionGracePeriodSeconds"] = grace;
            }
            if (Json.Same(next, stored.Json)) return new DeleteResult(stored, Gone: false);
            if (options.DryRun) return new DeleteResult(new StoredObject(stored.Key, stored.Revision, next), Gone: false);
            return new DeleteResult(Store.Write(stored.Key, next), Gone: false);
        }
    }

    /// <summary>A namespace only begins to end: its controller removes what it holds and then the finalizer.</summary>
    DeleteResult DeleteNamespace(ResourceType type, StoredObject stored, DeleteOptions options)
    {
        if (stored.Key.Name is "default" or "kube-system" or "kube-public")
            throw ApiErrors.Forbidden(type, stored.Key.Name, "this namespace may not be deleted");
        if (IsBeingDeleted(stored.Json)) return new DeleteResult(stored, Gone: false);
        var next = stored.Json.Copy();
        next.Ensure("metadata")["deletionTimestamp"] = Now;
        next.Ensure("status")["phase"] = "Terminating";
        if (options.DryRun) return new DeleteResult(new StoredObject(stored.Key, stored.Revision, next), Gone: false);
        return new DeleteResult(Store.Write(stored.Key, next), Gone: false);
    }

    /// <summary>Sets the finalizers of a namespace's spec; one that is being deleted and has none left is gone.</summary>
    public JsonObject FinalizeNamespace(string name, IReadOnlyList<string> finalizers)
    {
        lock (Store.Gate)
        {
            var stored = Get(BuiltIn("v1", "Namespace"), null, name);
            var next = stored.Json.Copy();
            if (finalizers.Count > 0) next.Ensure("spec")["finalizers"] = Json.ToArray(finalizers);
            else next.Ensure("spec").Remove("finalizers");
            if (finalizers.Count > 0 || !IsBeingDeleted(next) || FinalizersOf(next).Count > 0) return Store.Write(stored.Key, next).Json;
            Store.Delete(stored);
            return next;
        }
    }

    static void SetPropagation(JsonObject metadata, string? propagation)
    {
        var finalizers = metadata.Texts("finalizers").ToList();
        if (propagation is null or "") return;
        finalizers.RemoveAll(f => f is ForegroundFinalizer or OrphanFinalizer);
        if (propagation == "Foreground") finalizers.Add(ForegroundFinalizer);
        if (propagation == "Orphan") finalizers.Add(OrphanFinalizer);
        if (finalizers.Count > 0) metadata["finalizers"] = Json.ToArray(finalizers);
        else metadata.Remove("finalizers");
    }

    /// <summary>Only pods that were bound to a node are given time; nothing runs in those of this cluster, so it is short.</summary>
    static long GracePeriod(ResourceType type, JsonObject json, DeleteOptions options)
    {
        if (type.StorageName != "pods") return 0;
        if (json.Text("spec", "nodeName") is null || json.Text("status", "phase") is "Succeeded" or "Failed") return 0;
        return options.GracePeriodSeconds ?? json.Long("spec", "terminationGracePeriodSeconds") ?? 30;
    }
}
