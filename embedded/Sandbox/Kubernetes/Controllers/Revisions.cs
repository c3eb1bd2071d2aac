using System.Text.Json.Nodes;
using Coder.Infra.Sandbox.Kubernetes.Objects;
using Coder.Infra.Sandbox.Kubernetes.Storage;

namespace Coder.Infra.Sandbox.Kubernetes.Controllers;

/// <summary>Controller revisions: the templates that a stateful or daemon set has had.</summary>
internal static class Revisions
{
    /// <summary>The name of the present template's revision, recorded when it is new.</summary>
    public static string Ensure(ObjectWriter writer, StoredObject owner)
    {
        var template = owner.Json.Object("spec", "template")!;
        var name = $"{owner.Key.Name}-{ControllerTools.Hash(template)}";
        var type = writer.BuiltIn("apps/v1", "ControllerRevision");
        if (owner.IsBeingDeleted() || writer.Store.Get(ObjectWriter.Key(type, owner.Key.Namespace, name)) is not null) return name;
        var last = writer.OwnedBy("controllerrevisions.apps", owner).Select(r => r.Json.Long("revision") ?? 0).DefaultIfEmpty(0).Max();
        var data = new JsonObject { ["spec"] = new JsonObject { ["template"] = template.Copy() } };
        data.Ensure("spec", "template")["$patch"] = "replace";
        writer.CreateOwned(type, owner.Key.Namespace, new JsonObject
        {
            ["metadata"] = new JsonObject
            {
                ["name"] = name,
                ["labels"] = Json.ToObject(owner.Json.TextMap("spec", "template", "metadata", "labels").Append(KeyValuePair.Create("controller.kubernetes.io/hash", name[(name.LastIndexOf('-') + 1)..]))),
                ["ownerReferences"] = new JsonArray(ControllerTools.OwnerReference(owner)),
            },
            ["data"] = data,
            ["revision"] = last + 1,
        });
        return name;
    }
}
