using System.Text.Json.Nodes;

namespace Coder.Infra.Sandbox.Kubernetes.Controllers;

internal sealed partial class PodController
{
    void Fill(JsonObject pod, JsonObject status, Phase phase, HashSet<string> broken, Dictionary<string, string>? errors = null, bool backingOff = false)
    {
        var inits = pod.Objects("spec", "initContainers").ToList();
        if (inits.Count > 0)
            status["initContainerStatuses"] = Statuses(status.Array("initContainerStatuses"), inits, c => broken.Contains(c) ? Phase.ImageError : phase == Phase.Creating ? Phase.Creating : Phase.Done, errors, backingOff);
        status["containerStatuses"] = Statuses(status.Array("containerStatuses"), pod.Objects("spec", "containers"),
            c => phase == Phase.Creating ? Phase.Creating : broken.Contains(c) ? Phase.ImageError : errors?.ContainsKey(c) == true ? Phase.ConfigError : phase, errors, backingOff);
        var unready = status.Objects("containerStatuses").Where(s => s.Bool("ready") != true).Select(s => s.Text("name")!).ToList();
        var started = status.Objects("containerStatuses").Any(s => s.Object("state", "running") is not null);
        status["phase"] = phase == Phase.Done ? "Succeeded" : started && unready.Count == 0 ? "Running" : "Pending";
        status["hostIP"] = "127.0.0.1";
        status["hostIPs"] = new JsonArray(new JsonObject { ["ip"] = "127.0.0.1" });
        status["qosClass"] = Qos(pod);
        if (phase != Phase.Creating && !status.ContainsKey("podIP"))
        {
            status["podIP"] = Address();
            status["podIPs"] = new JsonArray(new JsonObject { ["ip"] = status.Text("podIP") });
        }
        Conditions(status, phase, unready, inits.Count > 0 && phase == Phase.Creating);
    }

    void Conditions(JsonObject status, Phase phase, List<string> unready, bool initializing)
    {
        var creating = phase == Phase.Creating;
        Set(status, "PodReadyToStartContainers", creating ? "False" : "True", "", "");
        Set(status, "Initialized", initializing ? "False" : "True", initializing ? "ContainersNotInitialized" : phase == Phase.Done ? "PodCompleted" : "",
            initializing ? $"containers with incomplete status: [{string.Join(" ", status.Objects("initContainerStatuses").Select(s => s.Text("name")))}]" : "");
        var ready = phase != Phase.Done && unready.Count == 0 && !creating;
        var reason = ready ? "" : phase == Phase.Done ? "PodCompleted" : "ContainersNotReady";
        var message = ready || phase == Phase.Done ? "" : $"containers with unready status: [{string.Join(" ", unready)}]";
        Set(status, "Ready", ready ? "True" : "False", reason, message);
        Set(status, "ContainersReady", ready ? "True" : "False", reason, message);
        if (!status.Objects("conditions").Any(c => c.Text("type") == "PodScheduled")) Set(status, "PodScheduled", "True", "", "");
    }

    JsonArray Statuses(JsonArray? before, IEnumerable<JsonObject> containers, Func<string, Phase> phaseOf, Dictionary<string, string>? errors, bool backingOff)
    {
        var statuses = new JsonArray();
        foreach (var container in containers)
        {
            var (name, image) = (container.Text("name")!, container.Text("image") ?? "");
            var old = before?.OfType<JsonObject>().FirstOrDefault(s => s.Text("name") == name);
            var phase = phaseOf(name);
            var startedAt = old.Text("state", "running", "startedAt") ?? old.Text("state", "terminated", "startedAt") ?? writer.Now;
            statuses.Add(new JsonObject
            {
                ["name"] = name,
                ["state"] = phase switch
                {
                    Phase.Running => new JsonObject { ["running"] = new JsonObject { ["startedAt"] = startedAt } },
                    Phase.Done => old.Object("state", "terminated") is { } ended ? new JsonObject { ["terminated"] = ended.DeepClone() } : new JsonObject
                    {
                        ["terminated"] = new JsonObject { ["exitCode"] = 0, ["reason"] = "Completed", ["startedAt"] = startedAt, ["finishedAt"] = writer.Now, ["containerID"] = $"none://{name}" },
                    },
                    Phase.ImageError when backingOff => Waiting("ImagePullBackOff", $"Back-off pulling image \"{image}\": ErrImagePull: {PullError(image)}"),
                    Phase.ImageError => Waiting("ErrImagePull", PullError(image)),
                    Phase.ConfigError => Waiting("CreateContainerConfigError", errors![name]),
                    _ => Waiting("ContainerCreating", null),
                },
                ["lastState"] = new JsonObject(),
                ["ready"] = phase == Phase.Running,
                ["restartCount"] = old.Int("restartCount") ?? 0,
                ["image"] = image,
                ["imageID"] = phase is Phase.Running or Phase.Done ? image : "",
                ["started"] = phase == Phase.Running,
            });
            if (phase is Phase.Running or Phase.Done) ((JsonObject)statuses[^1]!)["containerID"] = $"none://{name}";
        }
        return statuses;
    }

    static JsonObject Waiting(string reason, string? message)
    {
        var waiting = new JsonObject { ["reason"] = reason };
        if (message is not null) waiting["message"] = message;
        return new JsonObject { ["waiting"] = waiting };
    }

    static string Qos(JsonObject pod)
    {
        var resources = Containers(pod).Select(c => c.Object("resources")).ToList();
        if (resources.All(r => r.Object("limits") is null && r.Object("requests") is null)) return "BestEffort";
        var guaranteed = resources.All(r => r.Object("limits") is { } limits && limits.ContainsKey("cpu") && limits.ContainsKey("memory") && Json.Same(limits, r.Object("requests")));
        return guaranteed ? "Guaranteed" : "Burstable";
    }
}
