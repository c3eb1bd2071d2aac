using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using Coder.Infra.Engine.Deployment.Model;

namespace Coder.Infra.Engine.Backend.Checkpoints;

internal static partial class ResourceJson
{
    /// <summary>Reads a resource; fields it does not know are kept as they are.</summary>
    public static ResourceState Read(JsonElement json, SecretCoding secrets, OriginalForms forms)
    {
        var urn = Required(json, "urn");
        var state = new ResourceState { Urn = urn, Type = Required(json, "type"), Custom = false };
        foreach (var field in json.EnumerateObject())
        {
            var value = field.Value;
            state = field.Name switch
            {
                "urn" or "type" => state,
                "custom" => state with { Custom = value.GetBoolean() },
                "delete" => state with { Delete = value.GetBoolean() },
                "id" => state with { Id = value.GetString()! },
                "inputs" => state with { Inputs = PropertyJson.ReadMap(value, secrets, $"{urn} inputs", forms) },
                "outputs" => state with { Outputs = PropertyJson.ReadMap(value, secrets, $"{urn} outputs", forms) },
                "parent" => state with { Parent = value.GetString()! },
                "protect" => state with { Protect = value.GetBoolean() },
                "external" => state with { External = value.GetBoolean() },
                "dependencies" => state with { Dependencies = Texts(value) },
                "initErrors" => state with { InitErrors = Texts(value) },
                "provider" => state with { Provider = value.GetString()! },
                "propertyDependencies" => state with { PropertyDependencies = Lists(value) },
                "pendingReplacement" => state with { PendingReplacement = value.GetBoolean() },
                "additionalSecretOutputs" => state with { AdditionalSecretOutputs = Texts(value) },
                "aliases" => state with { Aliases = Texts(value) },
                "customTimeouts" => state with { CustomTimeouts = Timeouts(value) },
                "importID" => state with { ImportId = value.GetString()! },
                "retainOnDelete" => state with { RetainOnDelete = value.GetBoolean() },
                "deletedWith" => state with { DeletedWith = value.GetString()! },
                "replaceWith" => state with { ReplaceWith = Texts(value) },
                "created" => state with { Created = Time(value, urn, forms) },
                "modified" => state with { Modified = Time(value, urn, forms) },
                "sourcePosition" => state with { SourcePosition = value.GetString()! },
                "stackTrace" => state with { StackTrace = [.. value.EnumerateArray().Select(frame => frame.TryGetProperty("sourcePosition", out var position) ? position.GetString()! : "")] },
                "ignoreChanges" => state with { IgnoreChanges = Texts(value) },
                "hideDiff" => state with { HideDiff = [.. value.EnumerateArray().Select(Path)] },
                "replaceOnChanges" => state with { ReplaceOnChanges = Texts(value) },
                "replacementTrigger" => state with { ReplacementTrigger = PropertyJson.Read(value, secrets, $"{urn} replacementTrigger", forms) },
                "resourceHooks" => state with { Hooks = Lists(value) },
                "refreshBeforeUpdate" => state with { RefreshBeforeUpdate = value.GetBoolean() },
                _ => state with { Unknown = state.Unknown.SetItem(field.Name, value.GetRawText()) },
            };
        }

        return state;
    }

    private static string Required(JsonElement json, string name) =>
        json.TryGetProperty(name, out var value) && value.GetString() is { Length: > 0 } text
            ? text
            : throw new CheckpointException($"a resource has no {name}");

    internal static ImmutableArray<string> Texts(JsonElement json) =>
        json.ValueKind == JsonValueKind.Array ? [.. json.EnumerateArray().Select(item => item.GetString() ?? "")] : [];

    private static ImmutableSortedDictionary<string, ImmutableArray<string>> Lists(JsonElement json) =>
        ImmutableSortedDictionary.CreateRange(StringComparer.Ordinal, json.EnumerateObject().Select(field => KeyValuePair.Create(field.Name, Texts(field.Value))));

    internal static ResourceTimeouts Timeouts(JsonElement json)
    {
        double Seconds(string name) => json.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.Number ? value.GetDouble() : 0;
        return new ResourceTimeouts(Seconds("create"), Seconds("update"), Seconds("delete"), Seconds("read"));
    }

    private static DateTimeOffset? Time(JsonElement json, string urn, OriginalForms forms)
    {
        if (json.GetString() is not { } text)
            return null;
        var time = ParseTime(text);
        forms.Remember(urn, time, text);
        return time;
    }

    /// <summary>A time as Go writes it, with up to nine decimals.</summary>
    public static DateTimeOffset ParseTime(string text)
    {
        var point = text.IndexOf('.', StringComparison.Ordinal);
        if (point >= 0)
        {
            var end = point + 1;
            while (end < text.Length && char.IsAsciiDigit(text[end]))
                end++;
            // More than seven decimals are cut, not rounded.
            if (end - point > 8)
                text = text[..(point + 8)] + text[end..];
        }

        return DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time)
            ? time.ToUniversalTime()
            : throw new CheckpointException($"\"{text}\" is not a time (RFC 3339)");
    }

    private static string Path(JsonElement json) => PropertyPath.Text(json.EnumerateArray().Select(step =>
        step.ValueKind == JsonValueKind.Number ? (object)step.GetInt32() : step.GetString() ?? ""));
}
