using System.Text.Json.Nodes;
using Coder.Infra.Helm.Releases.Storage;

namespace Coder.Infra.Helm.Releases;

/// <summary>A hook of a release: an object that is created when something happens to the release. A view of Helm's own JSON.</summary>
public sealed class ReleaseHook
{
    internal ReleaseHook(JsonObject record) => Record = record;

    /// <summary>Makes a hook.</summary>
    /// <param name="name">The object's name.</param>
    /// <param name="kind">The object's kind.</param>
    /// <param name="path">The template it came from.</param>
    /// <param name="manifest">Its YAML.</param>
    /// <param name="events">When it runs: <c>pre-install</c>, <c>post-upgrade</c>, <c>test</c>, …</param>
    /// <param name="weight">Lower weights run first.</param>
    /// <param name="deletePolicies"><c>before-hook-creation</c>, <c>hook-succeeded</c>, <c>hook-failed</c>.</param>
    /// <param name="outputLogPolicies"><c>hook-succeeded</c>, <c>hook-failed</c>.</param>
    public static ReleaseHook Create(
        string name, string kind, string path, string manifest, IEnumerable<string> events, int weight,
        IEnumerable<string> deletePolicies, IEnumerable<string>? outputLogPolicies = null)
    {
        var record = new JsonObject { ["name"] = name, ["kind"] = kind, ["path"] = path, ["manifest"] = manifest, ["events"] = List(events) };
        record["last_run"] = new JsonObject { ["started_at"] = "", ["completed_at"] = "", ["phase"] = "" };
        if (weight != 0)
            record["weight"] = weight;
        if (deletePolicies.ToList() is { Count: > 0 } policies)
            record["delete_policies"] = List(policies);
        if (outputLogPolicies?.ToList() is { Count: > 0 } outputs)
            record["output_log_policies"] = List(outputs);
        return new ReleaseHook(record);
    }

    /// <summary>The record itself.</summary>
    public JsonObject Record { get; }

    /// <summary>The object's name.</summary>
    public string Name => (string?)Record["name"] ?? "";

    /// <summary>The object's kind.</summary>
    public string Kind => (string?)Record["kind"] ?? "";

    /// <summary>The template it came from.</summary>
    public string Path => (string?)Record["path"] ?? "";

    /// <summary>Its YAML.</summary>
    public string Manifest => (string?)Record["manifest"] ?? "";

    /// <summary>Lower weights run first.</summary>
    public int Weight => (int?)Record["weight"] ?? 0;

    /// <summary>When it runs.</summary>
    public IReadOnlyList<string> Events => Strings("events");

    /// <summary>When its object is deleted; Helm's default is before the hook is created again.</summary>
    public IReadOnlyList<string> DeletePolicies => Strings("delete_policies") is { Count: > 0 } given ? given : ["before-hook-creation"];

    /// <summary>When its pods' output is shown.</summary>
    public IReadOnlyList<string> OutputLogPolicies => Strings("output_log_policies");

    /// <summary>How the last run went: empty, <c>Running</c>, <c>Succeeded</c>, <c>Failed</c> or <c>Unknown</c>.</summary>
    public string LastPhase => (string?)Record["last_run"]?["phase"] ?? "";

    /// <summary>When the last run began.</summary>
    public DateTimeOffset? LastStarted => GoTime.Read(Record["last_run"]?["started_at"]);

    /// <summary>When the last run ended.</summary>
    public DateTimeOffset? LastCompleted => GoTime.Read(Record["last_run"]?["completed_at"]);

    internal void Ran(DateTimeOffset? started, DateTimeOffset? completed, string phase)
        => Record["last_run"] = new JsonObject
        {
            ["started_at"] = GoTime.Write(started),
            ["completed_at"] = GoTime.Write(completed),
            ["phase"] = phase,
        };

    IReadOnlyList<string> Strings(string key) => Record[key] is JsonArray list ? [.. list.Select(i => (string?)i ?? "")] : [];

    static JsonArray List(IEnumerable<string> items) => [.. items.Select(i => (JsonNode)i)];
}
