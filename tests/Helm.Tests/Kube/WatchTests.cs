using System.Text.Json.Nodes;
using Coder.Infra.Helm.Kube;
using Microsoft.AspNetCore.Http;

namespace Coder.Infra.Helm.Tests.Kube;

public sealed class WatchTests
{
    [Fact]
    public async Task A_watch_tells_what_is_there_then_every_change_and_resumes_where_it_was_cut()
    {
        var watches = new List<string>();
        await using var server = await ScriptedServer.StartAsync(async (request, response) =>
        {
            if (!request.Path.Contains("watch=true"))
            {
                await response.Json(200, JsonNode.Parse("""{"metadata":{"resourceVersion":"5"},"items":[{"metadata":{"name":"a","resourceVersion":"3"}}]}""")!);
                return;
            }
            watches.Add(request.Path);
            if (watches.Count == 1)
            {
                await Event(response, "ADDED", "b", "6");
                await response.WriteAsync("""{"type":"BOOKMARK","object":{"metadata":{"resourceVersion":"8"}}}""" + "\n");
                // The answer ends here, as when a proxy cuts it.
            }
            else if (watches.Count == 2)
            {
                await Event(response, "DELETED", "b", "9");
                await response.WriteAsync("""{"type":"ERROR","object":{"kind":"Status","code":410}}""" + "\n");
            }
            else
            {
                await Task.Delay(Timeout.Infinite, response.HttpContext.RequestAborted);
            }
        });
        using var client = server.Client(new KubeClientOptions { Time = new StepTime() });
        var seen = new List<string>();
        await foreach (var change in client.WatchAsync("v1", "ConfigMap", "team"))
        {
            seen.Add($"{change.Type} {change.Object["metadata"]!["name"]}");
            if (seen.Count == 3)
                break;
        }
        Assert.Equal(["Added a", "Added b", "Deleted b"], seen);
        Assert.Contains("resourceVersion=5", watches[0]);
        Assert.Contains("resourceVersion=8", watches[1]);
    }

    [Fact]
    public async Task What_changed_while_a_version_was_too_old_is_told_from_a_new_list()
    {
        var lists = 0;
        await using var server = await ScriptedServer.StartAsync(async (request, response) =>
        {
            if (request.Path.Contains("watch=true"))
                await response.Status(410, "Expired", "too old resource version");
            else if (++lists == 1)
                await response.Json(200, JsonNode.Parse("""{"metadata":{"resourceVersion":"5"},"items":[{"metadata":{"name":"a","resourceVersion":"3"}},{"metadata":{"name":"b","resourceVersion":"4"}}]}""")!);
            else
                await response.Json(200, JsonNode.Parse("""{"metadata":{"resourceVersion":"9"},"items":[{"metadata":{"name":"b","resourceVersion":"8"}},{"metadata":{"name":"c","resourceVersion":"9"}}]}""")!);
        });
        using var client = server.Client(new KubeClientOptions { Time = new StepTime() });
        var seen = new List<string>();
        await foreach (var change in client.WatchAsync("v1", "ConfigMap", "team"))
        {
            seen.Add($"{change.Type} {change.Object["metadata"]!["name"]}");
            if (seen.Count == 5)
                break;
        }
        Assert.Equal(["Added a", "Added b", "Deleted a", "Modified b", "Added c"], seen);
    }

    static Task Event(HttpResponse response, string type, string name, string version)
        => response.WriteAsync($$"""{"type":"{{type}}","object":{"metadata":{"name":"{{name}}","resourceVersion":"{{version}}"} } }""" + "\n");
}
