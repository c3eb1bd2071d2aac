using System.Text.Json.Nodes;
using Coder.Infra.Sandbox.Kubernetes;
using Coder.Infra.Sandbox.Kubernetes.Objects;

namespace Coder.Infra.Sandbox.Coder.V2;

/// <summary>
/// The pods that run a proxy or a provisioner. A pod's environment is read when it is first seen ready and kept as long as the
/// pod lives: a secret that changes later reaches the next pod only.
/// </summary>
internal sealed class PodWatch(IClusterObjects cluster)
{
    private readonly Dictionary<string, RunningPod> _seen = new(StringComparer.Ordinal);

    /// <summary>Those that are ready now.</summary>
    public IReadOnlyList<RunningPod> Running()
    {
        lock (_seen)
        {
            var ready = cluster.List("v1", "Pod").Where(pod => IsCoder(pod) && RunningPod.IsReady(pod)).ToDictionary(pod => (string)pod["metadata"]!["uid"]!);
            foreach (var uid in _seen.Keys.Where(uid => !ready.ContainsKey(uid)).ToList())
                _seen.Remove(uid);
            foreach (var (uid, pod) in ready.Where(pod => !_seen.ContainsKey(pod.Key)))
                _seen[uid] = RunningPod.Read(pod, cluster);
            return [.. _seen.Values];
        }
    }

    private static bool IsCoder(JsonObject pod) =>
        ((pod["spec"]?["containers"] as JsonArray)?.FirstOrDefault()?["env"] as JsonArray ?? []).Any(v => (string?)v?["name"] is ProxyHealth.TokenVariable or DeploymentServer.KeyVariable);
}
