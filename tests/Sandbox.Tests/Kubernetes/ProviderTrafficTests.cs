using System.Text.Json.Nodes;

namespace Coder.Infra.Sandbox.Tests.Kubernetes;

/// <summary>
/// What the real Kubernetes provider, with Helm inside, asked in its recorded runs. The reads in between depend on when
/// controllers write; the writes and refusals do not.
/// </summary>
public sealed class ProviderTrafficTests
{
    static readonly string[] Runs = ["up-create", "up-upgrade", "up-ingress-patch-waits", "destroy"];

    /// <summary>Each object that a run creates, with what the server made of it.</summary>
    public static TheoryData<string, int> Creations
    {
        get
        {
            var data = new TheoryData<string, int>();
            foreach (var run in Runs)
            {
                var lines = Recordings.Lines($"{run}.jsonl");
                for (var i = 0; i < lines.Count; i++)
                    if ((string)lines[i]["verb"]! == "create" && lines[i]["requestObject"] is not null && lines[i]["responseObject"] is not null) data.Add(run, i);
            }
            return data;
        }
    }

    [Theory]
    [MemberData(nameof(Creations))]
    public async Task A_created_object_is_answered_as_recorded(string run, int line)
    {
        await using var cluster = await TestCluster.StartAsync();
        var entry = Recordings.Lines($"{run}.jsonl")[line];
        var request = Body(entry["requestObject"]!);
        cluster.Client.DefaultRequestHeaders.TryAddWithoutValidation("User-Agent", (string)entry["userAgent"]!);
        if (Path(entry).Split('/') is [.., "namespaces", var space, _])
            await cluster.CreateAsync("/api/v1/namespaces", new JsonObject { ["metadata"] = new JsonObject { ["name"] = space } }.ToJsonString());
        using var rest = await cluster.Server.PauseControllersAsync();
        var answer = await cluster.SendAsync("POST", (string)entry["requestURI"]!, request);
        Assert.Equal((int)entry["responseStatus"]!["code"]!, answer.Status);
        var differences = new Resemblance().Compare(Body(entry["responseObject"]!), answer.Json);
        Assert.True(differences.Count == 0, string.Join("\n", differences));
    }

    /// <summary>An update or patch of an object, from the state in which the recording last showed it.</summary>
    public static TheoryData<string, int> Changes
    {
        get
        {
            var data = new TheoryData<string, int>();
            foreach (var run in Runs)
            {
                var lines = Recordings.Lines($"{run}.jsonl");
                for (var i = 0; i < lines.Count; i++)
                    if ((string)lines[i]["verb"]! is "patch" && lines[i]["requestObject"] is not null && lines[i]["responseObject"] is not null && Before(lines, i) is not null) data.Add(run, i);
            }
            return data;
        }
    }

    static JsonNode? Before(IReadOnlyList<JsonObject> lines, int at)
    {
        var path = Path(lines[at]);
        for (var i = at - 1; i >= 0; i--)
            if (Path(lines[i]) == path && lines[i]["responseObject"] is { } seen && (string?)seen["kind"] != "Status") return Body(seen);
        return null;
    }

    [Theory]
    [MemberData(nameof(Changes))]
    public async Task A_patched_object_has_the_content_that_was_recorded(string run, int line)
    {
        await using var cluster = await TestCluster.StartAsync();
        var lines = Recordings.Lines($"{run}.jsonl");
        var (entry, before) = (lines[line], Before(lines, line)!);
        var space = (string)before["metadata"]!["namespace"]!;
        await cluster.CreateAsync("/api/v1/namespaces", new JsonObject { ["metadata"] = new JsonObject { ["name"] = space } }.ToJsonString());
        using var rest = await cluster.Server.PauseControllersAsync();
        var start = before.DeepClone();
        foreach (var field in (string[])["uid", "resourceVersion", "creationTimestamp", "generation", "managedFields"]) start["metadata"]!.AsObject().Remove(field);
        start.AsObject().Remove("status");
        await cluster.CreateAsync(Path(entry)[..Path(entry).LastIndexOf('/')], start.ToJsonString());
        var patch = Body(entry["requestObject"]!);
        var answer = await cluster.PatchAsync((string)entry["requestURI"]!, patch.ToJsonString(), "strategic-merge-patch+json");
        Assert.Equal(200, answer.Status);
        string[] ofTheirHistory = [".metadata.managedFields", ".metadata.generation", ".status", ".metadata.uid", ".metadata.resourceVersion", ".metadata.creationTimestamp"];
        var differences = new Resemblance().Compare(Body(entry["responseObject"]!), answer.Json, ofTheirHistory);
        Assert.True(differences.Count == 0, string.Join("\n", differences));
    }

    static string Path(JsonObject line) => ((string)line["requestURI"]!).Split('?')[0];

    /// <summary>Secrets' values in audit logs stand as they were sent.</summary>
    static JsonNode Body(JsonNode node) => node is JsonValue v && v.TryGetValue<string>(out var text) ? JsonNode.Parse(text)! : node.DeepClone();
}
