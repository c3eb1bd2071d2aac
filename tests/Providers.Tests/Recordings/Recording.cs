using System.Text.Json.Nodes;
using Google.Protobuf;
using Pulumirpc;

namespace Coder.Infra.Providers.Tests.Recordings;

/// <summary>Files that were recorded from the real programs, under <c>tests/Recordings</c>.</summary>
internal static class Recording
{
    private static readonly JsonParser Parser = new(JsonParser.Settings.Default.WithIgnoreUnknownFields(true));

    /// <summary>The folder of the repository.</summary>
    public static string Root { get; } = Checkout.Root;

    /// <summary>The path of a recorded file.</summary>
    public static string PathOf(params string[] names) => Checkout.Recording(names);

    /// <summary>The calls of a run (<c>up-create</c>, <c>grpc-3.274/up-create</c>) to one plugin, in order.</summary>
    public static IReadOnlyList<RecordedCall> Calls(string run, string plugin) =>
    [
        .. File.ReadLines(PathOf((run.Contains('/') ? run : $"grpc/{run}") + ".jsonl"))
            .Select(line => JsonNode.Parse(line)!.AsObject())
            .Where(call => call["method"]!.GetValue<string>().StartsWith("/pulumirpc.ResourceProvider/", StringComparison.Ordinal))
            .Where(call => call["metadata"]?["name"]?.GetValue<string>() == plugin)
            .Select(call => new RecordedCall(
                run,
                call["method"]!.GetValue<string>().Split('/')[^1],
                call["request"]!.AsObject(),
                call["response"] as JsonObject,
                (call["errors"] as JsonArray)?.Select(error => error!.GetValue<string>()).FirstOrDefault())),
    ];

    /// <summary>A recorded message as what it was.</summary>
    public static T Message<T>(JsonObject json)
        where T : IMessage<T>, new() => Parser.Parse<T>(json.ToJsonString());
}

/// <summary>One call to a plugin: what was asked and what it answered.</summary>
internal sealed record RecordedCall(string Run, string Method, JsonObject Request, JsonObject? Response, string? Error)
{
    /// <summary>The URN asked about.</summary>
    public string Urn => Request["urn"]?.GetValue<string>() ?? "";

    /// <inheritdoc/>
    public override string ToString() => $"{Run} {Method} {Urn.Split("::")[^1]}";
}
