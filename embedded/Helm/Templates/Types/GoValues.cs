using System.Numerics;
using System.Runtime.CompilerServices;
using Coder.Infra.Helm.Templates.Time;

namespace Coder.Infra.Helm.Templates.Types;

/// <summary>Truth, equality and plain forms of Go values.</summary>
internal static class GoValues
{
    private const int DepthOfCycles = 100;

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
        HashSet<(object, object)>? compared = null;
        return DeepEqual(a, b, 0, ref compared);
    }

    /// <param name="a">A value.</param>
    /// <param name="b">Another.</param>
    /// <param name="depth">How deep they are nested.</param>
    /// <param name="compared">Pairs being compared, kept from some depth on: values that contain themselves are equal as far as they go.</param>
    private static bool DeepEqual(object? a, object? b, int depth, ref HashSet<(object, object)>? compared)
    {
        if (a == null || b == null)
            return a == null && b == null;
        if (GoType.Of(a) != GoType.Of(b) || IsNil(a) != IsNil(b))
            return false;
        if (a is double x && b is double y)
            return x == y;
        if (ReferenceEquals(a, b))
            return true;
        if (depth > DepthOfCycles)
        {
            compared ??= new HashSet<(object, object)>(ReferencePairs.Instance);
            if (!compared.Add((a, b)))
                return true;
        }
        if (Maps.IsMap(a))
        {
            if (Maps.Count(a) != Maps.Count(b))
                return false;
            foreach (string key in Maps.SortedKeys(a))
            {
                Maps.TryGet(a, key, out var left);
                if (!Maps.TryGet(b, key, out var right) || !DeepEqual(left.Item, right.Item, depth + 1, ref compared))
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
                if (!DeepEqual(items[i], others[i], depth + 1, ref compared))
                    return false;
            }
            return true;
        }
        if (a is GoPointer pointer && b is GoPointer otherPointer)
            return DeepEqual(pointer.Target, otherPointer.Target, depth + 1, ref compared);
        if (a is not GoStruct structure || b is not GoStruct otherStructure)
            return a.Equals(b);
        for (int i = 0; i < structure.Values.Length; i++)
        {
            if (!DeepEqual(structure.Values[i], otherStructure.Values[i], depth + 1, ref compared))
                return false;
        }
        return true;
    }

    private sealed class ReferencePairs : IEqualityComparer<(object A, object B)>
    {
        public static readonly ReferencePairs Instance = new();

        public bool Equals((object A, object B) x, (object A, object B) y) => ReferenceEquals(x.A, y.A) && ReferenceEquals(x.B, y.B);

        public int GetHashCode((object A, object B) pair) =>
            HashCode.Combine(RuntimeHelpers.GetHashCode(pair.A), RuntimeHelpers.GetHashCode(pair.B));
    }

    /// <summary>Whether maps and lists are nested deeper than this.</summary>
    public static bool IsDeeper(object? value, int depth) => value switch
    {
        Dictionary<string, object?> map => depth == 0 || map.Values.Any(item => IsDeeper(item, depth - 1)),
        List<object?> list => depth == 0 || list.Exists(item => IsDeeper(item, depth - 1)),
        _ => false,
    };

    /// <summary>Whether the value is nil, of whatever type.</summary>
    public static bool IsNil(object? value) => value is null or NilMap or NilList or NilStringList or IGoContainer { Content: NilList } || ReferenceEquals(value, NilBytes);

    /// <summary>Go's <c>[]byte(nil)</c>: what a file that is not there is.</summary>
    public static readonly byte[] NilBytes = (byte[])Array.CreateInstance(typeof(byte), 0);

    /// <summary>
    /// The value as JSON and YAML writers know it: null, bool, string, double, long, <see cref="Dictionary{TKey,TValue}"/>,
    /// <see cref="List{T}"/>, and structs as fields in order. A value that is all plain already is given back as it is.
    /// </summary>
    /// <exception cref="FunctionException">With Go's message: a type has no form in JSON, or the value contains itself.</exception>
    public static object? ToPlain(object? value, int maxDepth, PlainForm form = PlainForm.Json) =>
        IsPlain(value, maxDepth) ? value : Convert(value, maxDepth, form);

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

    private static object? Convert(object? value, int depth, PlainForm form)
    {
        if (depth < 0)
            throw Cycle(value!);
        if (!StackGuard.HasRoom)
            return StackGuard.OnNewStack(() => Convert(value, depth, form));
        switch (value)
        {
            case null or bool or string or double or long:
                return value;
            case IGoMarshaler marshaler:
                return marshaler.ToPlain();
            case byte[] bytes when form != PlainForm.Json:
                return bytes.Select(b => (object?)(long)b).ToList();
            case byte[] bytes when !IsNil(bytes):
                return System.Convert.ToBase64String(bytes);
            case GoPointer pointer:
                return Convert(pointer.Target, depth - 1, form);
            case GoStruct structure:
                var fields = new List<KeyValuePair<string, object?>>();
                AddFields(structure, fields, depth, form);
                return new Yaml.GoStruct(fields);
            case Complex when form != PlainForm.Json:
                return value;
            case Complex:
                throw new FunctionException("json: unsupported type: complex128");
            case ulong u:
                return u <= long.MaxValue ? (long)u : u;
        }
        if (IsNil(value))
            return form == PlainForm.Yaml ? EmptyOf(value) : null;
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
                map[key] = Convert(item.Item, depth - 1, form);
            }
            return map;
        }
        if (!Lists.TryGet(value, out var items))
            throw new FunctionException("json: unsupported type: " + GoType.Of(value));
        var list = new List<object?>(items.Count);
        foreach (object? item in items)
            list.Add(Convert(item, depth - 1, form));
        return list;
    }

    /// <summary>Version 3 of the YAML library writes a nil map or list as an empty one.</summary>
    private static object? EmptyOf(object? value) => value == null ? null : Maps.IsMap(value) ? new Dictionary<string, object?>() : new List<object?>();

    private static void AddFields(GoStruct structure, List<KeyValuePair<string, object?>> to, int depth, PlainForm form)
    {
        for (int i = 0; i < structure.Values.Length; i++)
        {
            var field = structure.Type.Fields[i];
            object? value = structure.Values[i];
            if (form == PlainForm.Json && (field.Json == null || (field.OmitEmpty && !IsTrue(value))))
                continue;
            if (field.IsEmbedded && form != PlainForm.Yaml && value is GoStruct inner)
            {
                AddFields(inner, to, depth, form);
                continue;
            }
            string name = form switch
            {
                PlainForm.Json => field.Json!,
                PlainForm.Toml => field.Name,
                _ => field.Name.ToLowerInvariant(),
            };
            to.Add(new KeyValuePair<string, object?>(name, Convert(value, depth - 1, form)));
        }
    }
}

/// <summary>For which writer a value is made plain: each names a struct's fields in its own way.</summary>
internal enum PlainForm
{
    /// <summary>JSON, and YAML by way of it: JSON's names, bytes in base 64.</summary>
    Json,

    /// <summary>TOML: Go's names, bytes as numbers.</summary>
    Toml,

    /// <summary>YAML without JSON between: names in lower case, embedded structs of their own, bytes as numbers.</summary>
    Yaml,
}
