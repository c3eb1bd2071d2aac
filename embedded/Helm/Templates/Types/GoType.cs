using System.Numerics;

namespace Coder.Infra.Helm.Templates.Types;

/// <summary>A Go type: its name as Go prints it, its kind, and what it is made of.</summary>
internal sealed class GoType(string name, GoKind kind, GoType? element = null)
{
    public static readonly GoType Bool = new("bool", GoKind.Bool);
    public static readonly GoType Int = new("int", GoKind.Int);
    public static readonly GoType Int32 = new("int32", GoKind.Int32);
    public static readonly GoType Int64 = new("int64", GoKind.Int64);
    public static readonly GoType Uint8 = new("uint8", GoKind.Uint8);
    public static readonly GoType Uint32 = new("uint32", GoKind.Uint32);
    public static readonly GoType Uint64 = new("uint64", GoKind.Uint64);
    public static readonly GoType Float64 = new("float64", GoKind.Float64);
    public static readonly GoType Complex128 = new("complex128", GoKind.Complex128);
    public static readonly GoType String = new("string", GoKind.String);
    public static readonly GoType Any = new("interface {}", GoKind.Interface);
    public static readonly GoType Function = new("func()", GoKind.Func);

    /// <summary>Go's <c>reflect.Value</c>: a parameter of this type sees the value as it is, also an invalid one.</summary>
    public static readonly GoType ReflectValue = new("reflect.Value", GoKind.Struct);

    public static readonly GoType Map = new("map[string]interface {}", GoKind.Map, Any);
    public static readonly GoType StringMap = new("map[string]string", GoKind.Map, String);
    public static readonly GoType List = new("[]interface {}", GoKind.Slice, Any);
    public static readonly GoType StringList = new("[]string", GoKind.Slice, String);
    public static readonly GoType IntList = new("[]int", GoKind.Slice, Int);
    public static readonly GoType Bytes = new("[]uint8", GoKind.Slice, Uint8);
    public static readonly GoType ListList = new("[][]interface {}", GoKind.Slice, List);
    public static readonly GoType MapList = new("[]map[string]interface {}", GoKind.Slice, Map);

    private Dictionary<string, TemplateFunction>? _methods;
    private Dictionary<string, TemplateFunction>? _pointerMethods;

    public string Name { get; } = name;

    public GoKind Kind { get; } = kind;

    /// <summary>What a map, slice or pointer holds.</summary>
    public GoType? Element { get; } = element;

    /// <summary>Whether the type has a name of its own (Go assigns between types of one shape only if one has none).</summary>
    public bool IsNamed { get; init; }

    /// <summary>Fields of a struct, in order.</summary>
    public IReadOnlyList<GoField> Fields { get; init; } = [];

    /// <summary>
    /// Makes the methods of the value itself. They are made when they are first asked for: their parameters are of types whose
    /// methods have parameters of this one.
    /// </summary>
    public Func<TemplateFunction[]> MakeMethods { private get; init; } = static () => [];

    /// <summary>Makes the methods that only a pointer to the value, or an addressable value, has.</summary>
    public Func<TemplateFunction[]> MakePointerMethods { private get; init; } = static () => [];

    /// <summary>Methods of the value itself.</summary>
    public IReadOnlyDictionary<string, TemplateFunction> Methods => Made(ref _methods, MakeMethods);

    /// <summary>Methods that only a pointer to the value, or an addressable value, has.</summary>
    public IReadOnlyDictionary<string, TemplateFunction> PointerMethods => Made(ref _pointerMethods, MakePointerMethods);

    private static Dictionary<string, TemplateFunction> Made(ref Dictionary<string, TemplateFunction>? made, Func<TemplateFunction[]> make) =>
        Volatile.Read(ref made) ?? Interlocked.CompareExchange(ref made, make().ToDictionary(method => method.Name), null) ?? made;

    /// <summary>Whether nil is a value of the type.</summary>
    public bool CanBeNil => Kind is GoKind.Interface or GoKind.Map or GoKind.Slice or GoKind.Ptr or GoKind.Func || this == ReflectValue;

    /// <summary>Go's <c>reflect.Type.Comparable</c>.</summary>
    public bool IsComparable => Kind is not (GoKind.Map or GoKind.Slice or GoKind.Func);

    /// <summary>Whether a value of another type may be passed where this one is wanted.</summary>
    public bool Accepts(GoType other) => this == other || Kind == GoKind.Interface
        || (Kind == other.Kind && Kind is GoKind.Map or GoKind.Slice && !(IsNamed && other.IsNamed) && Element == other.Element);

    /// <summary>What the functions of certificates give: <c>.Cert</c> and <c>.Key</c>, both PEM.</summary>
    public static readonly GoType Certificate = new("sprig.certificate", GoKind.Struct)
    {
        IsNamed = true,
        Fields = [new GoField("Cert", String, "Cert"), new GoField("Key", String, "Key")],
    };

    /// <summary>The error of Go's type assertion.</summary>
    public static FunctionException Conversion(GoType? from, GoType to) => new($"interface conversion: interface {{}} is {from?.Name ?? "nil"}, not {to}");

    /// <summary>The type of a value; null has none.</summary>
    public static GoType? Of(object? value) => value switch
    {
        null => null,
        string => String,
        bool => Bool,
        double => Float64,
        nint => Int,
        Dictionary<string, object?> => Map,
        List<object?> => List,
        long => Int64,
        IGoValue typed => typed.Type,
        List<string> => StringList,
        List<nint> => IntList,
        Dictionary<string, string> => StringMap,
        byte[] => Bytes,
        int => Int32,
        byte => Uint8,
        uint => Uint32,
        ulong => Uint64,
        Complex => Complex128,
        List<List<object?>> => ListList,
        List<Dictionary<string, object?>> => MapList,
        float => Float64,
        _ => throw new InvalidOperationException($"A {value.GetType()} has no Go type."),
    };

    /// <inheritdoc/>
    public override string ToString() => Name;
}

/// <summary>A field of a struct type.</summary>
/// <param name="Name">Go's name.</param>
/// <param name="Type">Its static type.</param>
/// <param name="Json">Its name in JSON; null is left out of JSON, "" is the embedded struct whose fields are taken over.</param>
/// <param name="OmitEmpty">Whether JSON leaves out an empty value.</param>
internal sealed record GoField(string Name, GoType Type, string? Json, bool OmitEmpty = false)
{
    /// <summary>Whether the fields and methods of the field's own struct belong to the outer one.</summary>
    public bool IsEmbedded { get; init; }
}

/// <summary>A value whose Go type does not follow from its .NET type.</summary>
internal interface IGoValue
{
    /// <summary>Its Go type.</summary>
    GoType Type { get; }
}

/// <summary>A value with Go's <c>String</c> method, which printing calls.</summary>
internal interface IGoStringer
{
    /// <summary>What Go's <c>String()</c> gives.</summary>
    string GoText();
}

/// <summary>A struct, or a pointer to one, whose fields templates cannot reach; printing shows them all the same.</summary>
internal interface IGoOpaque
{
    /// <summary>Names and values (numbers, texts; null for a nil pointer), in order.</summary>
    (string Name, object? Value)[] Fields { get; }
}

/// <summary>A value that says itself how it looks in JSON and YAML (as a plain value).</summary>
internal interface IGoMarshaler
{
    /// <summary>The value as null, bool, string, number, list or map.</summary>
    object? ToPlain();
}
