using System.Text.Json.Nodes;
using Coder.Infra.Sandbox.Kubernetes.Errors;
using Coder.Infra.Sandbox.Kubernetes.Serving;

namespace Coder.Infra.Sandbox.Kubernetes.Handlers;

/// <summary>What a pod's containers "wrote": nothing runs, so it is a line that says so once the container counts as started, and what the pod's program would have written.</summary>
internal static class PodLog
{
    public static string Of(JsonObject pod, IReadOnlyList<string> written, string? container, string? tailLines, bool timestamps)
    {
        var names = pod.Objects("spec", "containers").Concat(pod.Objects("spec", "initContainers")).Select(c => c.Text("name")!).ToList();
        var name = pod.Text("metadata", "name");
        if (container is null)
        {
            var main = pod.Objects("spec", "containers").Select(c => c.Text("name")!).ToList();
            if (main.Count != 1) throw ApiErrors.BadRequest($"a container name must be specified for pod {name}, choose one of: [{string.Join(" ", main)}]");
            container = main[0];
        }
        if (!names.Contains(container)) throw ApiErrors.BadRequest($"container {container} is not valid for pod {name}");
        var status = pod.Objects("status", "containerStatuses").Concat(pod.Objects("status", "initContainerStatuses")).FirstOrDefault(s => s.Text("name") == container);
        if (status.Object("state", "waiting") is { } waiting || status is null)
            throw ApiErrors.BadRequest($"container \"{container}\" in pod \"{name}\" is waiting to start: {(status is null ? "ContainerCreating" : Cause(status))}");
        var image = pod.Objects("spec", "containers").Concat(pod.Objects("spec", "initContainers")).First(c => c.Text("name") == container).Text("image");
        var started = status.Text("state", "running", "startedAt") ?? status.Text("state", "terminated", "startedAt") ?? "";
        string[] lines = [$"{container}: started from {image} (this cluster runs no containers)", .. written];
        var shown = int.TryParse(tailLines, out var tail) ? lines.TakeLast(tail) : lines;
        return string.Concat(shown.Select(line => $"{(timestamps ? started.Replace("Z", ".000000000Z") + " " : "")}{line}\n"));
    }

    static string Cause(JsonObject status) => status.Text("state", "waiting", "reason") is "ErrImagePull" or "ImagePullBackOff"
        ? "trying and failing to pull image"
        : status.Text("state", "waiting", "reason") ?? "ContainerCreating";
}
