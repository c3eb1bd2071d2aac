using System.Text.Json.Nodes;
using Coder.Infra.Engine.Backend.Checkpoints;
using Coder.Infra.Engine.Deployment.Model;
using Coder.Infra.Engine.Workspace.Secrets;

namespace Coder.Infra.Engine.Tests.Deployment;

/// <summary>A run of the official engine, call by call (<c>tests/Recordings/grpc</c>).</summary>
internal sealed class RecordedRun
{
    private RecordedRun(List<RecordedCall> calls) => Calls = calls;

    public List<RecordedCall> Calls { get; }

    /// <summary>The stack's settings and which of them are secret, as the program was given them.</summary>
    public (Dictionary<string, string> Config, List<string> Secret) Settings
    {
        get
        {
            var run = Calls.Last(call => call.Method.EndsWith("LanguageRuntime/Run", StringComparison.Ordinal)).Request;
            var config = run["config"]?.AsObject().ToDictionary(item => item.Key, item => (string)item.Value!) ?? [];
            return (config, run["configSecretKeys"]?.AsArray().Select(key => (string)key!).ToList() ?? []);
        }
    }

    /// <summary>Loads a run; of one that was tried twice (no plugin the first time), the second try.</summary>
    public static RecordedRun Load(string name)
    {
        var calls = File.ReadLines(Path.Combine(Recordings, "grpc", name + ".jsonl")).Select(line => new RecordedCall(JsonNode.Parse(line)!.AsObject())).ToList();
        var ends = calls.FindAll(call => call.Method.EndsWith("LanguageRuntime/Run", StringComparison.Ordinal));
        return new RecordedRun(ends.Count > 1 ? calls[(calls.IndexOf(ends[0]) + 1)..] : calls);
    }

    /// <summary>An exported state.</summary>
    public static Snapshot Export(string stack, string name) =>
        CheckpointJson.ReadExport(stack, File.ReadAllBytes(Path.Combine(Recordings, "state", name + ".json")), Coding).Snapshot;

    /// <summary>The state after a run, decrypted.</summary>
    public static Snapshot State(string name)
    {
        var bytes = File.ReadAllBytes(Path.Combine(Recordings, "state", name + ".json"));
        return CheckpointJson.Read(bytes, Coding).Snapshot;
    }

    private static SecretCoding Coding(SecretsProvider? provider) =>
        provider?.Salt is { } salt ? SecretCoding.With(PassphraseCipher.Open(salt, () => "correct-horse")) : SecretCoding.Plain;

    private static string Recordings => Checkout.Recording();
}

/// <summary>One recorded call.</summary>
internal sealed class RecordedCall(JsonObject line)
{
    public string Method { get; } = (string)line["method"]!;

    public string Name => Method[(Method.LastIndexOf('/') + 1)..];

    /// <summary>The plugin that was called.</summary>
    public string Plugin { get; } = (string?)line["metadata"]?["name"] ?? "";

    public JsonObject Request { get; } = line["request"]?.AsObject() ?? [];

    public JsonObject? Response { get; } = line["response"]?.AsObject();

    public string? Error { get; } = (string?)line["errors"]?[0];

    public bool Played { get; set; }
}

/// <summary>Compares messages without what differs from run to run.</summary>
internal static class Messages
{
    private static readonly HashSet<string> Passing = new(StringComparer.Ordinal)
    {
        "randomSeed", "resourceStatusAddress", "resourceStatusToken", "engineAddress", "mapperTarget", "loaderTarget", "resolverTarget",
        "rootDirectory", "programDirectory",
    };

    public static string Plain(JsonNode? message, bool withoutId = false)
    {
        if (message is not JsonObject map)
            return message?.ToJsonString() ?? "null";
        var kept = map.Where(item => !Passing.Contains(item.Key) && !(withoutId && item.Key == "id"))
            .OrderBy(item => item.Key, StringComparer.Ordinal)
            .Select(item => KeyValuePair.Create(item.Key, Sorted(item.Value)));
        return new JsonObject(kept).ToJsonString();
    }

    private static JsonNode? Sorted(JsonNode? node) => node switch
    {
        JsonObject map => new JsonObject(map.OrderBy(item => item.Key, StringComparer.Ordinal).Select(item => KeyValuePair.Create(item.Key, Sorted(item.Value)))),
        JsonArray list => new JsonArray([.. list.Select(Sorted)]),
        JsonValue value when value.GetValueKind() == System.Text.Json.JsonValueKind.Number => JsonValue.Create(value.GetValue<double>()),
        null => null,
        _ => node.DeepClone(),
    };
}
