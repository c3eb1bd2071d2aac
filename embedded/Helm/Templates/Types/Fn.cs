using System.Numerics;
using System.Runtime.CompilerServices;
using Coder.Infra.Helm.Templates.Time;

namespace Coder.Infra.Helm.Templates.Types;

/// <summary>
/// Makes template functions of C# functions: the Go types of the parameters follow from the C# types
/// (nint is int, long int64, double float64, object interface{}, <see cref="Value"/> reflect.Value).
/// </summary>
internal static class Fn
{
    private static class TypeOf<T>
    {
        public static readonly GoType Go = Map();

        private static GoType Map()
        {
            var type = typeof(T);
            return type == typeof(string) ? GoType.String
                : type == typeof(object) ? GoType.Any
                : type == typeof(nint) ? GoType.Int
                : type == typeof(long) ? GoType.Int64
                : type == typeof(int) ? GoType.Int32
                : type == typeof(bool) ? GoType.Bool
                : type == typeof(double) ? GoType.Float64
                : type == typeof(Complex) ? GoType.Complex128
                : type == typeof(Value) ? GoType.ReflectValue
                : type == typeof(Dictionary<string, object?>) ? GoType.Map
                : type == typeof(Dictionary<string, string>) ? GoType.StringMap
                : type == typeof(List<object?>) ? GoType.List
                : type == typeof(List<string>) ? GoType.StringList
                : type == typeof(GoTime) ? GoTime.TimeType
                : type == typeof(GoZone) ? GoZone.PointerType
                : type == typeof(GoDuration) ? GoDuration.DurationType
                : type == typeof(GoSemver) ? GoSemver.PointerType
                : type == typeof(GoStruct) ? GoType.Certificate
                : throw new InvalidOperationException($"{type} is no Go type.");
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static T Arg<T>(Value value)
    {
        if (typeof(T) == typeof(Value))
            return Unsafe.As<Value, T>(ref value);
        return (T)value.Item!;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Value Result<T>(T result)
    {
        if (typeof(T) == typeof(Value))
            return Unsafe.As<T, Value>(ref result);
        if (typeof(T) == typeof(bool))
            return Value.OfBool(Unsafe.As<T, bool>(ref result));
        return Value.Of(result);
    }

    private static T[] Rest<T>(ReadOnlySpan<Value> arguments)
    {
        var rest = new T[arguments.Length];
        for (int i = 0; i < rest.Length; i++)
            rest[i] = Arg<T>(arguments[i]);
        return rest;
    }

    public static TemplateFunction Of<TR>(string name, Func<TR> f) => new(name, [], false, (_, _) => Result(f()));

    public static TemplateFunction Of<T1, TR>(string name, Func<T1, TR> f) =>
        new(name, [TypeOf<T1>.Go], false, (_, a) => Result(f(Arg<T1>(a[0]))));

    public static TemplateFunction Of<T1, T2, TR>(string name, Func<T1, T2, TR> f) =>
        new(name, [TypeOf<T1>.Go, TypeOf<T2>.Go], false, (_, a) => Result(f(Arg<T1>(a[0]), Arg<T2>(a[1]))));

    public static TemplateFunction Of<T1, T2, T3, TR>(string name, Func<T1, T2, T3, TR> f) =>
        new(name, [TypeOf<T1>.Go, TypeOf<T2>.Go, TypeOf<T3>.Go], false,
            (_, a) => Result(f(Arg<T1>(a[0]), Arg<T2>(a[1]), Arg<T3>(a[2]))));

    public static TemplateFunction Variadic<T1, TR>(string name, Func<T1[], TR> f) =>
        new(name, [TypeOf<T1>.Go], true, (_, a) => Result(f(Rest<T1>(a))));

    public static TemplateFunction Variadic<T1, T2, TR>(string name, Func<T1, T2[], TR> f) =>
        new(name, [TypeOf<T1>.Go, TypeOf<T2>.Go], true, (_, a) => Result(f(Arg<T1>(a[0]), Rest<T2>(a[1..]))));

    public static TemplateFunction Variadic<T1, T2, T3, TR>(string name, Func<T1, T2, T3[], TR> f) =>
        new(name, [TypeOf<T1>.Go, TypeOf<T2>.Go, TypeOf<T3>.Go], true,
            (_, a) => Result(f(Arg<T1>(a[0]), Arg<T2>(a[1]), Rest<T3>(a[2..]))));

    /// <summary>A function that uses the world around it.</summary>
    public static TemplateFunction In<TR>(string name, Func<CallContext, TR> f) => new(name, [], false, (c, _) => Result(f(c)));

    public static TemplateFunction In<T1, TR>(string name, Func<CallContext, T1, TR> f) =>
        new(name, [TypeOf<T1>.Go], false, (c, a) => Result(f(c, Arg<T1>(a[0]))));

    public static TemplateFunction In<T1, T2, TR>(string name, Func<CallContext, T1, T2, TR> f) =>
        new(name, [TypeOf<T1>.Go, TypeOf<T2>.Go], false, (c, a) => Result(f(c, Arg<T1>(a[0]), Arg<T2>(a[1]))));

    public static TemplateFunction In<T1, T2, T3, TR>(string name, Func<CallContext, T1, T2, T3, TR> f) =>
        new(name, [TypeOf<T1>.Go, TypeOf<T2>.Go, TypeOf<T3>.Go], false,
            (c, a) => Result(f(c, Arg<T1>(a[0]), Arg<T2>(a[1]), Arg<T3>(a[2]))));

    public static TemplateFunction In<T1, T2, T3, T4, TR>(string name, Func<CallContext, T1, T2, T3, T4, TR> f) =>
        new(name, [TypeOf<T1>.Go, TypeOf<T2>.Go, TypeOf<T3>.Go, TypeOf<T4>.Go], false,
            (c, a) => Result(f(c, Arg<T1>(a[0]), Arg<T2>(a[1]), Arg<T3>(a[2]), Arg<T4>(a[3]))));

    public static TemplateFunction In<T1, T2, T3, T4, T5, TR>(string name, Func<CallContext, T1, T2, T3, T4, T5, TR> f) =>
        new(name, [TypeOf<T1>.Go, TypeOf<T2>.Go, TypeOf<T3>.Go, TypeOf<T4>.Go, TypeOf<T5>.Go], false,
            (c, a) => Result(f(c, Arg<T1>(a[0]), Arg<T2>(a[1]), Arg<T3>(a[2]), Arg<T4>(a[3]), Arg<T5>(a[4]))));

    public static TemplateFunction In<T1, T2, T3, T4, T5, T6, TR>(string name, Func<CallContext, T1, T2, T3, T4, T5, T6, TR> f) =>
        new(name, [TypeOf<T1>.Go, TypeOf<T2>.Go, TypeOf<T3>.Go, TypeOf<T4>.Go, TypeOf<T5>.Go, TypeOf<T6>.Go], false,
            (c, a) => Result(f(c, Arg<T1>(a[0]), Arg<T2>(a[1]), Arg<T3>(a[2]), Arg<T4>(a[3]), Arg<T5>(a[4]), Arg<T6>(a[5]))));

    /// <summary>A method: the receiver comes first and is not among the parameters.</summary>
    public static TemplateFunction Method<TSelf, TR>(string name, Func<TSelf, TR> f) =>
        new(name, [], false, (_, a) => Result(f(Arg<TSelf>(a[0]))));

    public static TemplateFunction Method<TSelf, T1, TR>(string name, Func<TSelf, T1, TR> f) =>
        new(name, [TypeOf<T1>.Go], false, (_, a) => Result(f(Arg<TSelf>(a[0]), Arg<T1>(a[1]))));

    public static TemplateFunction Method<TSelf, T1, T2, T3, TR>(string name, Func<TSelf, T1, T2, T3, TR> f) =>
        new(name, [TypeOf<T1>.Go, TypeOf<T2>.Go, TypeOf<T3>.Go], false,
            (_, a) => Result(f(Arg<TSelf>(a[0]), Arg<T1>(a[1]), Arg<T2>(a[2]), Arg<T3>(a[3]))));
}
