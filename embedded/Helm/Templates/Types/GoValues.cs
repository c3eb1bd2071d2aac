using System.Collections;
using System.Globalization;
using System.Numerics;
using Coder.Infra.Helm.Templates.Formatting;
using Coder.Infra.Helm.Templates.Functions;
using Coder.Infra.Helm.Templates.Text;

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
        if (GoType.Of(a) != GoType.Of(b) || a is NilMap != b is NilMap || a is NilList != b is NilList)
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
    /// The value as JSON and YAML know it: null, bool, string, double, long, <see cref="Dictionary{TKey,TValue}"/> and
    /// <see cref="List{T}"/>.
    /// </summary>
    /// <exception cref="FunctionException">The type has no form in JSON.</exception>
    public static object? ToPlain(object? value)
    {
        switch (value)
        {
            case null or bool or string or double or long:
                return value;
            case NilMap or NilList:
                return null;
            case nint i:
                return (long)i;
            case int or uint or byte:
                return Convert.ToInt64(value, CultureInfo.InvariantCulture);
            case ulong u:
                return u <= long.MaxValue ? (long)u : (double)u;
            case byte[] bytes:
                return Convert.ToBase64String(bytes);
            case IGoMarshaler marshaler:
                return marshaler.ToPlain();
            case GoPointer pointer:
                return ToPlain(pointer.Target);
            case GoStruct structure:
                var fields = new Dictionary<string, object?>();
                AddFields(structure, fields);
                return fields;
            case Complex:
                throw new FunctionException("json: unsupported type: complex128");
        }
        if (Maps.IsMap(value))
        {
            var map = new Dictionary<string, object?>(Maps.Count(value));
            foreach (string key in Maps.SortedKeys(value))
            {
                Maps.TryGet(value, key, out var item);
                map[key] = ToPlain(item.Item);
            }
            return map;
        }
        if (!Lists.TryGet(value, out var items))
            throw new FunctionException("json: unsupported type: " + GoType.Of(value));
        var list = new List<object?>(items.Count);
        foreach (object? item in items)
            list.Add(ToPlain(item));
        return list;
    }

    private static void AddFields(GoStruct structure, Dictionary<string, object?> to)
    {
        for (int i = 0; i < structure.Values.Length; i++)
        {
            var field = structure.Type.Fields[i];
            object? value = structure.Values[i];
            if (field.Json == null || (field.OmitEmpty && !IsTrue(value)))
                continue;
            if (field.IsEmbedded && value is GoStruct inner)
                AddFields(inner, to);
            else
                to[field.Json] = ToPlain(value);
        }
    }
}
