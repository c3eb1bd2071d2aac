using System.Text.Json.Nodes;
using Coder.Infra.Helm.Kube;

namespace Coder.Infra.Helm.Releases.Objects;

/// <summary>Which release an object belongs to: the label and annotations that Helm puts on all it makes.</summary>
static class Ownership
{
    const string ManagedBy = "app.kubernetes.io/managed-by";
    const string ReleaseName = "meta.helm.sh/release-name";
    const string ReleaseNamespace = "meta.helm.sh/release-namespace";

    /// <summary>Marks objects as a release's own.</summary>
    public static void Mark(IEnumerable<ManifestObject> objects, string release, string @namespace)
    {
        foreach (var metadata in objects.Select(o => o.Value["metadata"]!.AsObject()))
        {
            Section(metadata, "labels")[ManagedBy] = "Helm";
            var annotations = Section(metadata, "annotations");
            annotations[ReleaseName] = release;
            annotations[ReleaseNamespace] = @namespace;
        }

        static JsonObject Section(JsonObject metadata, string key)
        {
            if (metadata[key] is JsonObject there)
                return there;
            var made = new JsonObject();
            metadata[key] = made;
            return made;
        }
    }

    /// <summary>Finds the objects that are in the cluster already, which are to be updated instead of created.</summary>
    /// <param name="kube">The cluster.</param>
    /// <param name="objects">What the manifest would create.</param>
    /// <param name="release">The release.</param>
    /// <param name="namespace">The release's namespace.</param>
    /// <param name="takeOwnership">Take objects of others too.</param>
    /// <param name="cancellation">Stops it.</param>
    /// <exception cref="HelmException">Some belong to someone else; all of them are named, the first with Helm's text.</exception>
    public static async Task<List<ManifestObject>> AdoptableAsync(
        KubeClient kube, IReadOnlyList<ManifestObject> objects, string release, string @namespace, bool takeOwnership, CancellationToken cancellation)
    {
        var adoptable = new List<ManifestObject>();
        var foreign = new List<string>();
        foreach (var (wanted, live) in await LiveObjects.FindAsync(kube, objects, cancellation).ConfigureAwait(false))
        {
            if (live is null)
                continue;
            if (!takeOwnership && Problems(live, release, @namespace) is { Count: > 0 } problems)
            {
                foreign.Add($"{wanted.Title} exists and cannot be imported into the current release: "
                    + string.Join("; ", problems.Prepend("invalid ownership metadata")));
            }
            else
            {
                adoptable.Add(wanted);
            }
        }
        return foreign.Count == 0 ? adoptable : throw new HelmException(string.Join('\n', foreign));
    }

    static List<string> Problems(JsonObject live, string release, string @namespace)
    {
        var problems = new List<string>();
        var labels = live["metadata"]?["labels"];
        var annotations = live["metadata"]?["annotations"];
        Require("label", labels, ManagedBy, "Helm");
        Require("annotation", annotations, ReleaseName, release);
        Require("annotation", annotations, ReleaseNamespace, @namespace);
        return problems;

        void Require(string what, JsonNode? from, string key, string value)
        {
            var actual = (string?)(from as JsonObject)?[key];
            if (actual is null)
                problems.Add($"{what} validation error: missing key \"{key}\": must be set to \"{value}\"");
            else if (actual != value)
                problems.Add($"{what} validation error: key \"{key}\" must equal \"{value}\": current value is \"{actual}\"");
        }
    }
}
