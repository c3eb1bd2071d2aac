using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Coder.Infra.Kubernetes;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace Coder.Infra.Releases;

/// <summary>The objects of a release, read from the YAML that Helm keeps.</summary>
internal static partial class Manifest
{
    /// <summary>The objects of YAML documents, in their order; lists are taken apart.</summary>
    /// <exception cref="YamlException">It is not YAML.</exception>
    public static IReadOnlyList<JsonObject> Objects(string manifest)
    {
        var stream = new YamlStream();
        stream.Load(new StringReader(manifest));
        return [.. stream.Documents.Select(document => Json(document.RootNode)).OfType<JsonObject>().SelectMany(Parts)];
    }

    /// <summary>How messages name an object: <c>Deployment envproxy</c>.</summary>
    public static string Title(JsonObject value) => $"{value.Text("kind")} {value.Text("metadata", "name")}";

    /// <summary>How messages name an object; with its namespace where that is not the release's.</summary>
    public static string Title(JsonObject value, string ns) =>
        value.Text("metadata", "namespace") is { } other && other != ns ? $"{value.Text("kind")} {other}/{value.Text("metadata", "name")}" : Title(value);

    /// <summary>What makes an object another one: its group, kind, namespace and name.</summary>
    public static (string Group, string Kind, string Namespace, string Name) Identity(JsonObject value, string ns)
    {
        var version = value.Text("apiVersion") ?? "";
        return (version.Contains('/') ? version.Split('/')[0] : "", value.Text("kind") ?? "", value.Text("metadata", "namespace") ?? ns, value.Text("metadata", "name") ?? "");
    }

    private static IEnumerable<JsonObject> Parts(JsonObject value) =>
        value.Text("kind")?.EndsWith("List", StringComparison.Ordinal) == true && value["items"] is JsonArray ? value.Objects("items").Select(item => item.DeepClone().AsObject()) : [value];

    private static JsonNode? Json(YamlNode node) => node switch
    {
        YamlMappingNode map => Map(map),
        YamlSequenceNode list => new JsonArray([.. list.Children.Select(Json)]),
        YamlScalarNode { Style: ScalarStyle.Plain, Tag: { IsEmpty: true } or { IsNonSpecific: true } } scalar => Plain(scalar.Value ?? ""),
        YamlScalarNode scalar => JsonValue.Create(scalar.Value),
        _ => null,
    };

    /// <summary>A map; what <c>&lt;&lt;</c> merges in fills the members that it does not have itself.</summary>
    private static JsonObject Map(YamlMappingNode map)
    {
        var members = new JsonObject();
        foreach (var (key, value) in map.Children.Where(child => !IsMerge(child.Key)))
            members[(key as YamlScalarNode)?.Value ?? ""] = Json(value);
        foreach (var merged in map.Children.Where(child => IsMerge(child.Key)).SelectMany(child => child.Value is YamlSequenceNode list ? list.Children : [child.Value]).OfType<YamlMappingNode>())
        {
            foreach (var (name, value) in Map(merged))
            {
                if (!members.ContainsKey(name))
                    members[name] = value?.DeepClone();
            }
        }

        return members;
    }

    private static bool IsMerge(YamlNode key) => key is YamlScalarNode { Value: "<<", Style: ScalarStyle.Plain };

    /// <summary>A scalar without quotes, by YAML 1.1 as Kubernetes reads it.</summary>
    private static JsonNode? Plain(string text) => text switch
    {
        "" or "~" or "null" or "Null" or "NULL" => null,
        "true" or "True" or "TRUE" or "yes" or "Yes" or "YES" or "y" or "Y" or "on" or "On" or "ON" => JsonValue.Create(true),
        "false" or "False" or "FALSE" or "no" or "No" or "NO" or "n" or "N" or "off" or "Off" or "OFF" => JsonValue.Create(false),
        _ => Number(text.Replace("_", "")) ?? JsonValue.Create(text),
    };

    /// <summary>A number as Go reads it: a leading 0 or 0o is octal (file modes), 0x hexadecimal, 0b binary.</summary>
    private static JsonValue? Number(string text)
    {
        if (Whole().Match(text) is { Success: true } whole)
        {
            var digits = whole.Groups["digits"].Value;
            var radix = whole.Groups["prefix"].Value.ToLowerInvariant() switch { "0x" => 16, "0b" => 2, "0" or "0o" => 8, _ => 10 };
            if (digits.All(digit => Convert.ToInt32($"{digit}", 16) < radix) && ToInt64(digits, radix) is { } number)
                return JsonValue.Create(text[0] == '-' ? -number : number);
        }

        return Real().IsMatch(text) && double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var real) && double.IsFinite(real) ? JsonValue.Create(real) : null;
    }

    private static long? ToInt64(string digits, int radix)
    {
        try
        {
            return digits.Aggregate(0L, (sum, digit) => checked(sum * radix + Convert.ToInt32($"{digit}", 16)));
        }
        catch (OverflowException)
        {
            return null;
        }
    }

    [GeneratedRegex("^[-+]?(?<prefix>0[xX]|0[bB]|0[oO]|0(?=[0-9])|)(?<digits>[0-9a-fA-F]+)$")]
    private static partial Regex Whole();

    [GeneratedRegex(@"^[-+]?([0-9]+\.[0-9]*|\.[0-9]+|[0-9]+)([eE][-+]?[0-9]+)?$")]
    private static partial Regex Real();
}
