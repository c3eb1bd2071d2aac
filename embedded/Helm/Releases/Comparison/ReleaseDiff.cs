using System.Text;
using System.Text.Json.Nodes;
using Coder.Infra.Helm.Kube;
using Coder.Infra.Helm.Releases.Objects;

namespace Coder.Infra.Helm.Releases.Comparison;

/// <summary>The difference between two manifests, object by object and field by field.</summary>
/// <param name="Objects">The objects that differ, in the order of the manifests (those to be removed last).</param>
public sealed record ReleaseDiff(IReadOnlyList<ObjectChange> Objects)
{
    /// <summary>Whether the manifests say the same.</summary>
    public bool IsEmpty => Objects.Count == 0;

    /// <summary>Compares two manifests.</summary>
    /// <param name="before">YAML documents; empty for a first install.</param>
    /// <param name="after">YAML documents; empty for an uninstall.</param>
    /// <param name="namespace">The release's namespace, for objects that name none.</param>
    /// <param name="secrets">Texts that must not be shown; a field that holds one says that it changed, not to what.</param>
    public static ReleaseDiff Compare(string before, string after, string @namespace, IEnumerable<string>? secrets = null)
    {
        var mask = new SecretMask(secrets);
        var old = Read(before, @namespace);
        var now = Read(after, @namespace);
        var changes = new List<ObjectChange>();
        foreach (var (key, value) in now)
        {
            if (!old.TryGetValue(key, out var previous))
                changes.Add(new ObjectChange(ObjectChangeKind.Create, ReferenceOf(value, @namespace), FieldComparison.Compare(null, value, mask, SecretMask.IsSecret(value))));
            else if (FieldComparison.Compare(previous, value, mask, SecretMask.IsSecret(value)) is { Count: > 0 } fields)
                changes.Add(new ObjectChange(ObjectChangeKind.Update, ReferenceOf(value, @namespace), fields));
        }
        foreach (var (key, value) in old.Where(o => !now.ContainsKey(o.Key)))
            changes.Add(new ObjectChange(ObjectChangeKind.Delete, ReferenceOf(value, @namespace), []));
        return new ReleaseDiff(changes);
    }

    /// <summary>One line an object, and one a field below it for those that are updated.</summary>
    public override string ToString()
    {
        var text = new StringBuilder();
        foreach (var change in Objects)
        {
            text.Append(change).Append('\n');
            foreach (var field in change.Kind == ObjectChangeKind.Update ? change.Fields : [])
                text.Append("    ").Append(field).Append('\n');
        }
        return text.ToString();
    }

    // The server decides which kinds have a namespace; for telling objects apart the written one does.
    static Dictionary<string, JsonObject> Read(string manifest, string @namespace)
    {
        var objects = new Dictionary<string, JsonObject>();
        foreach (var value in ManifestReader.Parse(manifest))
        {
            var reference = ReferenceOf(value, @namespace);
            objects[$"{reference.Group}/{reference.Kind}/{reference.Namespace}/{reference.Name}"] = value;
        }
        return objects;
    }

    static ObjectReference ReferenceOf(JsonObject value, string @namespace)
    {
        var reference = ObjectReference.Of(value);
        return reference.Namespace is null && !ClusterWide.Contains(reference.Kind) ? reference with { Namespace = @namespace } : reference;
    }

    static readonly HashSet<string> ClusterWide =
    [
        "Namespace", "Node", "PersistentVolume", "ClusterRole", "ClusterRoleBinding", "CustomResourceDefinition", "StorageClass", "IngressClass",
        "PriorityClass", "RuntimeClass", "APIService", "MutatingWebhookConfiguration", "ValidatingWebhookConfiguration",
        "ValidatingAdmissionPolicy", "ValidatingAdmissionPolicyBinding", "CSIDriver", "PodSecurityPolicy",
    ];
}
