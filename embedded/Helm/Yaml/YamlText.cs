using System.Text;

namespace Coder.Infra.Helm.Yaml;

/// <summary>YAML as sigs.k8s.io/yaml reads and writes it: YAML 1.1 to JSON and back.</summary>
public static partial class YamlText
{
    private static readonly UTF8Encoding StrictUtf8 = new(false, throwOnInvalidBytes: true);

    /// <summary>
    /// The value as YAML, ending in a line feed: keys in natural order, numbers as JSON has them, long lines folded at 80 characters.
    /// Throws <see cref="YamlException"/> for what YAML cannot hold.
    /// </summary>
    public static string Marshal(object? value) => YamlWriter.Write(value, pretty: false);

    /// <summary>The value as Helm's <c>toYamlPretty</c> writes it: lists are indented in maps, nothing is folded, floats stay floats.</summary>
    public static string MarshalPretty(object? value) => YamlWriter.Write(value, pretty: true);

    /// <summary>The first document of the text: null, bool, string, double, lists and maps. Throws <see cref="YamlException"/>.</summary>
    public static object? Unmarshal(string yaml) => WithFloats(UnmarshalTyped(yaml));

    /// <summary>The first document of UTF-8 bytes.</summary>
    public static object? Unmarshal(ReadOnlySpan<byte> yaml) => Unmarshal(Decode(yaml));

    /// <summary>The first document as a map; null for an empty one. Another kind of document is Go's error.</summary>
    public static Dictionary<string, object?>? UnmarshalMap(string yaml) => Typed<Dictionary<string, object?>>(Unmarshal(yaml), "map[string]interface {}");

    /// <summary>The first document of UTF-8 bytes as a map; null for an empty one.</summary>
    public static Dictionary<string, object?>? UnmarshalMap(ReadOnlySpan<byte> yaml) => UnmarshalMap(Decode(yaml));

    /// <summary>The first document as a list; null for an empty one. Another kind of document is Go's error.</summary>
    public static List<object?>? UnmarshalList(string yaml) => Typed<List<object?>>(Unmarshal(yaml), "[]interface {}");

    /// <summary>The first document with integers as long or ulong, for targets that want the text of a number.</summary>
    internal static object? UnmarshalTyped(string yaml)
    {
        // Bytes that are not UTF-8 may be UTF-16 with a byte order mark; otherwise they are an error.
        if (yaml.AsSpan().IndexOfAnyInRange('\uDC80', '\uDCFF') >= 0 && GoString.ToBytes(yaml) is var bytes && !System.Text.Unicode.Utf8.IsValid(bytes))
            yaml = Decode(bytes);
        try
        {
            return YamlDecoder.Decode(YamlParser.ParseFirst(yaml));
        }
        catch (YamlException e)
        {
            throw new YamlException("error converting YAML to JSON: " + e.Message);
        }
    }

    /// <summary>UTF-8 text, or UTF-16 behind a byte order mark; bytes that are neither are go-yaml's error.</summary>
    internal static string Decode(ReadOnlySpan<byte> yaml)
    {
        try
        {
            return yaml switch
            {
                [0xff, 0xfe, .. var little] => new UnicodeEncoding(false, false, throwOnInvalidBytes: true).GetString(little),
                [0xfe, 0xff, .. var big] => new UnicodeEncoding(true, false, throwOnInvalidBytes: true).GetString(big),
                _ => StrictUtf8.GetString(yaml),
            };
        }
        catch (DecoderFallbackException e)
        {
            byte first = e.BytesUnknown?.FirstOrDefault() ?? 0;
            string problem = first is >= 0x80 and < 0xc2 or > 0xf4 ? "invalid leading UTF-8 octet" : "invalid trailing UTF-8 octet";
            throw new YamlException("error converting YAML to JSON: yaml: " + problem);
        }
    }

    private static T? Typed<T>(object? value, string goType) where T : class
    {
        try
        {
            return GoJson.As<T>(value, goType);
        }
        catch (GoJsonException e)
        {
            throw new YamlException("error unmarshaling JSON: while decoding JSON: " + e.Message);
        }
    }

    // In place: the tree was just made and nobody else holds it, aliases share no nodes.
    private static object? WithFloats(object? value)
    {
        switch (value)
        {
            case long number:
                return (double)number;
            case ulong number:
                return (double)number;
            case List<object?> list:
                for (int i = 0; i < list.Count; i++)
                    list[i] = WithFloats(list[i]);
                return list;
            case Dictionary<string, object?> map:
                foreach (string key in map.Keys)
                    if (map[key] is not (null or string or bool))
                        map[key] = WithFloats(map[key]);
                return map;
            default:
                return value;
        }
    }
}
