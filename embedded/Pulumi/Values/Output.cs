using System.Collections.Immutable;
using System.Globalization;

namespace Pulumi;

/// <summary>Makes and joins outputs.</summary>
public static partial class Output
{
    /// <summary>An output of a value that is there.</summary>
    public static Output<T> Create<T>(T value) => new(OutputData.Of(value));

    /// <summary>An output of the value of a task.</summary>
    public static Output<T> Create<T>(Task<T> value) => new(FromTaskAsync(value, isSecret: false));

    /// <summary>A secret output: the value is encrypted in state and hidden in what is shown.</summary>
    public static Output<T> CreateSecret<T>(T value) => new(OutputData.Of(value) with { IsSecret = true });

    /// <summary>A secret output of the value of a task.</summary>
    public static Output<T> CreateSecret<T>(Task<T> value) => new(FromTaskAsync(value, isSecret: true));

    /// <summary>The output as a secret.</summary>
    public static Output<T> CreateSecret<T>(Output<T> value) => new(WithSecretAsync(value, isSecret: true));

    /// <summary>The output as a plain value, whatever it was: the caller answers for showing it.</summary>
    public static Output<T> Unsecret<T>(Output<T> output) => new(WithSecretAsync(output, isSecret: false));

    /// <summary>Whether the output is secret.</summary>
    public static async Task<bool> IsSecretAsync<T>(Output<T> output) => (await output.DataTask.ConfigureAwait(false)).IsSecret;

    /// <summary>All values in one output, in order; known when all are, secret when one is.</summary>
    public static Output<ImmutableArray<T>> All<T>(params Input<T>[] inputs) => All((IEnumerable<Input<T>>)inputs);

    /// <inheritdoc cref="All{T}(Input{T}[])"/>
    public static Output<ImmutableArray<T>> All<T>(IEnumerable<Input<T>> inputs) => All(inputs.Select(input => input.ToOutput()));

    /// <inheritdoc cref="All{T}(Input{T}[])"/>
    public static Output<ImmutableArray<T>> All<T>(params Output<T>[] outputs) => All((IEnumerable<Output<T>>)outputs);

    /// <inheritdoc cref="All{T}(Input{T}[])"/>
    public static Output<ImmutableArray<T>> All<T>(IEnumerable<Output<T>> outputs) => new(AllAsync(outputs.ToArray()));

    /// <summary>
    /// The text of an interpolated string whose holes may be outputs or inputs: <c>Output.Format($"http://{host}/")</c>. Numbers and
    /// dates are written as in the invariant culture.
    /// </summary>
    public static Output<string> Format(FormattableString formattableString)
    {
        var holes = formattableString.GetArguments().Select(ToObjectOutput).ToArray();
        return All(holes).Apply(values => string.Format(CultureInfo.InvariantCulture, formattableString.Format, values.ToArray()));
    }

    /// <summary>An output of unknown type as an output of object; anything else as an output of itself.</summary>
    internal static Output<object?> ToObjectOutput(object? value) => value switch
    {
        IInput input => ToObjectOutput(input.Value),
        Output<object?> output => output,
        IOutput output => new Output<object?>(output.GetDataAsync()),
        _ => Create(value),
    };

    private static async Task<OutputData<T>> FromTaskAsync<T>(Task<T> value, bool isSecret) =>
        OutputData.Of(await value.ConfigureAwait(false)) with { IsSecret = isSecret };

    private static async Task<OutputData<T>> WithSecretAsync<T>(Output<T> value, bool isSecret) =>
        await value.DataTask.ConfigureAwait(false) with { IsSecret = isSecret };

    private static async Task<OutputData<ImmutableArray<T>>> AllAsync<T>(Output<T>[] outputs)
    {
        var joined = OutputData.Of(ImmutableArray<T>.Empty);
        var values = ImmutableArray.CreateBuilder<T>(outputs.Length);
        foreach (var output in outputs)
        {
            var data = await output.DataTask.ConfigureAwait(false);
            values.Add(data.Value);
            joined = Join(joined, data);
        }

        return joined.IsKnown ? joined with { Value = values.MoveToImmutable() } : joined;
    }

    /// <summary>The first one's value with what the second adds to its resources, knowledge and secrecy.</summary>
    private static OutputData<T> Join<T, TOther>(OutputData<T> one, OutputData<TOther> other) => new(
        one.Resources.Union(other.Resources), one.Value, one.IsKnown && other.IsKnown, one.IsSecret || other.IsSecret);
}
