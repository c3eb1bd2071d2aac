using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Coder.Infra.Releases;

/// <summary>
/// Compares the fields that a manifest names with those of the live object, where the server does not help. What the manifest does not name
/// may be anything; an empty value is the same as none, and quantities are compared by value (<c>1000m</c> is <c>1</c>).
/// </summary>
internal static partial class OwnFields
{
    /// <summary>The manifest's fields that are different in the live object, or missing there.</summary>
    public static IReadOnlyList<FieldChange> Between(JsonObject wanted, JsonObject live) => FieldComparison.Between(wanted, Named(wanted, live));

    /// <summary>The part of the live value that the wanted one names; what is the same in other words is in the wanted one's.</summary>
    private static JsonNode? Named(JsonNode? wanted, JsonNode? live)
    {
        switch (wanted, live)
        {
            case (_, null):
                return IsEmpty(wanted) ? wanted?.DeepClone() : null;
            case (JsonObject map, JsonObject there):
                return new JsonObject(map.Select(member => KeyValuePair.Create(member.Key, Named(member.Value, there[member.Key]))));
            case (JsonArray list, JsonArray there) when FieldComparison.KeyOf(list, []) is { } key:
                return new JsonArray([.. list.Select(element => (element, found: there.FirstOrDefault(other => key(other) == key(element))))
                    .Where(pair => pair.found is not null).Select(pair => Named(pair.element, pair.found))]);
            case (JsonArray list, JsonArray there) when list.Count == there.Count:
                return new JsonArray([.. list.Zip(there).Select(pair => Named(pair.First, pair.Second))]);
            case (JsonValue value, JsonValue there) when SameQuantity(value, there):
                return wanted.DeepClone();
            default:
                return live.DeepClone();
        }
    }

    private static bool IsEmpty(JsonNode? value) => value switch
    {
        null or JsonArray { Count: 0 } => true,
        JsonObject map => map.All(member => IsEmpty(member.Value)),
        JsonArray => false,
        _ => value.ToString() is "" or "0" || value.GetValueKind() == JsonValueKind.False,
    };

    private static bool SameQuantity(JsonValue left, JsonValue right) => Quantity(left.ToString()) is { } a && Quantity(right.ToString()) is { } b && a == b;

    /// <summary>A quantity's value (<c>k8s.io/apimachinery/pkg/api/resource</c>); null where it is none.</summary>
    private static decimal? Quantity(string text)
    {
        if (Form().Match(text) is not { Success: true } form || !decimal.TryParse(form.Groups["number"].Value, NumberStyles.Float, CultureInfo.InvariantCulture, out var number))
            return null;
        var factor = form.Groups["unit"].Value switch
        {
            "n" => 1e-9m,
            "u" => 1e-6m,
            "m" => 1e-3m,
            "k" => 1e3m,
            "M" => 1e6m,
            "G" => 1e9m,
            "T" => 1e12m,
            "P" => 1e15m,
            "E" => 1e18m,
            "Ki" => 1024m,
            "Mi" => 1048576m,
            "Gi" => 1073741824m,
            "Ti" => 1099511627776m,
            "Pi" => 1125899906842624m,
            "Ei" => 1152921504606846976m,
            _ => 1m,
        };
        try
        {
            return number * factor;
        }
        catch (OverflowException)
        {
            return null;
        }
    }

    [GeneratedRegex("^(?<number>[-+]?([0-9]+(\\.[0-9]*)?|\\.[0-9]+)([eE][-+]?[0-9]+)?)(?<unit>[numkMGTPE]|[KMGTPE]i)?$")]
    private static partial Regex Form();
}
