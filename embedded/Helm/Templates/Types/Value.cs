namespace Coder.Infra.Helm.Templates.Types;

/// <summary>
/// What Go's <c>reflect.Value</c> is to the executor: an object, and whether it was found in a place of static type
/// <c>interface {}</c> (an element of a map or list), which shows in errors and in what nil means there.
/// </summary>
internal readonly struct Value
{
    private readonly byte _flags;

    private Value(object? item, byte flags)
    {
        Item = item;
        _flags = flags;
    }

    private const byte Valid = 1;
    private const byte Interface = 2;
    private const byte Addressable = 4;
    private const byte Absent = 8;

    /// <summary>No argument at all, where a pipeline's last value may or may not be handed on.</summary>
    public static Value Missing => new(null, Absent);

    /// <summary>Whether it is <see cref="Missing"/>.</summary>
    public bool IsMissing => (_flags & Absent) != 0;

    private static readonly object True = true;
    private static readonly object False = false;

    /// <summary>A bool, without boxing it again.</summary>
    public static Value OfBool(bool value) => new(value ? True : False, Valid);

    /// <summary>The zero <c>reflect.Value</c>; printed as <c>&lt;no value&gt;</c>.</summary>
    public static Value Invalid => default;

    /// <summary>A nil <c>interface {}</c>: what a missing key of a map gives.</summary>
    public static Value NilInterface => new(null, Valid | Interface);

    /// <summary>The value of an object of its own type; null is invalid.</summary>
    public static Value Of(object? item) => item == null ? default : new(item, Valid);

    /// <summary>The value of an element of a map or list of <c>interface {}</c>.</summary>
    public static Value InInterface(object? item) => new(item, Valid | Interface);

    /// <summary>The value of a field reached through a pointer: pointer methods work on it.</summary>
    public static Value AtAddress(object? item) => item == null ? default : new(item, Valid | Addressable);

    /// <summary>The object.</summary>
    public object? Item { get; }

    /// <summary>Go's <c>IsValid</c>.</summary>
    public bool IsValid => (_flags & Valid) != 0;

    /// <summary>Whether its static type is <c>interface {}</c>.</summary>
    public bool IsInterface => (_flags & Interface) != 0;

    /// <summary>Go's <c>CanAddr</c>.</summary>
    public bool IsAddressable => (_flags & Addressable) != 0;

    /// <summary>The static type.</summary>
    public GoType Type => IsInterface ? GoType.Any : GoType.Of(Item)!;

    /// <summary>The value inside the interface: Go's <c>reflect.ValueOf(v.Interface())</c>.</summary>
    public Value Unwrapped => IsInterface ? Of(Item) : this;
}
