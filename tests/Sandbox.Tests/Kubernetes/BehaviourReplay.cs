using System.Text;
using System.Text.Json.Nodes;

namespace Coder.Infra.Sandbox.Tests.Kubernetes;

/// <summary>The 76 recorded requests, sent once in their order.</summary>
public sealed class BehaviourReplay : IAsyncLifetime
{
    TestCluster? _cluster;

    public IReadOnlyList<(JsonObject Exchange, Answer Answer)> Exchanges { get; private set; } = [];

    public async Task InitializeAsync()
    {
        // The recorded cluster had no kubelet and no cloud: pods and load balancers stayed as they were.
        _cluster = await TestCluster.StartAsync(o => o with
        {
            PodStartDelay = TimeSpan.FromHours(1),
            LoadBalancerDelay = TimeSpan.FromHours(1),
            NamespaceDeletionDelay = TimeSpan.FromSeconds(4),
        });
        var recorded = Recordings.Lines("behaviour.jsonl");
        var answers = new Dictionary<JsonObject, Answer>();
        IDisposable? rest = null;
        Task<Answer>? watch = null;
        foreach (var exchange in recorded)
        {
            switch (Name(exchange))
            {
                case "create configmap":
                    await _cluster.EventuallyAsync("v1", "ConfigMap", "behave", c => (string?)c["metadata"]!["name"] == "kube-root-ca.crt");
                    // The recording client was faster than the controllers.
                    rest = await _cluster.Server.PauseControllersAsync();
                    break;
                case "service gets clusterIP":
                    rest!.Dispose();
                    await _cluster.EventuallyAsync("apps/v1", "Deployment", "behave", d => (int?)d["status"]!["observedGeneration"] == 3);
                    rest = await _cluster.Server.PauseControllersAsync();
                    break;
                case "create while watched":
                    watch = await WatchAsync(recorded.Single(e => Name(e) == "watch configmaps for 3 s"));
                    break;
                case "delete namespace": rest!.Dispose(); break;
                case "namespace gone": await _cluster.GoneAsync("v1", "Namespace", null, n => (string?)n["metadata"]!["name"] == "behave"); break;
            }
            answers[exchange] = Name(exchange) == "watch configmaps for 3 s" ? await watch! : await SendAsync(exchange);
        }
        Exchanges = [.. recorded.Select(e => (e, answers[e]))];
    }

    public static string Name(JsonObject exchange) => (string)exchange["name"]!;

    Task<Answer> SendAsync(JsonObject exchange) => _cluster!.SendAsync(
        (string)exchange["method"]!, (string)exchange["path"]!, exchange["body"]?.DeepClone(), (string?)exchange["contentType"], (string?)exchange["accept"]);

    /// <summary>
    /// Watches until as many events have come as were recorded: a busy machine may need longer for them than the recorded 3
    /// seconds. The watch stands once the answer's head is there.
    /// </summary>
    async Task<Task<Answer>> WatchAsync(JsonObject exchange)
    {
        var path = ((string)exchange["path"]!).Replace("timeoutSeconds=3&", "timeoutSeconds=60&", StringComparison.Ordinal);
        var response = await _cluster!.Client.GetAsync(path, HttpCompletionOption.ResponseHeadersRead);
        return ReadAsync();

        async Task<Answer> ReadAsync()
        {
            using (response)
            {
                using var reader = new StreamReader(await response.Content.ReadAsStreamAsync());
                var text = new StringBuilder();
                for (var events = ((string)exchange["response"]!).Count(c => c == '\n'); events > 0; events--)
                    text.Append(await reader.ReadLineAsync()).Append('\n');
                return new Answer((int)response.StatusCode, response.Content.Headers.ContentType?.ToString() ?? "", text.ToString(), []);
            }
        }
    }

    public async Task DisposeAsync()
    {
        if (_cluster is not null) await _cluster.DisposeAsync();
    }
}
