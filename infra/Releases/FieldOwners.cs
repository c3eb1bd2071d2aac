using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Coder.Infra.Kubernetes;

namespace Coder.Infra.Releases;

/// <summary>
/// Who set the fields of an object to what they are: the object's <c>metadata.managedFields</c>. When somebody changes a field, the API server
/// takes it from everybody who set it to another value, so the owners of a field are those that agree with its present value.
/// </summary>
internal sealed partial class FieldOwners
{
    private readonly IReadOnlyList<(string Manager, string Subresource, JsonObject Fields)> _sets;

    /// <summary>Reads the owners of an object.</summary>
    public FieldOwners(JsonObject live) =>
        _sets = [.. live.Objects("metadata", "managedFields").Where(set => set["fieldsV1"] is JsonObject)
            .Select(set => (set.Text("manager") ?? "", set.Text("subresource") ?? "", (JsonObject)set["fieldsV1"]!))];

    /// <summary>
    /// Whether a field is a controller's: somebody owns it, and every owner is a program that manages objects on its own: one of Kubernetes'
    /// (<c>kube-controller-manager</c>, <c>cloud-controller-manager</c>, …), one named as controllers are (<c>…-controller</c>,
    /// <c>…-operator</c>, <c>manager</c>, cert-manager and its <c>cainjector</c>, an autoscaler, KEDA, a webhook's <c>certgen</c>), or a step of
    /// this or another Pulumi program (<c>pulumi-kubernetes…</c>). Everybody else is a person at a tool: kubectl, Helm, a dashboard in a browser
    /// (<c>Mozilla</c>), k9s, curl, a script. So is an unknown name: drift that is shown once too often is better than drift that is not. A field
    /// that nobody owns was removed, and nobody says by whom: it is a person's.
    /// </summary>
    public bool IsControllers(FieldPath path)
    {
        var owners = _sets.Where(set => Owns(set.Fields, path.Steps)).Select(set => set.Manager).ToList();
        return owners.Count > 0 && owners.TrueForAll(manager => Controller().IsMatch(manager));
    }

    private static bool Owns(JsonObject fields, IReadOnlyList<FieldPath> steps)
    {
        foreach (var step in steps)
        {
            // An owner of a list or map as a whole has nothing below it.
            if (fields.Count == 0)
                return true;
            var next = step.Member is not null ? fields[$"f:{step.Member}"] : fields.FirstOrDefault(field => IsElement(field.Key, step)).Value;
            if (next is not JsonObject below)
                return false;
            fields = below;
        }

        return true;
    }

    private static bool IsElement(string name, FieldPath step) => name.Length > 2 && name[..2] switch
    {
        "k:" => Parsed(name[2..]) is JsonObject keys && keys.All(key => FieldComparison.Same(key.Value, step.Element.At(key.Key) ?? Default(key.Key))),
        "v:" => FieldComparison.Same(Parsed(name[2..]), step.Element),
        "i:" => name[2..] == $"{step.Index}",
        _ => false,
    };

    /// <summary>The only key that has a default: a port's protocol.</summary>
    private static JsonValue? Default(string key) => key == "protocol" ? JsonValue.Create("TCP") : null;

    private static JsonNode? Parsed(string json)
    {
        try
        {
            return JsonNode.Parse(json);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    [GeneratedRegex(@"^(kube-(controller-manager|scheduler|apiserver|proxy)|kubelet|kubeadm|manager|controller|operator|cluster-autoscaler|keda|vpa|openshift-|pulumi-kubernetes(-|$)|cert-manager|cainjector|external-dns|istiod|pilot-discovery)|(^|[-_.])(controller|operator|controller-manager|cloud-controller-manager|autoscaler|updater|recommender|admission-controller|cainjector|certgen|injector)s?($|[-_.])", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Controller();
}
