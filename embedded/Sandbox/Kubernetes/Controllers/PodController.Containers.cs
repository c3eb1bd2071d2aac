using System.Text.Json.Nodes;
using Coder.Infra.Sandbox.Kubernetes.Storage;

namespace Coder.Infra.Sandbox.Kubernetes.Controllers;

internal sealed partial class PodController
{
    /// <summary>The registry of which no image can be had.</summary>
    const string BrokenRegistry = "broken.invalid/";

    /// <summary>What a container does now.</summary>
    enum Phase { Creating, ConfigError, ImageError, Running, Done }

    TimeSpan? Run(StoredObject pod)
    {
        var json = pod.Json;
        var now = writer.Time.GetUtcNow();
        if (json.Text("status", "startTime") is null)
        {
            _began[pod.Uid] = now;
            Status(pod, status =>
            {
                status["startTime"] = writer.Now;
                Fill(pod.Json, status, Phase.Creating, []);
            });
            return delays.PodStart;
        }
        if (MissingMount(json) is { } mount)
        {
            events.Warning(pod, Kubelet, "FailedMount", mount);
            return TimeSpan.FromSeconds(2);
        }
        var due = Began(pod) + delays.PodStart;
        if (now < due) return due - now;

        var broken = Containers(json).Where(c => IsBroken(c.Text("image"))).Select(c => c.Text("name")!).ToHashSet();
        var ends = json.Text("spec", "restartPolicy") is "OnFailure" or "Never";
        var initBroken = json.Objects("spec", "initContainers").Any(c => broken.Contains(c.Text("name")!));
        var errors = ConfigErrors(json);
        var finished = ends && broken.Count == 0 && errors.Count == 0 && now >= due + delays.Job;
        var phase = initBroken ? Phase.Creating : finished ? Phase.Done : Phase.Running;
        var running = json.Objects("status", "containerStatuses").Any(s => s.Object("state", "running") is not null);
        if (phase == Phase.Running && !running) Announce(pod, broken, errors);
        var backingOff = broken.Count > 0 && json.Objects("status", "containerStatuses").Concat(json.Objects("status", "initContainerStatuses"))
            .Any(s => s.Text("state", "waiting", "reason") is "ErrImagePull" or "ImagePullBackOff");
        if (broken.Count > 0) ReportBroken(pod, broken, backingOff);
        Status(pod, status => Fill(json, status, phase, broken, errors, backingOff));
        if (broken.Count > 0) return backingOff ? TimeSpan.FromSeconds(10) : TimeSpan.FromMilliseconds(500);
        if (errors.Count > 0) return TimeSpan.FromSeconds(2);
        return ends && !finished ? due + delays.Job - now : null;
    }

    /// <summary>When pods began, to the tick: their timestamps have whole seconds. After a restart those must do.</summary>
    readonly Dictionary<string, DateTimeOffset> _began = [];

    DateTimeOffset Began(StoredObject pod) => _began.TryGetValue(pod.Uid, out var began) ? began : DateTimeOffset.Parse(pod.Json.Text("status", "startTime")!);

    static IEnumerable<JsonObject> Containers(JsonObject pod) => pod.Objects("spec", "initContainers").Concat(pod.Objects("spec", "containers"));

    static bool IsBroken(string? image) => image?.StartsWith(BrokenRegistry, StringComparison.Ordinal) == true;

    void Announce(StoredObject pod, HashSet<string> broken, Dictionary<string, string> errors)
    {
        foreach (var container in Containers(pod.Json))
        {
            var (name, image) = (container.Text("name")!, container.Text("image"));
            if (broken.Contains(name)) continue;
            var path = FieldPath(pod.Json, name);
            events.Normal(pod, Kubelet, "Pulled", $"Container image \"{image}\" already present on machine", path);
            if (errors.TryGetValue(name, out var cause))
            {
                events.Warning(pod, Kubelet, "Failed", $"Error: {cause}", path);
                continue;
            }
            events.Normal(pod, Kubelet, "Created", $"Created container: {name}", path);
            events.Normal(pod, Kubelet, "Started", $"Started container {name}", path);
        }
    }

    void ReportBroken(StoredObject pod, HashSet<string> broken, bool backingOff)
    {
        foreach (var container in Containers(pod.Json).Where(c => broken.Contains(c.Text("name")!)))
        {
            var image = container.Text("image");
            var path = FieldPath(pod.Json, container.Text("name")!);
            if (backingOff)
            {
                events.Normal(pod, Kubelet, "BackOff", $"Back-off pulling image \"{image}\"", path);
                events.Warning(pod, Kubelet, "Failed", "Error: ImagePullBackOff", path);
                continue;
            }
            events.Normal(pod, Kubelet, "Pulling", $"Pulling image \"{image}\"", path);
            events.Warning(pod, Kubelet, "Failed", $"Failed to pull image \"{image}\": {PullError(image)}", path);
            events.Warning(pod, Kubelet, "Failed", "Error: ErrImagePull", path);
        }
    }

    static string PullError(string? image) =>
        $"failed to pull and unpack image \"{image}\": failed to resolve reference \"{image}\": failed to do request: dial tcp: lookup {BrokenRegistry.TrimEnd('/')}: no such host";

    static string FieldPath(JsonObject pod, string container) =>
        pod.Objects("spec", "initContainers").Any(c => c.Text("name") == container) ? $"spec.initContainers{{{container}}}" : $"spec.containers{{{container}}}";

    /// <summary>A volume whose secret or config map does not exist.</summary>
    string? MissingMount(JsonObject pod)
    {
        foreach (var volume in pod.Objects("spec", "volumes"))
        {
            if (volume.Text("secret", "secretName") is { } secret && volume.Bool("secret", "optional") != true && !Exists(pod, "secrets", secret))
                return $"MountVolume.SetUp failed for volume \"{volume.Text("name")}\" : secret \"{secret}\" not found";
            if (volume.Text("configMap", "name") is { } map && volume.Bool("configMap", "optional") != true && !Exists(pod, "configmaps", map))
                return $"MountVolume.SetUp failed for volume \"{volume.Text("name")}\" : configmap \"{map}\" not found";
        }
        return null;
    }

    /// <summary>Containers whose environment refers to what does not exist.</summary>
    Dictionary<string, string> ConfigErrors(JsonObject pod)
    {
        var errors = new Dictionary<string, string>();
        foreach (var container in Containers(pod))
        {
            foreach (var env in container.Objects("env"))
            {
                if (Unresolved(pod, env.Object("valueFrom", "secretKeyRef"), "secrets", "secret") is { } cause) errors.TryAdd(container.Text("name")!, cause);
                if (Unresolved(pod, env.Object("valueFrom", "configMapKeyRef"), "configmaps", "configmap") is { } other) errors.TryAdd(container.Text("name")!, other);
            }
            foreach (var from in container.Objects("envFrom"))
            {
                if (Unresolved(pod, from.Object("secretRef"), "secrets", "secret") is { } cause) errors.TryAdd(container.Text("name")!, cause);
                if (Unresolved(pod, from.Object("configMapRef"), "configmaps", "configmap") is { } other) errors.TryAdd(container.Text("name")!, other);
            }
        }
        return errors;
    }

    string? Unresolved(JsonObject pod, JsonObject? reference, string storage, string what)
    {
        if (reference is null || reference.Bool("optional") == true || reference.Text("name") is not { } name) return null;
        var @namespace = pod.Text("metadata", "namespace")!;
        if (writer.Store.Get(new ObjectKey(storage, @namespace, name)) is not { } stored) return $"{what} \"{name}\" not found";
        if (reference.Text("key") is not { } key || stored.Json.Object("data")?.ContainsKey(key) == true || stored.Json.Object("binaryData")?.ContainsKey(key) == true) return null;
        return $"couldn't find key {key} in {(what == "secret" ? "Secret" : "ConfigMap")} {@namespace}/{name}";
    }

    bool Exists(JsonObject pod, string storage, string name) => writer.Store.Get(new ObjectKey(storage, pod.Text("metadata", "namespace")!, name)) is not null;
}
