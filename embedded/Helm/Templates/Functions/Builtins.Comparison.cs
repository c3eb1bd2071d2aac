using System.Numerics;
using Coder.Infra.Helm.Templates.Formatting;
using Coder.Infra.Helm.Templates.Types;

namespace Coder.Infra.Helm.Templates.Functions;

/// <summary>Comparison with Go's rules: integers with integers, floats with floats, no mixing.</summary>
internal static partial class Builtins
{
    private enum BasicKind
    {
        Other,
        Bool,
        Complex,
        Signed,
        Unsigned,
        Float,
        String,
    }

    private static BasicKind KindOf(object? value) => value switch
    {
        string => BasicKind.String,
        bool => BasicKind.Bool,
        double => BasicKind.Float,
        Complex => BasicKind.Complex,
        _ when GoInteger.TrySigned(value, out _) => BasicKind.Signed,
        _ when GoInteger.TryUnsigned(value, out _) => BasicKind.Unsigned,
        _ => BasicKind.Other,
    };

    private static bool Equal(Value firstValue, Value[] others)
    {
        object? first = firstValue.Item;
        if (others.Length == 0)
            throw new FunctionException("missing argument for comparison");
        var kind = KindOf(first);
        foreach (var otherValue in others)
        {
            if (Equal(first, kind, otherValue.Item))
                return true;
        }
        return false;
    }

    private static bool Equal(object? first, BasicKind kind, object? other)
    {
        var otherKind = KindOf(other);
        if (kind != otherKind)
        {
            if (CompareMixed(first, other) is { } order)
                return order == 0;
            // Anything may be compared with nil.
            return first == null || other == null ? false : throw Incompatible(first, other);
        }
        switch (kind)
        {
            case BasicKind.String:
                return (string)first! == (string)other!;
            case BasicKind.Signed:
                GoInteger.TrySigned(first, out long a);
                GoInteger.TrySigned(other, out long b);
                return a == b;
            case BasicKind.Unsigned:
                GoInteger.TryUnsigned(first, out ulong u);
                GoInteger.TryUnsigned(other, out ulong v);
                return u == v;
            case BasicKind.Float:
                return (double)first! == (double)other!;
            case BasicKind.Bool or BasicKind.Complex:
                return first!.Equals(other);
        }
        if (first == null || other == null)
            return GoValues.IsNil(first) && GoValues.IsNil(other);
        var type = GoType.Of(other)!;
        if (GoType.Of(first)!.Kind != type.Kind)
            throw new FunctionException($"non-comparable types {PrintS(first)}: {GoType.Of(first)}, {type}: {PrintV(other)}");
        if (GoValues.IsNil(first) || GoValues.IsNil(other))
            return GoValues.IsNil(first) == GoValues.IsNil(other);
        if (!type.IsComparable)
            throw new FunctionException($"non-comparable type {PrintS(other)}: {type}");
        return type.Kind == GoKind.Ptr ? ReferenceEquals(first, other) : GoValues.DeepEqual(first, other);
    }

    private static string PrintS(object? value) => GoPrinter.Sprintf(new CallContext(), "%s", [value]);

    private static string PrintV(object? value) => GoPrinter.Sprintf(new CallContext(), "%v", [value]);

    private static FunctionException Incompatible(object first, object other) =>
        new($"incompatible types for comparison: {GoType.Of(first)} and {GoType.Of(other)}");

    /// <summary>Integers of different signedness compare by value; null: not such a pair.</summary>
    private static int? CompareMixed(object? first, object? other)
    {
        if (GoInteger.TrySigned(first, out long signed) && GoInteger.TryUnsigned(other, out ulong unsigned))
            return signed < 0 ? -1 : ((ulong)signed).CompareTo(unsigned);
        if (GoInteger.TryUnsigned(first, out unsigned) && GoInteger.TrySigned(other, out signed))
            return signed < 0 ? 1 : unsigned.CompareTo((ulong)signed);
        return null;
    }

    private static bool Less(Value firstValue, Value otherValue)
    {
        object? first = firstValue.Item, other = otherValue.Item;
        var kind = KindOf(first);
        var otherKind = KindOf(other);
        if (kind == BasicKind.Other || otherKind == BasicKind.Other)
            throw new FunctionException("invalid type for comparison");
        if (kind != otherKind)
            return CompareMixed(first, other) is { } order ? order < 0 : throw Incompatible(first!, other!);
        switch (kind)
        {
            case BasicKind.String:
                return GoString.Compare((string)first!, (string)other!) < 0;
            case BasicKind.Float:
                return (double)first! < (double)other!;
            case BasicKind.Signed:
                GoInteger.TrySigned(first, out long a);
                GoInteger.TrySigned(other, out long b);
                return a < b;
            case BasicKind.Unsigned:
                GoInteger.TryUnsigned(first, out ulong u);
                GoInteger.TryUnsigned(other, out ulong v);
                return u < v;
            default:
                throw new FunctionException("invalid type for comparison");
        }
    }

    private static bool LessOrEqual(Value first, Value other) => Less(first, other) || Equal(first, [other]);
}
