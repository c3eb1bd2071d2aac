using System.Text.Json.Nodes;

namespace Coder.Infra.Sandbox.Tests.Kubernetes;

/// <summary>Watches beyond what was recorded.</summary>
public sealed class WatchTests
{
    static async Task<(IAsyncDisposable Stream, Func<Task<JsonNode>> Next)> WatchAsync(TestCluster cluster, string path)
    {
        var response = await cluster.Client.GetAsync(path, HttpCompletionOption.ResponseHeadersRead);
        var stream = await response.Content.ReadAsStreamAsync();
        var reader = new StreamReader(stream);
        return (stream, async () =>
        {
            var line = await reader.ReadLineAsync().WaitAsync(TimeSpan.FromSeconds(30));
            return JsonNode.Parse(line ?? throw new EndOfStreamException("The watch has ended."))!;
        }
        );
    }

    static string Says(JsonNode e) => $"{e["type"]} {e["object"]!["metadata"]!["name"]}";

    const string ConfigMaps = "/api/v1/namespaces/default/configmaps";

    [Fact]
    public async Task A_watch_ends_after_the_time_it_was_asked_for()
    {
        await using var cluster = await TestCluster.StartAsync();
        var answer = await cluster.GetAsync(ConfigMaps + "?watch=1&timeoutSeconds=1&labelSelector=w");
        Assert.Equal((200, ""), (answer.Status, answer.Text));
    }

    [Fact]
    public async Task Initial_events_end_with_a_bookmark_that_says_so()
    {
        await using var cluster = await TestCluster.StartAsync();
        await cluster.CreateAsync(ConfigMaps, """{"metadata":{"name":"a","labels":{"w":"1"}}}""");
        var (stream, next) = await WatchAsync(cluster, ConfigMaps + "?watch=1&labelSelector=w&sendInitialEvents=true&allowWatchBookmarks=true&resourceVersionMatch=NotOlderThan");
        await using (stream)
        {
            Assert.Equal("ADDED a", Says(await next()));
            var bookmark = await next();
            Assert.Equal("BOOKMARK", (string?)bookmark["type"]);
            Assert.Equal("true", (string?)bookmark["object"]!["metadata"]!["annotations"]!["k8s.io/initial-events-end"]);
            await cluster.CreateAsync(ConfigMaps, """{"metadata":{"name":"b","labels":{"w":"1"}}}""");
            Assert.Equal("ADDED b", Says(await next()));
        }
    }

    [Fact]
    public async Task A_watch_goes_on_where_a_list_ended()
    {
        await using var cluster = await TestCluster.StartAsync();
        var list = await cluster.GetAsync(ConfigMaps);
        await cluster.CreateAsync(ConfigMaps, """{"metadata":{"name":"a"}}""");
        await cluster.SendAsync("DELETE", ConfigMaps + "/a");
        var (stream, next) = await WatchAsync(cluster, $"{ConfigMaps}?watch=1&resourceVersion={list.Json["metadata"]!["resourceVersion"]}&fieldSelector=metadata.name=a");
        await using (stream)
        {
            Assert.Equal("ADDED a", Says(await next()));
            Assert.Equal("DELETED a", Says(await next()));
        }
    }

    [Fact]
    public async Task An_object_that_stops_to_match_is_deleted_for_the_watch()
    {
        await using var cluster = await TestCluster.StartAsync();
        await cluster.CreateAsync(ConfigMaps, """{"metadata":{"name":"a","labels":{"w":"1"}}}""");
        var (stream, next) = await WatchAsync(cluster, ConfigMaps + "?watch=1&labelSelector=w%3D1");
        await using (stream)
        {
            Assert.Equal("ADDED a", Says(await next()));
            await cluster.PatchAsync(ConfigMaps + "/a", """{"metadata":{"labels":{"w":"2"}}}""");
            Assert.Equal("DELETED a", Says(await next()));
            await cluster.PatchAsync(ConfigMaps + "/a", """{"metadata":{"labels":{"w":"1"}}}""");
            Assert.Equal("ADDED a", Says(await next()));
        }
    }

    [Fact]
    public async Task A_version_that_fell_out_of_the_history_is_expired()
    {
        await using var cluster = await TestCluster.StartAsync(o => o with { WatchHistory = 5 });
        var list = await cluster.GetAsync(ConfigMaps);
        for (var i = 0; i < 10; i++) await cluster.CreateAsync(ConfigMaps, $$$"""{"metadata":{"name":"c{{{i}}}"}}""");
        var (stream, next) = await WatchAsync(cluster, $"{ConfigMaps}?watch=1&resourceVersion={list.Json["metadata"]!["resourceVersion"]}");
        await using (stream)
        {
            var error = await next();
            Assert.Equal("ERROR", (string?)error["type"]);
            Assert.Equal(410, (int)error["object"]!["code"]!);
        }
    }

    [Fact]
    public async Task Pages_of_a_list_are_complete_and_do_not_overlap()
    {
        await using var cluster = await TestCluster.StartAsync();
        for (var i = 0; i < 7; i++) await cluster.CreateAsync(ConfigMaps, $"{{\"metadata\":{{\"name\":\"c{i}\",\"labels\":{{\"p\":\"1\"}}}}}}");
        var names = new List<string>();
        string? token = null;
        do
        {
            var page = (await cluster.GetAsync($"{ConfigMaps}?labelSelector=p&limit=3{(token is null ? "" : "&continue=" + token)}")).Json;
            names.AddRange(page["items"]!.AsArray().Select(i => (string)i!["metadata"]!["name"]!));
            token = (string?)page["metadata"]!["continue"];
        }
        while (token is not null);
        Assert.Equal(Enumerable.Range(0, 7).Select(i => $"c{i}"), names);
    }
}
