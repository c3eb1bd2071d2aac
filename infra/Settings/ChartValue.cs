using System.Collections.Immutable;
using System.Text.Json;

namespace Coder.Infra.Settings;

/// <summary>What a value of the chart holds.</summary>
public enum ChartValueType
{
    /// <summary>A text.</summary>
    String,

    /// <summary>A whole number.</summary>
    Integer,

    /// <summary><c>true</c> or <c>false</c>.</summary>
    Boolean,

    /// <summary>A list of texts.</summary>
    List,

    /// <summary>A list of objects.</summary>
    Objects,

    /// <summary>An object whose members are texts, such as annotations.</summary>
    Texts,

    /// <summary>An object: of the named members, or of any where none is named.</summary>
    Object,
}

/// <summary>One value of the chart, or a member of one: what <see cref="ChartValues"/> lists.</summary>
/// <param name="Name">Name within its object.</param>
/// <param name="Type">What it holds.</param>
/// <param name="Description">What it means: a phrase without a full stop.</param>
public sealed record ChartValue(string Name, ChartValueType Type, string Description)
{
    /// <summary>Members of an object.</summary>
    public ImmutableArray<ChartValue> Members { get; init; } = [];

    /// <summary>The texts it may be, where they are few.</summary>
    public ImmutableArray<string> Texts { get; init; } = [];

    /// <summary>The least whole number it may be.</summary>
    public int? Least { get; init; }

    /// <summary>Why it cannot be set at all, and what to do instead; null for one that can.</summary>
    public string? Refused { get; init; }

    /// <summary>Says what of a value does not fit, each with its path. Null stands for the chart's default, as in Helm.</summary>
    internal IEnumerable<(string Path, string Rule)> Check(JsonElement value, string path)
    {
        if (Refused is not null)
            return [(path, Refused)];
        if (value.ValueKind == JsonValueKind.Null)
            return [];
        return Type switch
        {
            ChartValueType.String when value.ValueKind != JsonValueKind.String => [(path, "is not a text")],
            ChartValueType.String when Texts.Length > 0 && !Texts.Contains(value.GetString()!) => [(path, $"is not one of {string.Join(", ", Texts)}")],
            ChartValueType.Integer when !IsWhole(value, out var number) || number < (Least ?? long.MinValue) => [(path, Least is { } least ? $"is not a whole number from {least}" : "is not a whole number")],
            ChartValueType.Boolean when value.ValueKind is not (JsonValueKind.True or JsonValueKind.False) => [(path, "is neither true nor false")],
            ChartValueType.List or ChartValueType.Objects when value.ValueKind != JsonValueKind.Array => [(path, "is not a list")],
            ChartValueType.List => value.EnumerateArray().Select((item, index) => (item, index))
                .Where(entry => entry.item.ValueKind != JsonValueKind.String).Select(entry => ($"{path}[{entry.index}]", "is not a text")),
            ChartValueType.Objects => value.EnumerateArray().Select((item, index) => (item, index))
                .Where(entry => entry.item.ValueKind != JsonValueKind.Object).Select(entry => ($"{path}[{entry.index}]", "is not an object")),
            ChartValueType.Texts or ChartValueType.Object when value.ValueKind != JsonValueKind.Object => [(path, "is not an object")],
            ChartValueType.Texts => value.EnumerateObject().Where(member => member.Value.ValueKind is not (JsonValueKind.String or JsonValueKind.Null))
                .Select(member => ($"{path}[\"{member.Name}\"]", "is not a text")),
            ChartValueType.Object => value.EnumerateObject().SelectMany(member =>
                Members.FirstOrDefault(known => known.Name == member.Name)?.Check(member.Value, $"{path}.{member.Name}") ?? []),
            _ => [],
        };
    }

    /// <summary>1.0 is a whole number, as in JSON Schema.</summary>
    private static bool IsWhole(JsonElement value, out long number)
    {
        number = 0;
        if (value.ValueKind != JsonValueKind.Number || !value.TryGetDouble(out var real) || Math.Floor(real) != real || Math.Abs(real) > 1e15)
            return false;
        number = (long)real;
        return true;
    }
}
