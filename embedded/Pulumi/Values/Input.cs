namespace Pulumi;

/// <summary>What a resource takes: a plain value or an output, each converted without a word.</summary>
/// <typeparam name="T">The type of the value.</typeparam>
public class Input<T> : IInput
{
    private readonly Output<T>? _output;

    private protected Input()
    {
    }

    private Input(Output<T> output) => _output = output;

    object IInput.Value => WireValue;

    /// <summary>See <see cref="IInput.Value"/>.</summary>
    private protected virtual object WireValue => _output!;

    /// <summary>A plain value as an input.</summary>
    public static implicit operator Input<T>(T value) => new(Output.Create(value));

    /// <summary>An output as an input.</summary>
    public static implicit operator Input<T>(Output<T> value) => value is null ? null! : new(value);

    /// <summary>An input as an output.</summary>
    public static implicit operator Output<T>(Input<T> input) => input.ToOutputCore();

    /// <summary>The whole value as one output.</summary>
    private protected virtual Output<T> ToOutputCore() => _output!;
}

/// <summary>Works on inputs as on outputs.</summary>
public static class InputExtensions
{
    /// <inheritdoc cref="Output{T}.Apply{U}(Func{T, U})"/>
    public static Output<U> Apply<T, U>(this Input<T>? input, Func<T, U> func) => input.ToOutput().Apply(func);

    /// <inheritdoc cref="Output{T}.Apply{U}(Func{T, Task{U}})"/>
    public static Output<U> Apply<T, U>(this Input<T>? input, Func<T, Task<U>> func) => input.ToOutput().Apply(func);

    /// <inheritdoc cref="Output{T}.Apply{U}(Func{T, Input{U}})"/>
    public static Output<U> Apply<T, U>(this Input<T>? input, Func<T, Input<U>?> func) => input.ToOutput().Apply(func);

    /// <inheritdoc cref="Output{T}.Apply{U}(Func{T, Output{U}})"/>
    public static Output<U> Apply<T, U>(this Input<T>? input, Func<T, Output<U>?> func) => input.ToOutput().Apply(func);

    /// <summary>The input as an output; no input as an output of the type's default.</summary>
    public static Output<T> ToOutput<T>(this Input<T>? input) => input is null ? new Output<T>(OutputData.Of<T>(default!)) : input;
}
