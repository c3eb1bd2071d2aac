using Coder.Infra.Helm.Templates.Types;
using Map = System.Collections.Generic.Dictionary<string, object?>;

namespace Coder.Infra.Helm.Templates.Functions;

/// <summary>Sprig's dictionaries. <c>set</c>, <c>unset</c> and the merges change their first argument.</summary>
internal static class DictFunctions
{
    public static TemplateFunction? Find(string name) => name switch
    {
        "dict" => new(name, [GoType.Any], true, (c, a) => Value.Of(Dict(c, a))),
        "get" => Fn.Of(name, (Map map, string key) => map.TryGetValue(key, out object? value) ? value : ""),
        "set" => Fn.Of(name, (Map map, string key, object? value) => Set(map, key, value)),
        "unset" => Fn.Of(name, (Map map, string key) => Unset(map, key)),
        "hasKey" => Fn.Of(name, (Map map, string key) => map.ContainsKey(key)),
        "pluck" => Fn.Variadic(name, (string key, Map[] maps) => Pluck(key, maps)),
        "keys" => Fn.Variadic(name, (Map[] maps) => Keys(maps)),
        "values" => Fn.Of(name, (Map map) => Values(map)),
        "pick" => Fn.Variadic(name, (Map map, string[] keys) => Pick(map, keys)),
        "omit" => Fn.Variadic(name, (Map map, string[] keys) => Omit(map, keys)),
        "merge" or "mustMerge" => Fn.Variadic(name, (Map map, Map[] others) => Merging.Merge(map, others, overwrite: false)),
        "mergeOverwrite" or "mustMergeOverwrite" => Fn.Variadic(name, (Map map, Map[] others) => Merging.Merge(map, others, overwrite: true)),
        "dig" => Fn.Variadic(name, (object?[] path) => Dig(path)),
        "deepCopy" or "mustDeepCopy" => Fn.In(name, (CallContext c, object? value) => Copy(c, value)),
        _ => null,
    };

    private static Map Dict(CallContext context, ReadOnlySpan<Value> pairs)
    {
        var map = new Map(pairs.Length / 2);
        for (int i = 0; i < pairs.Length; i += 2)
            map[Cast.ToText(context, pairs[i].Item)] = i + 1 < pairs.Length ? pairs[i + 1].Item : "";
        return map;
    }

    private static Map Set(Map map, string key, object? value)
    {
        if (map is NilMap)
            throw new FunctionException("assignment to entry in nil map");
        map[key] = value;
        return map;
    }

    private static Map Unset(Map map, string key)
    {
        map.Remove(key);
        return map;
    }

    private static List<object?> Pluck(string key, Map[] maps)
    {
        var found = new List<object?>();
        foreach (var map in maps)
        {
            if (map.TryGetValue(key, out object? value))
                found.Add(value);
        }
        return found;
    }

    /// <summary>Go gives a map's keys in no order; here they are sorted, so that rendering is deterministic.</summary>
    private static List<string> Keys(Map[] maps)
    {
        var keys = new List<string>();
        foreach (var map in maps)
            keys.AddRange(Maps.SortedKeys(map));
        return keys;
    }

    private static List<object?> Values(Map map)
    {
        var values = new List<object?>(map.Count);
        foreach (string key in Maps.SortedKeys(map))
            values.Add(map[key]);
        return values;
    }

    private static Map Pick(Map map, string[] keys)
    {
        var picked = new Map();
        foreach (string key in keys)
        {
            if (map.TryGetValue(key, out object? value))
                picked[key] = value;
        }
        return picked;
    }

    private static Map Omit(Map map, string[] keys)
    {
        var kept = new Map(map);
        foreach (string key in keys)
            kept.Remove(key);
        return kept;
    }

    /// <summary>Follows keys into nested maps: <c>dig "a" "b" default map</c>.</summary>
    private static object? Dig(object?[] path)
    {
        if (path.Length < 3)
            throw new FunctionException("dig needs at least three arguments");
        var map = AsMap(path[^1]);
        string[] keys = Array.ConvertAll(path[..^2], key => key as string ?? throw GoType.Conversion(GoType.Of(key), GoType.String));
        for (int i = 0; ; i++)
        {
            if (!map.TryGetValue(keys[i], out object? step))
                return path[^2];
            if (i == keys.Length - 1)
                return step;
            map = AsMap(step);
        }
    }

    private static Map AsMap(object? value) => value as Map ?? throw GoType.Conversion(GoType.Of(value), GoType.Map);

    private static object? Copy(CallContext context, object? value)
    {
        if (value == null)
            throw new FunctionException("reflect: call of reflect.Value.Type on zero Value");
        return Copy(value, 0, context.Limits.Limits.ValueDepth);
    }

    private static object? Copy(object? value, int depth, int limit)
    {
        if (depth > limit)
            throw LimitCounter.TooDeep(limit);
        if (!StackGuard.HasRoom)
            return StackGuard.OnNewStack(() => Copy(value, depth, limit));
        switch (value)
        {
            case NilMap or NilList or NilStringList:
                return value;
            case Map map:
                var copy = new Map(map.Count);
                foreach (var (key, item) in map)
                    copy[key] = Copy(item, depth + 1, limit);
                return copy;
            case List<object?> list:
                return list.ConvertAll(item => Copy(item, depth + 1, limit));
            case Dictionary<string, string> texts:
                return new Dictionary<string, string>(texts);
            case List<string> texts:
                return new List<string>(texts);
            case IGoContainer { Content: Map content }:
                return Copy(content, depth + 1, limit);
            default:
                return value;
        }
    }
}
