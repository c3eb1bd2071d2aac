using System.Text.Json.Nodes;
using Coder.Infra.Kubernetes;

namespace Coder.Infra.Releases;

/// <summary>What an upgrade changes in the cluster: the objects of two manifests, held against each other.</summary>
internal static class ManifestDifference
{
    /// <summary>
    /// A line per object: <c>+ Service envproxy</c>, <c>- Service envproxy</c>, <c>~ Deployment envproxy</c> and below it, four spaces in, the
    /// fields. In the order of the objects after; those removed come last.
    /// </summary>
    /// <param name="before">The objects that the release has; none before an install.</param>
    /// <param name="after">The objects that it gets.</param>
    /// <param name="ns">The release's namespace, for objects that name none.</param>
    /// <param name="secrets">Texts that are not shown, nor what contains them in base64.</param>
    /// <returns>No line where nothing changes.</returns>
    /// <remarks>Hooks do not count: Helm keeps them apart from the manifest, and they run again at each upgrade.</remarks>
    public static IReadOnlyList<string> Between(IReadOnlyList<JsonObject> before, IReadOnlyList<JsonObject> after, string ns, IEnumerable<string> secrets)
    {
        var hide = new SecretTexts(secrets);
        var old = ByIdentity(before, ns);
        var lines = new List<string>();
        foreach (var (identity, value) in ByIdentity(after, ns))
        {
            if (!old.Remove(identity, out var was))
            {
                lines.Add($"+ {Manifest.Title(value, ns)}");
                continue;
            }

            var fields = FieldComparison.Between(Comparable(was, ns), Comparable(value, ns));
            if (fields.Count == 0)
                continue;
            var text = new FieldText(hide, SecretTexts.IsSecret(value));
            lines.Add($"~ {Manifest.Title(value, ns)}");
            lines.AddRange(fields.SelectMany(text.Planned).Select(line => $"    {line}"));
        }

        lines.AddRange(old.Values.Select(value => $"- {Manifest.Title(value, ns)}"));
        return lines;
    }

    private static OrderedDictionary<(string, string, string, string), JsonObject> ByIdentity(IEnumerable<JsonObject> objects, string ns)
    {
        var found = new OrderedDictionary<(string, string, string, string), JsonObject>();
        foreach (var value in objects.Where(value => value.At("metadata", "annotations", "helm.sh/hook") is null))
            found[Manifest.Identity(value, ns)] = value;
        return found;
    }

    /// <summary>An object without a namespace that says what holds without it.</summary>
    private static JsonObject Comparable(JsonObject value, string ns)
    {
        if (value.Text("metadata", "namespace") != ns)
            return value;
        var copy = value.DeepClone().AsObject();
        copy["metadata"]!.AsObject().Remove("namespace");
        return copy;
    }
}
