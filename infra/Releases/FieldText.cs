using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Coder.Infra.Releases;

/// <summary>How messages show a field that differs.</summary>
/// <param name="secrets">Texts that are not shown.</param>
/// <param name="isSecret">Whether the object is a Secret: its contents are not shown.</param>
internal sealed class FieldText(SecretTexts secrets, bool isSecret)
{
    /// <summary>JSON as a person reads it: no escapes where JSON needs none.</summary>
    public static readonly JsonSerializerOptions Json = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private const int Longest = 200;
    private const int MostLines = 20;

    /// <summary>What an upgrade changes: <c>~ spec.replicas: 1 => 2</c>, <c>+ …</c>, <c>- …</c>; the lines that differ of a text with several.</summary>
    public IEnumerable<string> Planned(FieldChange change)
    {
        if (Lines(change) is { } lines)
            return lines.Prepend($"~ {Path(change)}:");
        return [(change.Before, change.After) switch
        {
            (null, _) => $"+ {Path(change)}: {Value(change, change.After)}",
            (_, null) => $"- {Path(change)}: {Value(change, change.Before)}",
            _ => $"~ {Path(change)}: {Value(change, change.Before)} => {Value(change, change.After)}",
        }];
    }

    /// <summary>What somebody changed: <c>~ spec.replicas: 1, changed to 3</c>, <c>+ …, added</c>, <c>- …, removed</c>.</summary>
    /// <param name="change">Before: what the release says; after: what is there.</param>
    public IEnumerable<string> Drifted(FieldChange change)
    {
        if (Lines(change) is { } lines)
            return lines.Prepend($"~ {Path(change)}: changed");
        return [(change.Before, change.After) switch
        {
            (null, _) => $"+ {Path(change)}: {Value(change, change.After)}, added",
            (_, null) => $"- {Path(change)}: {Value(change, change.Before)}, removed",
            _ => $"~ {Path(change)}: {Value(change, change.Before)}, changed to {Value(change, change.After)}",
        }];
    }

    private string Path(FieldChange change) => secrets.Hide(change.Path.Text);

    /// <summary>The lines that differ of two texts with several lines; null where one line shows the change.</summary>
    private List<string>? Lines(FieldChange change)
    {
        if (Holds(change) || Text(change.Before) is not { } before || Text(change.After) is not { } after || !before.Contains('\n') && !after.Contains('\n'))
            return null;
        // Hidden before it is taken apart: a secret can have several lines.
        var (old, now) = (secrets.Hide(before).Split('\n'), secrets.Hide(after).Split('\n'));
        var (first, last) = FieldComparison.Common(old.Length, now.Length, (i, j) => old[i] == now[j]);
        var lines = old[first..^last].Select(line => $"    - {line}").Concat(now[first..^last].Select(line => $"    + {line}")).ToList();
        if (lines.Count == 0)
            return null; // Only secrets differ.
        return lines.Count <= MostLines ? lines : [.. lines.Take(MostLines), $"    … and {lines.Count - MostLines} more lines"];
    }

    private string Value(FieldChange change, JsonNode? value)
    {
        if (Holds(change))
            return SecretTexts.Mask;
        var (before, after) = (Shown(change.Before), Shown(change.After));
        if (change.Before is not null && change.After is not null && before == after)
            return SecretTexts.Mask; // Only secrets differ.
        var text = ReferenceEquals(value, change.Before) ? before : after;
        return text.Length <= Longest ? text : $"{text[..Longest]}… ({text.Length} characters)";
    }

    private string Shown(JsonNode? value)
    {
        if (value is null)
            return "null";
        var hidden = Hidden(value)!;
        return hidden is JsonValue only && only.TryGetValue<string>(out var text) && text == SecretTexts.Mask ? text : hidden.ToJsonString(Json);
    }

    private JsonNode? Hidden(JsonNode? value) => value switch
    {
        JsonObject map => new JsonObject(map.Select(member => KeyValuePair.Create(member.Key, Hidden(member.Value)))),
        JsonArray list => new JsonArray([.. list.Select(Hidden)]),
        JsonValue only when secrets.Hide(only.ToString()) is var text && text != only.ToString() => JsonValue.Create(text),
        _ => value?.DeepClone(),
    };

    /// <summary>Whether the field is what a Secret holds; kubectl keeps a copy of it in an annotation.</summary>
    private bool Holds(FieldChange change) =>
        isSecret && (change.Path.Steps is [{ Member: "data" or "stringData" }, ..] || change.Path.Text.Contains("last-applied-configuration", StringComparison.Ordinal));

    private static string? Text(JsonNode? value) => value is JsonValue only && only.TryGetValue<string>(out var text) ? text : null;
}
