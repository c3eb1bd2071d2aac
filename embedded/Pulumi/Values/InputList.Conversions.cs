using System.Collections.Immutable;

namespace Pulumi;

public sealed partial class InputList<T>
{
    /// <summary>A list of one element.</summary>
    public static implicit operator InputList<T>(T value) => FromInputs([value]);

    /// <summary>A list of one element.</summary>
    public static implicit operator InputList<T>(Output<T> value) => FromInputs([value]);

    /// <summary>A list of one element.</summary>
    public static implicit operator InputList<T>(Input<T> value) => FromInputs([value]);

    /// <summary>The values as a list; null stays null, and the argument is left out.</summary>
    public static implicit operator InputList<T>(T[] values) => FromInputs(values?.Select(ToInput));

    /// <inheritdoc cref="op_Implicit(T[])"/>
    public static implicit operator InputList<T>(Output<T>[] values) => FromInputs(values?.Select(ToInput));

    /// <inheritdoc cref="op_Implicit(T[])"/>
    public static implicit operator InputList<T>(Input<T>[] values) => FromInputs(values);

    /// <inheritdoc cref="op_Implicit(T[])"/>
    public static implicit operator InputList<T>(List<T> values) => FromInputs(values?.Select(ToInput));

    /// <inheritdoc cref="op_Implicit(T[])"/>
    public static implicit operator InputList<T>(List<Output<T>> values) => FromInputs(values?.Select(ToInput));

    /// <inheritdoc cref="op_Implicit(T[])"/>
    public static implicit operator InputList<T>(List<Input<T>> values) => FromInputs(values);

    /// <inheritdoc cref="op_Implicit(T[])"/>
    public static implicit operator InputList<T>(ImmutableArray<T> values) => FromInputs(values.IsDefault ? null : values.Select(ToInput));

    /// <inheritdoc cref="op_Implicit(T[])"/>
    public static implicit operator InputList<T>(ImmutableArray<Output<T>> values) => FromInputs(values.IsDefault ? null : values.Select(ToInput));

    /// <inheritdoc cref="op_Implicit(T[])"/>
    public static implicit operator InputList<T>(ImmutableArray<Input<T>> values) => FromInputs(values.IsDefault ? null : values);

    /// <summary>A list whose length is known later.</summary>
    public static implicit operator InputList<T>(Output<T[]> values) => FromOutput(values);

    /// <inheritdoc cref="op_Implicit(Output{T[]})"/>
    public static implicit operator InputList<T>(Output<List<T>> values) => FromOutput(values);

    /// <inheritdoc cref="op_Implicit(Output{T[]})"/>
    public static implicit operator InputList<T>(Output<IEnumerable<T>> values) => FromOutput(values);

    /// <inheritdoc cref="op_Implicit(Output{T[]})"/>
    public static implicit operator InputList<T>(Output<ImmutableArray<T>> values) => FromOutput(values);

    private static Input<T> ToInput(T value) => value;

    private static Input<T> ToInput(Output<T> value) => value;

    private static InputList<T> FromInputs(IEnumerable<Input<T>>? values) =>
        values is null ? null! : new([Output.Create(values.ToImmutableArray())]);

    private static InputList<T> FromOutput<TList>(Output<TList> values)
        where TList : IEnumerable<T> => values is null
        ? null!
        : new([values.Apply(list => list is null or ImmutableArray<T> { IsDefault: true } ? default : list.Select(ToInput).ToImmutableArray())]);
}
