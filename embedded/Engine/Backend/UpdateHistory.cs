using System.Collections.Immutable;
using System.Text.Json;
using Coder.Infra.Engine.Workspace;
using Coder.Infra.Engine.Workspace.Configuration;

namespace Coder.Infra.Engine.Backend;

/// <summary>An entry of a stack's history.</summary>
internal sealed record UpdateRecord
{
    /// <summary>update, refresh, destroy, import or resource-import.</summary>
    public required string Kind { get; init; }

    /// <summary>When it began and ended; to the second.</summary>
    public required DateTimeOffset Start { get; init; }

    /// <inheritdoc cref="Start"/>
    public required DateTimeOffset End { get; init; }

    /// <summary><c>--message</c>.</summary>
    public string Message { get; init; } = "";

    /// <summary>What it ran in, such as <c>exec.kind</c>.</summary>
    public ImmutableSortedDictionary<string, string> Environment { get; init; } = ImmutableSortedDictionary<string, string>.Empty;

    /// <summary>Settings of the stack, secrets encrypted.</summary>
    public IReadOnlyDictionary<string, ConfigNode> Config { get; init; } = new Dictionary<string, ConfigNode>();

    /// <summary>Whether it succeeded; <c>result</c> is succeeded or failed.</summary>
    public bool Succeeded { get; init; }

    /// <summary>Operation name → resources; null where it is not recorded.</summary>
    public ImmutableSortedDictionary<string, int>? Changes { get; init; }
}

/// <summary>A stack's history in <c>.pulumi/history</c>: a record and a copy of the checkpoint for each run.</summary>
internal static class UpdateHistory
{
    /// <summary>Adds a record and a copy of the checkpoint as it is now.</summary>
    public static void Add(StackFiles files, UpdateRecord record, DateTimeOffset now)
    {
        var prefix = Path.Combine(files.History, $"{files.Stack.Name}-{StackFiles.UnixNanoseconds(now)}");
        var json = new GoJsonWriter("    ");
        json.BeginObject();
        json.Name("kind").String(record.Kind);
        json.Name("startTime").Number(record.Start.ToUnixTimeSeconds());
        json.Name("message").String(record.Message);
        json.Name("environment").BeginObject();
        foreach (var (name, value) in record.Environment)
            json.Name(name).String(value);
        json.EndObject();
        json.Name("config").BeginObject();
        foreach (var (name, value) in record.Config.OrderBy(entry => entry.Key, StringComparer.Ordinal))
            Write(json.Name(name), value);
        json.EndObject();
        json.Name("result").String(record.Succeeded ? "succeeded" : "failed");
        json.Name("endTime").Number(record.End.ToUnixTimeSeconds());
        json.Name("version").Number(0L);
        if (record.Changes is { IsEmpty: false } changes)
        {
            json.Name("resourceChanges").BeginObject();
            foreach (var (name, count) in changes)
                json.Name(name).Number((long)count);
            json.EndObject();
        }

        json.EndObject();
        AtomicFile.Write(prefix + ".history.json", json + "\n");
        var checkpoint = files.Checkpoint;
        File.Copy(checkpoint, prefix + ".checkpoint" + Path.GetFileName(checkpoint)[files.Stack.Name.Length..], overwrite: true);
    }

    /// <summary>The records, newest first.</summary>
    public static IReadOnlyList<UpdateRecord> Read(StackFiles files)
    {
        if (!Directory.Exists(files.History))
            return [];
        return [.. Directory.EnumerateFiles(files.History, "*.history.json").OrderDescending(StringComparer.Ordinal).Select(ReadOne)];
    }

    private static void Write(GoJsonWriter json, ConfigNode value)
    {
        if (value is ConfigScalar scalar)
            json.String(scalar.Text);
        else
            value.WriteTo(json);
    }

    private static UpdateRecord ReadOne(string path)
    {
        try
        {
            using var document = JsonDocument.Parse(File.ReadAllBytes(path));
            var json = document.RootElement;
            IEnumerable<JsonProperty> Fields(string name) =>
                json.TryGetProperty(name, out var map) && map.ValueKind == JsonValueKind.Object ? map.EnumerateObject() : [];
            return new UpdateRecord
            {
                Kind = json.GetProperty("kind").GetString()!,
                Start = DateTimeOffset.FromUnixTimeSeconds(json.GetProperty("startTime").GetInt64()),
                End = DateTimeOffset.FromUnixTimeSeconds(json.GetProperty("endTime").GetInt64()),
                Message = json.TryGetProperty("message", out var message) ? message.GetString() ?? "" : "",
                Environment = Fields("environment").ToImmutableSortedDictionary(field => field.Name, field => field.Value.GetString() ?? "", StringComparer.Ordinal),
                Config = Fields("config").ToDictionary(field => field.Name, field => ConfigNode.FromJson(field.Value)),
                Succeeded = json.GetProperty("result").GetString() == "succeeded",
                Changes = json.TryGetProperty("resourceChanges", out _)
                    ? Fields("resourceChanges").ToImmutableSortedDictionary(field => field.Name, field => field.Value.GetInt32(), StringComparer.Ordinal)
                    : null,
            };
        }
        catch (Exception e) when (e is JsonException or KeyNotFoundException or InvalidOperationException or FormatException)
        {
            throw new UserErrorException($"could not read the history entry {path}: {e.Message}");
        }
    }
}
