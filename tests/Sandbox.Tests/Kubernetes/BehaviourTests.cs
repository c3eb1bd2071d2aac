using System.Text.Json;
using System.Text.Json.Nodes;

namespace Coder.Infra.Sandbox.Tests.Kubernetes;

/// <summary>Every recorded exchange with a real API server is answered here in the same way.</summary>
public sealed class BehaviourTests(BehaviourReplay replay) : IClassFixture<BehaviourReplay>
{
    /// <summary>What may differ, and why (docs/sandbox.md, "Cluster").</summary>
    static readonly Dictionary<string, string[]> MayDiffer = new()
    {
        // Recorded in the middle of a rollout, between two writes of the deployment controller.
        ["delete deployment foreground"] = [".status", ".metadata.annotations", ".metadata.managedFields[0].fieldsV1.f:status", ".metadata.generation"],
    };

    public static TheoryData<string> Names => [.. Recordings.Lines("behaviour.jsonl").Select(BehaviourReplay.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public void Is_answered_as_recorded(string name)
    {
        var resemblance = new Resemblance();
        foreach (var (exchange, answer) in replay.Exchanges)
        {
            var differences = Differences(resemblance, exchange, answer);
            if (BehaviourReplay.Name(exchange) != name) continue;
            Assert.True(differences.Count == 0, $"{name}:\n  {string.Join("\n  ", differences)}\nanswered: {answer.Text}");
            return;
        }
    }

    static List<string> Differences(Resemblance resemblance, JsonObject exchange, Answer answer)
    {
        var differences = new List<string>();
        if ((int)exchange["status"]! != answer.Status) differences.Add($"status: recorded {exchange["status"]}, is {answer.Status}");
        if ((string)exchange["responseContentType"]! != answer.ContentType) differences.Add($"content type: recorded {exchange["responseContentType"]}, is {answer.ContentType}");
        var warnings = exchange["warnings"]?.AsArray().Select(w => (string)w!).ToList() ?? [];
        if (!warnings.SequenceEqual(answer.Warnings)) differences.Add($"warnings: recorded {string.Join("; ", warnings)}, are {string.Join("; ", answer.Warnings)}");
        MayDiffer.TryGetValue(BehaviourReplay.Name(exchange), out var ignored);
        if (exchange["response"] is JsonValue text && text.TryGetValue<string>(out var recorded))
        {
            var (left, right) = (Lines(recorded), Lines(answer.Text));
            if (left.Count != right.Count) differences.Add($"lines: recorded {left.Count}, are {right.Count}");
            foreach (var (x, y) in left.Zip(right)) differences.AddRange(resemblance.Compare(x, y, ignored));
        }
        else
        {
            try
            {
                differences.AddRange(resemblance.Compare(exchange["response"], answer.Json, ignored));
            }
            catch (JsonException e)
            {
                differences.Add($"not JSON: {e.Message}");
            }
        }
        return differences;
    }

    static List<JsonNode?> Lines(string text) =>
        [.. text.Split('\n').Select(l => l.StartsWith('{') ? JsonNode.Parse(l) : JsonValue.Create(l))];
}
