using System.Text.Json.Nodes;
using Coder.Infra.Helm.Kube;
using Coder.Infra.Helm.Releases;
using Coder.Infra.Helm.Releases.Storage;
using Coder.Infra.Helm.Tests.Kube;

namespace Coder.Infra.Helm.Tests.Releases;

/// <summary>
/// An API server that gives the answers of a recorded run of Helm: those of each request in the recorded order, the last one
/// again and again.
/// </summary>
sealed class RecordedCluster : IAsyncDisposable
{
    readonly ScriptedServer _server;

    RecordedCluster(ScriptedServer server, IReadOnlyList<Exchange> exchanges)
    {
        _server = server;
        Exchanges = exchanges;
    }

    public sealed record Exchange(string Method, string Path, int Code, JsonObject? Request, JsonNode? Response)
    {
        public override string ToString() => $"{Method} {Path}";
    }

    /// <summary>What Helm sent in the recorded run: no discovery, nothing that Pulumi's provider asked for itself.</summary>
    public IReadOnlyList<Exchange> Exchanges { get; }

    public IReadOnlyList<ScriptedServer.Request> Requests => [.. _server.Requests.Where(r => !Discovery.IsDiscovery(r.Path))];

    public KubeClient Client() => _server.Client();

    public static async Task<RecordedCluster> StartAsync(string recording)
    {
        var exchanges = File.ReadLines(Repository.Recording("kubernetes", recording + ".jsonl")).Select(Read).Where(IsHelms).ToList();
        var answers = exchanges.GroupBy(e => e.ToString()).ToDictionary(g => g.Key, g => new Queue<Exchange>(g));
        var server = await ScriptedServer.StartAsync((request, response) =>
        {
            var key = $"{request.Method} {Normal(request.Path)}";
            if (!answers.TryGetValue(key, out var queue))
                return response.Status(404, "NotFound", $"{key} was not recorded");
            Exchange answer;
            lock (queue)
                answer = queue.Count > 1 ? queue.Dequeue() : queue.Peek();
            return answer.Response is JsonObject body
                ? response.Json(answer.Code, body)
                : response.Status(answer.Code, answer.Code == 404 ? "NotFound" : "Unknown", "");
        });
        return new RecordedCluster(server, exchanges);
    }

    /// <summary>The record of a release as Helm stored it in the recorded run.</summary>
    public IEnumerable<Release> Records()
        => Exchanges.Where(e => e.Method is "POST" or "PUT" && (string?)e.Request?["type"] == "helm.sh/release.v1")
            .Select(e => new Release(ReleaseCodec.Decode((string)e.Request!["data"]!["release"]!)));

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    /// <summary>Paths without what only pages lists, with the query decoded.</summary>
    public static string Normal(string path) => Uri.UnescapeDataString(path).Replace("&limit=500", "").Replace("?limit=500", "");

    static Exchange Read(string line)
    {
        var entry = JsonNode.Parse(line)!.AsObject();
        var method = (string)entry["verb"]! switch
        {
            "create" => "POST",
            "update" => "PUT",
            "patch" => "PATCH",
            "delete" => "DELETE",
            "watch" => "WATCH",
            _ => "GET",
        };
        return new Exchange(
            method, Normal((string)entry["requestURI"]!), (int?)entry["responseStatus"]?["code"] ?? 200, entry["requestObject"] as JsonObject,
            entry["responseObject"] is JsonObject o ? o : entry["responseStatus"]);
    }

    static bool IsHelms(Exchange e)
        => !(e.Method == "WATCH" || e.Path.StartsWith("/version") || e.Path.StartsWith("/openapi") || e.Path.StartsWith("/api?") || e.Path.StartsWith("/apis?")
            || e.Path.StartsWith("/api/v1/namespaces?") || e.Path.StartsWith("/api/v1/events"));
}
