using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace Coder.Infra.Sandbox.Kubernetes.Handlers;

/// <summary>YAML as Kubernetes reads it: version 1.1's plain scalars, so that <c>y</c> and <c>on</c> are booleans.</summary>
internal static partial class YamlReader
{
    /// <exception cref="YamlException">Not YAML.</exception>
    public static JsonNode? Read(string text)
    {
        var stream = new YamlStream();
        stream.Load(new StringReader(text));
        return stream.Documents.Count == 0 ? null : Convert(stream.Documents[0].RootNode);
    }

    static JsonNode? Convert(YamlNode node) => node switch
    {
        YamlMappingNode map => Mapping(map),
        YamlSequenceNode list => new JsonArray([.. list.Children.Select(Convert)]),
        YamlScalarNode scalar => Scalar(scalar),
        _ => null,
    };

    static JsonObject Mapping(YamlMappingNode map)
    {
        var json = new JsonObject();
        foreach (var (key, value) in map.Children) json[(key as YamlScalarNode)?.Value ?? ""] = Convert(value);
        return json;
    }

    static JsonNode? Scalar(YamlScalarNode scalar)
    {
        var text = scalar.Value ?? "";
        if (scalar.Style != ScalarStyle.Plain || scalar.Tag == "tag:yaml.org,2002:str") return JsonValue.Create(text);
        if (Null().IsMatch(text)) return null;
        if (True().IsMatch(text)) return JsonValue.Create(true);
        if (False().IsMatch(text)) return JsonValue.Create(false);
        if (Integer().IsMatch(text) && long.TryParse(text.Replace("_", ""), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var l)) return JsonValue.Create(l);
        if (text.StartsWith("0x") && long.TryParse(text[2..], NumberStyles.HexNumber, CultureInfo.InvariantCulture, out var hex)) return JsonValue.Create(hex);
        if (Octal().IsMatch(text)) return JsonValue.Create(System.Convert.ToInt64(text.TrimStart('0', 'o'), 8));
        if (Float().IsMatch(text) && double.TryParse(text.Replace("_", ""), NumberStyles.Float, CultureInfo.InvariantCulture, out var d)) return JsonValue.Create(d);
        return JsonValue.Create(text);
    }

    [GeneratedRegex("^(|~|null|Null|NULL)$")]
    private static partial Regex Null();

    [GeneratedRegex("^(y|Y|yes|Yes|YES|on|On|ON|true|True|TRUE)$")]
    private static partial Regex True();

    [GeneratedRegex("^(n|N|no|No|NO|off|Off|OFF|false|False|FALSE)$")]
    private static partial Regex False();

    [GeneratedRegex("^[-+]?(0|[1-9][0-9_]*)$")]
    private static partial Regex Integer();

    [GeneratedRegex("^0o?[0-7]+$")]
    private static partial Regex Octal();

    [GeneratedRegex(@"^[-+]?(\.[0-9]+|[0-9][0-9_]*(\.[0-9_]*)?)([eE][-+]?[0-9]+)?$")]
    private static partial Regex Float();
}
