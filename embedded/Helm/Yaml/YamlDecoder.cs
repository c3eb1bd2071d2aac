using System.Globalization;
using System.Runtime.CompilerServices;

namespace Coder.Infra.Helm.Yaml;

/// <summary>
/// Makes values of nodes as go-yaml v2 does, and JSON values of those as sigs.k8s.io/yaml does. Integers stay integers here (long or
/// ulong), because a text target sees them as written; errors of the second and third step are reported only if the first succeeds.
/// </summary>
internal sealed class YamlDecoder
{
    private readonly HashSet<YamlNode> _openAliases = [];
    // The keys of maps that JSON cannot have, each with its last value. They are errors only once the whole document is read.
    private readonly Dictionary<Dictionary<string, object?>, List<KeyValuePair<object?, object?>>> _badKeys = new(ReferenceEqualityComparer.Instance);
    private bool _sawNonFinite;
    private int _decoded;
    private int _decodedInAliases;
    private int _aliasDepth;

    public static object? Decode(YamlNode? root)
    {
        if (root is null)
            return null;
        var decoder = new YamlDecoder();
        object? value = decoder.Value(root);
        if ((decoder._badKeys.Count > 0 ? decoder.KeyError(value) : null) is { } keyError)
            throw new YamlException(keyError);
        if ((decoder._sawNonFinite ? JsonError(value) : null) is { } error)
            throw new YamlException(error);
        return value;
    }

    /// <summary>JSON has no infinity: the first one that is in the result, not one that was overwritten or is a key.</summary>
    private static string? JsonError(object? value) => value switch
    {
        double number when !double.IsFinite(number) => "json: unsupported value: " + GoFloat.Shortest(number),
        List<object?> list => list.Select(JsonError).FirstOrDefault(error => error != null),
        Dictionary<string, object?> map => GoString.SortedKeys(map).Select(key => JsonError(map[key])).FirstOrDefault(error => error != null),
        _ => null,
    };

    /// <summary>The first bad key of what is left in the result, outer maps first.</summary>
    private string? KeyError(object? value)
    {
        switch (value)
        {
            case List<object?> list:
                return list.Select(KeyError).FirstOrDefault(error => error != null);
            case Dictionary<string, object?> map when _badKeys.TryGetValue(map, out var bad):
                var (key, inner) = bad[0];
                return $"unsupported map key of type: {(key is null ? "%!s(<nil>)" : "uint64")}, key: {YamlGoSyntax.Print(key, _badKeys)}, value: {YamlGoSyntax.Print(inner, _badKeys)}";
            case Dictionary<string, object?> map:
                return GoString.SortedKeys(map).Select(k => KeyError(map[k])).FirstOrDefault(error => error != null);
            default:
                return null;
        }
    }

    private object? Value(YamlNode node)
    {
        if (!RuntimeHelpers.TryEnsureSufficientExecutionStack())
            throw new YamlException("yaml: exceeded max depth");
        _decoded++;
        if (_aliasDepth > 0)
            _decodedInAliases++;
        if (_decodedInAliases > 100 && _decoded > 1000 && (double)_decodedInAliases / _decoded > AllowedAliasRatio(_decoded))
            throw new YamlException("yaml: document contains excessive aliasing");
        return node.Kind switch
        {
            YamlNodeKind.Scalar => Scalar(node),
            YamlNodeKind.Sequence => Sequence(node),
            YamlNodeKind.Mapping => Mapping(node),
            _ => Alias(node),
        };
    }

    private static double AllowedAliasRatio(int decoded) => decoded switch
    {
        <= 400_000 => 0.99,
        >= 4_000_000 => 0.10,
        _ => 0.99 - 0.89 * ((decoded - 400_000) / (double)(4_000_000 - 400_000)),
    };

    private object? Alias(YamlNode node)
    {
        if (!_openAliases.Add(node.Target!))
            throw new YamlException($"yaml: anchor '{node.Value}' value contains itself");
        _aliasDepth++;
        object? value = Value(node.Target!);
        _aliasDepth--;
        _openAliases.Remove(node.Target!);
        return value;
    }

    private object? Scalar(YamlNode node)
    {
        if (node.Tag.Length == 0 && !node.Implicit)
            return node.Value;
        var (type, value) = node.Tag.Length == 0 ? YamlResolver.Resolve(node.Value) : YamlResolver.ResolveTagged(node.Tag, node.Value);
        if (type == YamlScalarType.Binary)
            return Binary(node.Value);
        if (value is double number && !double.IsFinite(number))
            _sawNonFinite = true;
        return value;
    }

    private static string Binary(string text)
    {
        try
        {
            return GoString.WithoutEscapes(GoString.FromBytes(Convert.FromBase64String(text)));
        }
        catch (FormatException)
        {
            throw new YamlException("yaml: !!binary value contains invalid base64 data");
        }
    }

    private List<object?> Sequence(YamlNode node)
    {
        var list = new List<object?>(node.Children.Count);
        foreach (var child in node.Children)
            list.Add(Value(child));
        return list;
    }

    private Dictionary<string, object?> Mapping(YamlNode node)
    {
        var map = new Dictionary<string, object?>(node.Children.Count / 2);
        Fill(map, node);
        return map;
    }

    private void Fill(Dictionary<string, object?> map, YamlNode node)
    {
        for (int i = 0; i + 1 < node.Children.Count; i += 2)
        {
            var key = node.Children[i];
            if (key is { Kind: YamlNodeKind.Scalar, Value: "<<" } && (key.Implicit || key.Tag == "tag:yaml.org,2002:merge"))
                Merge(map, node.Children[i + 1]);
            else
                Add(map, key, node.Children[i + 1]);
        }
    }

    private void Add(Dictionary<string, object?> map, YamlNode keyNode, YamlNode valueNode)
    {
        object? key = Value(keyNode);
        if (key is Dictionary<string, object?> or List<object?>)
            throw new YamlException("yaml: invalid map key: " + YamlGoSyntax.Print(key, _badKeys));
        object? value = Value(valueNode);
        string? text = key switch
        {
            string s => s,
            bool b => b ? "true" : "false",
            long number => number.ToString(CultureInfo.InvariantCulture),
            double number => FloatKey(number),
            _ => null,
        };
        if (text is not null)
        {
            map[text] = value;
            return;
        }
        if (!_badKeys.TryGetValue(map, out var bad))
            _badKeys[map] = bad = [];
        bad.RemoveAll(pair => Equals(pair.Key, key));
        bad.Add(new(key, value));
    }

    private static string FloatKey(double number) => GoFloat.Shortest32((float)number) switch
    {
        "+Inf" => ".inf",
        "-Inf" => "-.inf",
        "NaN" => ".nan",
        var text => text,
    };

    private void Merge(Dictionary<string, object?> map, YamlNode node)
    {
        switch (node.Kind)
        {
            case YamlNodeKind.Mapping:
                Fill(map, node);
                break;
            case YamlNodeKind.Alias when node.Target!.Kind == YamlNodeKind.Mapping:
                if (!_openAliases.Add(node.Target))
                    throw new YamlException($"yaml: anchor '{node.Value}' value contains itself");
                Fill(map, node.Target);
                _openAliases.Remove(node.Target);
                break;
            case YamlNodeKind.Sequence:
                // Earlier ones win, so they are merged last.
                for (int i = node.Children.Count - 1; i >= 0; i--)
                {
                    var child = node.Children[i];
                    if (child.Kind != YamlNodeKind.Mapping && child.Target?.Kind != YamlNodeKind.Mapping)
                        throw MergeError();
                    Merge(map, child);
                }
                break;
            default:
                throw MergeError();
        }
    }

    private static YamlException MergeError() => new("yaml: map merge requires map or sequence of maps as the value");
}
