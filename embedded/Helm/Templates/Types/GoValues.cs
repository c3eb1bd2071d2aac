using System.Numerics;
using Coder.Infra.Helm.Templates.Execution;
using Coder.Infra.Helm.Templates.Functions;
using Coder.Infra.Helm.Templates.Time;

namespace Coder.Infra.Helm.Templates.Types;

/// <summary>Truth, equality and plain forms of Go values.</summary>
internal static class GoValues
{
    /// <summary>Truth as <c>if</c> and <c>and</c> see it: anything but false, 0, nil and the empty.</summary>
    public static bool IsTrue(object? value) => value switch
    {
        null => false,
        bool b => b,
        string s => s.Length > 0,
        double d => d != 0,
        nint i => i != 0,
        long l => l != 0,
        Complex c => c != Complex.Zero,
        int i => i != 0,
        uint u => u != 0,
        ulong u => u != 0,
        byte b => b != 0,
        _ when Maps.IsMap(value) => Maps.Count(value) > 0,
        _ when Lists.TryGet(value, out var items) => items.Count > 0,
        GoDuration d => d.Nanoseconds != 0,
        _ => true,
    };

    /// <summary>Go's <c>reflect.DeepEqual</c>.</summary>
    public static bool DeepEqual(object? a, object? b)
    {
        if (a == null || b == null)
            return a == null && b == null;
        if (GoType.Of(a) != GoType.Of(b) || IsNil(a) != IsNil(b))
            return false;
        if (ReferenceEquals(a, b))
            return a is not double.NaN;
        if (Maps.IsMap(a))
        {
            if (Maps.Count(a) != Maps.Count(b))
                return false;
            foreach (string key in Maps.SortedKeys(a))
            {
                Maps.TryGet(a, key, out var left);
                if (!Maps.TryGet(b, key, out var right) || !DeepEqual(left.Item, right.Item))
                    return false;
            }
            return true;
        }
        if (Lists.TryGet(a, out var items) && Lists.TryGet(b, out var others))
        {
            if (items.Count != others.Count)
                return false;
            for (int i = 0; i < items.Count; i++)
            {
                if (!DeepEqual(items[i], others[i]))
                    return false;
            }
            return true;
        }
        return (a, b) switch
        {
            (double x, double y) => x == y,
            (GoStruct x, GoStruct y) => AllEqual(x.Values, y.Values),
            (GoPointer x, GoPointer y) => DeepEqual(x.Target, y.Target),
            _ => a.Equals(b),
        };
    }

    /// <summary>Whether the value is nil, of whatever type.</summary>
    public static bool IsNil(object? value) => value is null or NilMap or NilList or NilStringList;

    private static bool AllEqual(object?[] a, object?[] b)
    {
        for (int i = 0; i < a.Length; i++)
        {
            if (!DeepEqual(a[i], b[i]))
                return false;
        }
        return true;
    }

    /// <summary>
    /// The value as JSON and YAML writers know it: null, bool, string, double, long, <see cref="Dictionary{TKey,TValue}"/>,
    /// <see cref="List{T}"/>, and structs as fields in order. A value that is all plain already is given back as it is.
    /// </summary>
    /// <exception cref="FunctionException">With Go's message: a type has no form in JSON, or the value contains itself.</exception>
    public static object? ToPlain(object? value, int maxDepth) => IsPlain(value, maxDepth) ? value : Convert(value, maxDepth);

    private static bool IsPlain(object? value, int depth)
    {
        switch (value)
        {
            case null or bool or string or double or long:
                return true;
            case NilMap or NilList:
                return false;
        }
        if (depth < 0)
            throw Cycle(value);
        if (!StackGuard.HasRoom)
            return StackGuard.OnNewStack(() => IsPlain(value, depth));
        switch (value)
        {
            case Dictionary<string, object?> map:
                foreach (var entry in map)
                {
                    if (!IsPlain(entry.Value, depth - 1))
                        return false;
                }
                return true;
            case List<object?> list:
                foreach (object? item in list)
                {
                    if (!IsPlain(item, depth - 1))
                        return false;
                }
                return true;
            default:
                return false;
        }
    }

    private static FunctionException Cycle(object value) =>
        new($"json: unsupported value: encountered a cycle via {GoType.Of(value)}");

    private static object? Convert(object? value, int depth)
    {
        if (depth < 0)
            throw Cycle(value!);
        if (!StackGuard.HasRoom)
            return StackGuard.OnNewStack(() => Convert(value, depth));
        switch (value)
        {
            case null or bool or string or double or long:
                return value;
            case IGoMarshaler marshaler:
                return marshaler.ToPlain();
            case byte[] bytes:
                return System.Convert.ToBase64String(bytes);
            case GoPointer pointer:
                return Convert(pointer.Target, depth - 1);
            case GoStruct structure:
                var fields = new List<KeyValuePair<string, object?>>();
                AddFields(structure, fields, depth);
                return new Yaml.GoStruct(fields);
            case Complex:
                throw new FunctionException("json: unsupported type: complex128");
            case ulong u:
                return u <= long.MaxValue ? (long)u : u;
        }
        if (IsNil(value))
            return null;
        if (GoInteger.TrySigned(value, out long signed))
            return signed;
        if (GoInteger.TryUnsigned(value, out ulong unsigned))
            return (long)unsigned;
        if (Maps.IsMap(value))
        {
            var map = new Dictionary<string, object?>(Maps.Count(value));
            foreach (string key in Maps.SortedKeys(value))
            {
                Maps.TryGet(value, key, out var item);
                map[key] = Convert(item.Item, depth - 1);
            }
            return map;
        }
        if (!Lists.TryGet(value, out var items))
            throw new FunctionException("json: unsupported type: " + GoType.Of(value));
        var list = new List<object?>(items.Count);
        foreach (object? item in items)
            list.Add(Convert(item, depth - 1));
        return list;
    }

    private static void AddFields(GoStruct structure, List<KeyValuePair<string, object?>> to, int depth)
    {
        for (int i = 0; i < structure.Values.Length; i++)
        {
            var field = structure.Type.Fields[i];
            object? value = structure.Values[i];
            if (field.Json == null || (field.OmitEmpty && !IsTrue(value)))
                continue;
            if (field.IsEmbedded && value is GoStruct inner)
                AddFields(inner, to, depth);
            else
                to.Add(new KeyValuePair<string, object?>(field.Json, Convert(value, depth - 1)));
        }
    }
}
