using Coder.Infra.Helm.Templates.Types;

namespace Coder.Infra.Helm.Templates.Functions;

/// <summary>Sprig's lists. None changes its argument; each has a twin "must…" that differs only in name.</summary>
internal static class ListFunctions
{
    public static TemplateFunction? Find(string name) => name switch
    {
        "list" or "tuple" => Fn.Variadic(name, (object?[] items) => new List<object?>(items)),
        "sortAlpha" => Fn.In(name, (CallContext c, object? list) => SortAlpha(c, list)),
        "concat" => new(name, [GoType.Any], true, (c, a) => Value.Of(Concat(c, a))),
        "first" or "mustFirst" => Fn.Of(name, (object? list) => Items(list, "Cannot find first on type ") is { Count: > 0 } items ? items[0] : null),
        "last" or "mustLast" => Fn.Of(name, (object? list) => Items(list, "Cannot find last on type ") is { Count: > 0 } items ? items[^1] : null),
        "rest" or "mustRest" => Fn.Of(name, (object? list) => Items(list, "Cannot find rest on type ") is { Count: > 0 } items ? items.GetRange(1, items.Count - 1) : NilList.Instance),
        "initial" or "mustInitial" => Fn.Of(name, (object? list) => Items(list, "Cannot find initial on type ") is { Count: > 0 } items ? items.GetRange(0, items.Count - 1) : NilList.Instance),
        "append" or "mustAppend" or "push" or "mustPush" => Fn.In(name, (CallContext c, object? list, object? item) => Append(c, list, item)),
        "prepend" or "mustPrepend" => Fn.Of(name, (object? list, object? item) => Prepend(list, item)),
        "reverse" or "mustReverse" => Fn.Of(name, (object? list) => Reverse(list)),
        "compact" or "mustCompact" => Fn.Of(name, (object? list) => Items(list, "Cannot compact on type ").FindAll(item => !Defaults.IsEmpty(item))),
        "uniq" or "mustUniq" => Fn.Of(name, (object? list) => Unique(list)),
        "without" or "mustWithout" => Fn.Variadic(name, (object? list, object?[] omit) =>
            Items(list, "Cannot find without on type ").FindAll(item => !Array.Exists(omit, o => GoValues.DeepEqual(o, item)))),
        "has" or "mustHas" => Fn.Of(name, (object? needle, object? list) =>
            list != null && Items(list, "Cannot find has on type ").Exists(item => GoValues.DeepEqual(needle, item))),
        "slice" or "mustSlice" => Fn.Variadic(name, (object? list, object?[] bounds) => Slice(list, bounds)),
        "chunk" or "mustChunk" => Fn.Of(name, (nint size, object? list) => Chunk(size, list)),
        _ => null,
    };

    private static string KindName(object value) => GoType.Of(value)!.Kind.ToString().ToLowerInvariant();

    private static List<object?> Items(object? list, string error)
    {
        if (list == null)
            throw FunctionException.NilDereference;
        return Lists.TryGet(list, out var items) ? Lists.Copy(items) : throw new FunctionException(error + KindName(list));
    }

    private static List<object?> Append(CallContext context, object? list, object? item)
    {
        var items = Items(list, "Cannot push on type ");
        context.Limits.CheckCount(items.Count + 1L);
        items.Add(item);
        return items;
    }

    private static List<object?> Prepend(object? list, object? item)
    {
        var items = Items(list, "Cannot prepend on type ");
        items.Insert(0, item);
        return items;
    }

    private static List<object?> Reverse(object? list)
    {
        var items = Items(list, "Cannot find reverse on type ");
        items.Reverse();
        return items;
    }

    private static List<object?> Unique(object? list)
    {
        var unique = new List<object?>();
        foreach (object? item in Items(list, "Cannot find uniq on type "))
        {
            if (!unique.Exists(other => GoValues.DeepEqual(other, item)))
                unique.Add(item);
        }
        return unique;
    }

    private static object? Concat(CallContext context, ReadOnlySpan<Value> lists)
    {
        List<object?> all = [];
        foreach (var list in lists)
        {
            if (list.Item == null)
                throw FunctionException.NilDereference;
            if (!Lists.TryGet(list.Item, out var items))
                throw new FunctionException($"Cannot concat type {KindName(list.Item)} as list");
            context.Limits.CheckCount((long)all.Count + items.Count);
            foreach (object? item in items)
                all.Add(item);
        }
        return all.Count > 0 ? all : NilList.Instance;
    }

    private static List<string> SortAlpha(CallContext context, object? list)
    {
        if (!Lists.TryGet(list, out _))
            return [Cast.ToText(context, list)];
        // Sprig sorts a list of strings in place.
        var texts = Cast.ToTexts(context, list);
        texts.Sort(GoString.Compare);
        return texts;
    }

    /// <summary>Keeps the list's own type.</summary>
    private static object? Slice(object? list, object?[] bounds)
    {
        if (list == null)
            throw FunctionException.NilDereference;
        if (!Lists.TryGet(list, out var items))
            throw new FunctionException($"list should be type of slice or array but {KindName(list)}");
        if (items.Count == 0)
            return null;
        long start = bounds.Length > 0 ? Cast.ToInt64(bounds[0]) : 0;
        long end = bounds.Length > 1 ? Cast.ToInt64(bounds[1]) : items.Count;
        if (start < 0 || end < start || end > items.Count)
            throw new FunctionException("reflect.Value.Slice: slice index out of bounds");
        int count = (int)(end - start);
        return items switch
        {
            List<object?> any => any.GetRange((int)start, count),
            List<string> texts => texts.GetRange((int)start, count),
            List<nint> numbers => numbers.GetRange((int)start, count),
            byte[] bytes => bytes[(int)start..(int)end],
            _ => Lists.Copy(items).GetRange((int)start, count),
        };
    }

    private static List<List<object?>> Chunk(nint size, object? list)
    {
        var items = Items(list, "Cannot chunk type ");
        var chunks = new List<List<object?>>();
        if (size <= 0)
        {
            // The library divides all the same: what it makes of that is a list of one, nothing, or a panic.
            double count = size == 0 ? double.NaN : Math.Floor((items.Count - 1) / (double)size) + 1;
            if (count == 0)
                return chunks;
            return count == 1 && items.Count == 1 && size < -1 ? [items] : throw new FunctionException("runtime error: makeslice: len out of range");
        }
        for (long i = 0; i < items.Count; i += size)
            chunks.Add(items.GetRange((int)i, (int)Math.Min(size, items.Count - i)));
        return chunks;
    }
}
