using System.Diagnostics.CodeAnalysis;

namespace Coder.Infra.Helm.Templates.Types;

/// <summary>Looks at every kind of Go map with string keys in one way.</summary>
internal static class Maps
{
    /// <summary>Whether the value is a map.</summary>
    public static bool IsMap(object? value) => value is Dictionary<string, object?> or Dictionary<string, string>
        || (value is IGoValue typed && typed.Type.Kind == GoKind.Map);

    /// <summary>The entries shared by a value of type map[string]interface{} or a named type of that shape.</summary>
    public static bool TryGetAny(object? value, [NotNullWhen(true)] out Dictionary<string, object?>? map)
    {
        map = value as Dictionary<string, object?> ?? (value as IGoContainer)?.Content as Dictionary<string, object?>;
        return map != null;
    }

    /// <summary>The number of entries.</summary>
    public static int Count(object map) => map switch
    {
        Dictionary<string, object?> any => any.Count,
        Dictionary<string, string> strings => strings.Count,
        IGoContainer { Content: var content } => content switch
        {
            Dictionary<string, byte[]> files => files.Count,
            _ => Count(content),
        },
        _ => 0,
    };

    /// <summary>The element of a key; false when there is none.</summary>
    public static bool TryGet(object map, string key, out Value value)
    {
        switch (map)
        {
            case Dictionary<string, object?> any:
                bool found = any.TryGetValue(key, out object? item);
                value = found ? Value.InInterface(item) : default;
                return found;
            case Dictionary<string, string> strings:
                found = strings.TryGetValue(key, out string? text);
                value = Value.Of(text);
                return found;
            case IGoContainer { Content: Dictionary<string, byte[]> files }:
                found = files.TryGetValue(key, out byte[]? bytes);
                value = Value.Of(bytes);
                return found;
            case IGoContainer container:
                return TryGet(container.Content, key, out value);
            default:
                value = default;
                return false;
        }
    }

    /// <summary>The zero value of the map's element type: what a missing key gives with missingkey=zero.</summary>
    public static Value Zero(object map) => GoType.Of(map)!.Element!.Kind switch
    {
        GoKind.String => Value.Of(""),
        GoKind.Slice => Value.Of(GoValues.NilBytes),
        _ => Value.NilInterface,
    };

    /// <summary>The keys in Go's order.</summary>
    public static string[] SortedKeys(object map)
    {
        string[] keys = Keys(map);
        Array.Sort(keys, GoString.Compare);
        return keys;
    }

    private static string[] Keys(object map) => map switch
    {
        Dictionary<string, object?> any => [.. any.Keys],
        Dictionary<string, string> strings => [.. strings.Keys],
        IGoContainer { Content: Dictionary<string, byte[]> files } => [.. files.Keys],
        IGoContainer container => Keys(container.Content),
        _ => [],
    };
}
