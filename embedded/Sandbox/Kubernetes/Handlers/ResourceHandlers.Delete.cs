using System.Text.Json.Nodes;
using Coder.Infra.Sandbox.Kubernetes.Errors;
using Coder.Infra.Sandbox.Kubernetes.Objects;
using Coder.Infra.Sandbox.Kubernetes.Resources;
using Coder.Infra.Sandbox.Kubernetes.Serving;
using Coder.Infra.Sandbox.Kubernetes.Validation;

namespace Coder.Infra.Sandbox.Kubernetes.Handlers;

internal sealed partial class ResourceHandlers
{
    async Task DeleteAsync(Call call)
    {
        var result = writer.Delete(call.Type, call.Namespace, call.Name, await DeleteOptionsAsync(call));
        if (result.Gone && !AnswersWithObject(call.Type)) await call.Http.Json(200, Deleted(call, result));
        else await AnswerAsync(call, 200, Versions.Convert(result.Object.Json, call.Type));
    }

    /// <summary>Kinds whose storage answers a deletion with the object itself, even when it is gone at once (<c>ReturnDeletedObject</c>).</summary>
    static bool AnswersWithObject(ResourceType type) => !type.IsCustom && (type.Group == "resource.k8s.io" || type.StorageName is
        "namespaces" or "persistentvolumes" or "persistentvolumeclaims" or "pods" or "podtemplates" or "resourcequotas" or "services" or "serviceaccounts" or
        "storageclasses.storage.k8s.io" or "csidrivers.storage.k8s.io" or "csinodes.storage.k8s.io" or "volumeattachments.storage.k8s.io" or
        "volumeattributesclasses.storage.k8s.io");

    static JsonObject Deleted(Call call, DeleteResult result)
    {
        var details = new JsonObject { ["name"] = call.Name };
        if (call.Type.Group.Length > 0) details["group"] = call.Type.Group;
        details["kind"] = call.Type.Plural;
        details["uid"] = result.Object.Uid;
        return new JsonObject { ["kind"] = "Status", ["apiVersion"] = "v1", ["metadata"] = new JsonObject(), ["status"] = "Success", ["details"] = details };
    }

    async Task DeleteCollectionAsync(Call call)
    {
        var options = await DeleteOptionsAsync(call);
        var selector = Selector.Of(call.Request, call.Type);
        var (items, revision) = writer.Store.List(call.Type.StorageName, call.Namespace);
        var deleted = new List<JsonObject>();
        foreach (var item in items.Where(i => selector.Matches(i.Json)))
        {
            // Another request may have deleted it in the meantime.
            if (writer.Store.Get(item.Key) is null) continue;
            deleted.Add(Versions.Convert(writer.Delete(call.Type, item.Key.Namespace, item.Key.Name, options).Object.Json, call.Type));
        }
        await call.Http.Json(200, ListOf(call.Type, deleted, new JsonObject { ["resourceVersion"] = revision.ToString() }));
    }

    async Task<DeleteOptions> DeleteOptionsAsync(Call call)
    {
        var body = await _body.ReadDeleteOptionsAsync(call.Http);
        var propagation = body.Text("propagationPolicy") ?? call.Request.Query("propagationPolicy");
        if (propagation is null && body.Bool("orphanDependents") is { } orphan) propagation = orphan ? "Orphan" : "Background";
        if (propagation is not (null or "Foreground" or "Background" or "Orphan"))
            throw ApiErrors.Invalid("meta.k8s.io", "DeleteOptions", "", [FieldError.NotSupported("propagationPolicy", propagation, "Background", "Foreground", "Orphan")]);
        return new DeleteOptions
        {
            Uid = body.Text("preconditions", "uid"),
            ResourceVersion = body.Text("preconditions", "resourceVersion"),
            GracePeriodSeconds = body.Long("gracePeriodSeconds") ?? (long.TryParse(call.Request.Query("gracePeriodSeconds"), out var seconds) ? seconds : null),
            Propagation = propagation,
            DryRun = call.DryRun || body.Texts("dryRun").Contains("All"),
        };
    }
}
