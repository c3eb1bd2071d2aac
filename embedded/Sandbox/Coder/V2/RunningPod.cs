using System.Text;
using System.Text.Json.Nodes;
using Coder.Infra.Sandbox.Kubernetes;
using Coder.Infra.Sandbox.Kubernetes.Objects;

namespace Coder.Infra.Sandbox.Coder.V2;

/// <summary>A pod that runs Coder's image, with the environment that it started with.</summary>
/// <param name="Uid">The pod's uid.</param>
/// <param name="Name">Its name.</param>
/// <param name="Namespace">Its namespace.</param>
/// <param name="Labels">Its labels.</param>
/// <param name="Version">Version of the image, with its commit.</param>
/// <param name="Secrets">Names of the secrets that it mounts.</param>
/// <param name="Environment">Variables of its first container, secrets resolved.</param>
internal sealed record RunningPod(
    string Uid, string Name, string Namespace, IReadOnlyDictionary<string, string> Labels, string Version, IReadOnlyList<string> Secrets, IReadOnlyDictionary<string, string> Environment)
{
    /// <summary>The variable's value; empty when it is not set.</summary>
    public string this[string variable] => Environment.GetValueOrDefault(variable, "");

    /// <summary>Reads a pod that is ready, and the secrets that its variables name.</summary>
    /// <param name="pod">The pod.</param>
    /// <param name="cluster">Where the secrets are.</param>
    public static RunningPod Read(JsonObject pod, IClusterObjects cluster)
    {
        var space = Text(pod["metadata"]?["namespace"]) ?? "default";
        var container = (pod["spec"]?["containers"] as JsonArray ?? [])[0]!;
        var environment = new Dictionary<string, string>(StringComparer.Ordinal);
        IReadOnlyList<JsonObject>? secrets = null;
        foreach (var variable in container["env"] as JsonArray ?? [])
        {
            if (Text(variable?["name"]) is not { } name)
                continue;
            if (variable!["valueFrom"]?["secretKeyRef"] is not { } reference)
                environment[name] = Text(variable["value"]) ?? "";
            else if (Value(secrets ??= cluster.List("v1", "Secret", space), reference) is { } secret)
                environment[name] = secret;
        }

        return new RunningPod(
            Text(pod["metadata"]?["uid"]) ?? "",
            Text(pod["metadata"]?["name"]) ?? "",
            space,
            (pod["metadata"]?["labels"] as JsonObject ?? []).ToDictionary(label => label.Key, label => Text(label.Value) ?? ""),
            Release.WithCommit(Text(container["image"])?.Split(':') is [_, .., var tag] ? tag : "unknown"),
            [.. (pod["spec"]?["volumes"] as JsonArray ?? []).Select(volume => Text(volume?["secret"]?["secretName"])).OfType<string>()],
            environment);
    }

    /// <summary>Whether a pod is ready, and not on its way out.</summary>
    public static bool IsReady(JsonObject pod) =>
        pod["metadata"]?["deletionTimestamp"] is null && (pod["status"]?["conditions"] as JsonArray ?? []).Any(c => Text(c?["type"]) == "Ready" && Text(c?["status"]) == "True");

    private static string? Value(IReadOnlyList<JsonObject> secrets, JsonNode reference)
    {
        var secret = secrets.FirstOrDefault(s => Text(s["metadata"]?["name"]) == Text(reference["name"]));
        return Text(secret?["data"]?[Text(reference["key"]) ?? ""]) is { } encoded ? Encoding.UTF8.GetString(Convert.FromBase64String(encoded)) : null;
    }

    private static string? Text(JsonNode? node) => node is JsonValue value && value.TryGetValue<string>(out var text) ? text : null;
}
