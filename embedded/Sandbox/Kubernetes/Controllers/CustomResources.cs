using System.Text.Json.Nodes;
using Coder.Infra.Sandbox.Kubernetes.Apply;
using Coder.Infra.Sandbox.Kubernetes.Objects;
using Coder.Infra.Sandbox.Kubernetes.Resources;
using Coder.Infra.Sandbox.Kubernetes.Schema;
using Coder.Infra.Sandbox.Kubernetes.Storage;

namespace Coder.Infra.Sandbox.Kubernetes.Controllers;

/// <summary>Serves the resources that CustomResourceDefinitions define, and removes their objects with them.</summary>
internal sealed class CustomResources(ObjectWriter writer, SchemaSet schemas) : IController
{
    const string Storage = "customresourcedefinitions.apiextensions.k8s.io";

    readonly ResourceType _definitions = writer.BuiltIn("apiextensions.k8s.io/v1", "CustomResourceDefinition");

    public IEnumerable<ObjectKey> Affected(Change change) => change.Key.Storage == Storage ? [change.Key] : [];

    public TimeSpan? Reconcile(ObjectKey key)
    {
        var definition = writer.Store.Get(key);
        if (definition is null || definition.IsBeingDeleted()) RemoveObjects(key.Name);
        Serve();
        if (definition is not null && !definition.IsBeingDeleted()) Establish(definition);
        return null;
    }

    /// <summary>Serves what is defined now.</summary>
    public void Serve()
    {
        lock (writer.Store.Gate)
            writer.Resources.SetCustom(writer.Store.List(Storage).Items.Where(d => !d.IsBeingDeleted()).SelectMany(TypesOf));
    }

    void RemoveObjects(string storage)
    {
        if (writer.Resources.FindStorage(storage) is not { IsCustom: true } type) return;
        foreach (var stored in writer.Store.List(storage).Items) writer.DeleteQuietly(type, stored.Key);
    }

    void Establish(StoredObject definition) => writer.WriteStatus(_definitions, definition.Key, WriteOptions.ControllerStatus, status =>
    {
        status["acceptedNames"] = definition.Json.At("spec", "names")?.DeepClone();
        status["storedVersions"] = Json.ToArray(definition.Json.Objects("spec", "versions").Where(v => v.Bool("storage") == true).Select(v => v.Text("name")!));
        ControllerTools.SetCondition(status, "NamesAccepted", "True", "NoConflicts", "no conflicts found", writer.Now);
        ControllerTools.SetCondition(status, "Established", "True", "InitialNamesAccepted", "the initial names have been accepted", writer.Now);
    });

    IEnumerable<ResourceType> TypesOf(StoredObject definition)
    {
        var spec = definition.Json.Object("spec") ?? [];
        var names = spec.Object("names") ?? [];
        var (group, plural, kind) = (spec.Text("group")!, names.Text("plural")!, names.Text("kind")!);
        foreach (var version in spec.Objects("versions").Where(v => v.Bool("served") != false).OrderByDescending(v => v.Bool("storage") == true))
        {
            var name = version.Text("name")!;
            yield return new ResourceType
            {
                Group = group,
                Version = name,
                Plural = plural,
                Singular = names.Text("singular") ?? kind.ToLowerInvariant(),
                Kind = kind,
                Namespaced = spec.Text("scope") == "Namespaced",
                Verbs = ["delete", "deletecollection", "get", "list", "patch", "create", "update", "watch"],
                ShortNames = [.. names.Texts("shortNames")],
                Categories = [.. names.Texts("categories")],
                Subresources = [.. Subresources(version, group, name, kind)],
                Schema = CustomSchema.Of(version.Object("schema", "openAPIV3Schema"), schemas.Metadata),
                IsCustom = true,
                StorageName = $"{plural}.{group}",
                // Versions differ in name only (conversion strategy None); each is a view of the storage version.
                StorageVersion = version.Bool("storage") == true ? null : spec.Objects("versions").First(v => v.Bool("storage") == true).Text("name"),
                Columns = [.. version.Objects("additionalPrinterColumns").Select(c => new CustomColumn(c.Text("name") ?? "", c.Text("type") ?? "string", c.Text("format") ?? "", c.Text("description") ?? "", c.Int("priority") ?? 0, c.Text("jsonPath") ?? ""))],
            };
        }
    }

    static IEnumerable<Subresource> Subresources(JsonObject version, string group, string name, string kind)
    {
        if (version.Object("subresources")?.ContainsKey("status") == true) yield return new Subresource("status", kind, ["get", "patch", "update"], group, name);
        if (version.Text("subresources", "scale", "specReplicasPath") == ".spec.replicas") yield return new Subresource("scale", "Scale", ["get", "patch", "update"], "autoscaling", "v1");
    }
}
