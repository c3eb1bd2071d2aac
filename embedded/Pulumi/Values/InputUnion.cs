namespace Pulumi;

/// <summary>What a resource takes where one of two types is allowed.</summary>
public sealed class InputUnion<T0, T1> : Input<Union<T0, T1>>
{
    private readonly Output<Union<T0, T1>> _union;

    private InputUnion(Output<Union<T0, T1>> union) => _union = union;

    /// <inheritdoc/>
    private protected override object WireValue => _union;

    /// <summary>A value of the first type.</summary>
    public static implicit operator InputUnion<T0, T1>(T0 value) => new(Output.Create<Union<T0, T1>>(value));

    /// <summary>A value of the second type.</summary>
    public static implicit operator InputUnion<T0, T1>(T1 value) => new(Output.Create<Union<T0, T1>>(value));

    /// <summary>An output of the first type.</summary>
    public static implicit operator InputUnion<T0, T1>(Output<T0> value) => new(value.Apply(Union<T0, T1>.FromT0));

    /// <summary>An output of the second type.</summary>
    public static implicit operator InputUnion<T0, T1>(Output<T1> value) => new(value.Apply(Union<T0, T1>.FromT1));

    /// <inheritdoc/>
    private protected override Output<Union<T0, T1>> ToOutputCore() => _union;
}

/// <summary>One of two types.</summary>
public readonly struct Union<T0, T1> : IEquatable<Union<T0, T1>>, IUnion
{
    private readonly T0 _value0;
    private readonly T1 _value1;

    private Union(int index, T0 value0, T1 value1) => (Index, _value0, _value1) = (index, value0, value1);

    private int Index { get; }

    /// <summary>Whether the value is of the first type.</summary>
    public bool IsT0 => Index == 0;

    /// <summary>Whether the value is of the second type.</summary>
    public bool IsT1 => Index == 1;

    /// <summary>The value as the first type.</summary>
    /// <exception cref="InvalidOperationException">It is of the second.</exception>
    public T0 AsT0 => IsT0 ? _value0 : throw new InvalidOperationException($"The union holds a {typeof(T1).Name}, not a {typeof(T0).Name}.");

    /// <summary>The value as the second type.</summary>
    /// <exception cref="InvalidOperationException">It is of the first.</exception>
    public T1 AsT1 => IsT1 ? _value1 : throw new InvalidOperationException($"The union holds a {typeof(T0).Name}, not a {typeof(T1).Name}.");

    /// <summary>The value, whichever type it has.</summary>
    public object? Value => IsT0 ? _value0 : _value1;

    /// <summary>Wraps a value of the first type.</summary>
    public static implicit operator Union<T0, T1>(T0 value) => FromT0(value);

    /// <summary>Wraps a value of the second type.</summary>
    public static implicit operator Union<T0, T1>(T1 value) => FromT1(value);

    /// <summary>Equal by type and value.</summary>
    public static bool operator ==(Union<T0, T1> left, Union<T0, T1> right) => left.Equals(right);

    /// <summary>Unequal by type or value.</summary>
    public static bool operator !=(Union<T0, T1> left, Union<T0, T1> right) => !left.Equals(right);

    /// <summary>Wraps a value of the first type.</summary>
    public static Union<T0, T1> FromT0(T0 value) => new(0, value, default!);

    /// <summary>Wraps a value of the second type.</summary>
    public static Union<T0, T1> FromT1(T1 value) => new(1, default!, value);

    /// <summary>What the function for the value's type gives.</summary>
    public TResult Match<TResult>(Func<T0, TResult> f0, Func<T1, TResult> f1) => IsT0 ? f0(_value0) : f1(_value1);

    /// <inheritdoc/>
    public bool Equals(Union<T0, T1> other) => Index == other.Index && Equals(Value, other.Value);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is Union<T0, T1> other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Index, Value);

    /// <inheritdoc/>
    public override string? ToString() => Value?.ToString();
}

/// <summary>A union whatever its types are.</summary>
internal interface IUnion
{
    /// <summary>The value.</summary>
    object? Value { get; }
}
