using System.Diagnostics.CodeAnalysis;

namespace Pulumi;

/// <summary>
/// A value that is known once the resources it comes from are: it carries their identity, so that what is made of it depends on
/// them, and whether it is secret.
/// </summary>
/// <typeparam name="T">The type of the value.</typeparam>
public sealed class Output<T> : IOutput
{
    internal Output(Task<OutputData<T>> data)
    {
        DataTask = data;
        if (!data.IsCompletedSuccessfully)
            Deployment.Current?.Tasks.Track(data);
    }

    internal Output(OutputData<T> data) => DataTask = Task.FromResult(data);

    internal Task<OutputData<T>> DataTask { get; }

    /// <summary>An output of the value of a task.</summary>
    public static Output<T> Create(Task<T> value) => Output.Create(value);

    /// <summary>
    /// An output of what <paramref name="func"/> makes of the value. The function runs once the value is there; while it is unknown
    /// (in a preview) it does not run, and the result is unknown too. The result is secret if this is.
    /// </summary>
    public Output<U> Apply<U>(Func<T, U> func) =>
        new(ApplyAsync(this, func, static (func, value) => Task.FromResult(OutputData.Of(func(value)))));

    /// <summary>As the plain form, for a function that ends later.</summary>
    public Output<U> Apply<U>(Func<T, Task<U>> func) =>
        new(ApplyAsync(this, func, static async (func, value) => OutputData.Of(await func(value).ConfigureAwait(false))));

    /// <summary>As the plain form, for a function that gives an input; its resources and secrecy add to this one's.</summary>
    public Output<U> Apply<U>(Func<T, Input<U>?> func) =>
        new(ApplyAsync(this, func, static (func, value) => func(value).ToOutput().DataTask));

    /// <summary>As the plain form, for a function that gives an output; its resources and secrecy add to this one's.</summary>
    public Output<U> Apply<U>(Func<T, Output<U>?> func) =>
        new(ApplyAsync(this, func, static (func, value) => func(value)?.DataTask ?? Task.FromResult(OutputData.Of<U>(default!))));

    /// <summary>
    /// A text that says why an output has no text of its own: the value is not there yet. Use <see cref="Apply{U}(Func{T, U})"/>
    /// or <see cref="Output.Format"/>.
    /// </summary>
    public override string ToString() =>
        $"An Output<{typeof(T).Name}> has no text before its value is known. Use output.Apply(value => $\"…{{value}}…\") or " +
        "Output.Format($\"…{output}…\") to make an Output<string> of it.";

    async Task<OutputData<object?>> IOutput.GetDataAsync()
    {
        var data = await DataTask.ConfigureAwait(false);
        return new OutputData<object?>(data.Resources, data.Value, data.IsKnown, data.IsSecret);
    }

    [SuppressMessage("Style", "IDE0060", Justification = "The state keeps the lambdas static.")]
    private static async Task<OutputData<U>> ApplyAsync<U, TState>(
        Output<T> source, TState state, Func<TState, T, Task<OutputData<U>>> func)
    {
        var data = await source.DataTask.ConfigureAwait(false);
        if (!data.IsKnown)
            return OutputData.Unknown<U>(data.Resources, data.IsSecret);
        var inner = await func(state, data.Value).ConfigureAwait(false);
        return new OutputData<U>(data.Resources.Union(inner.Resources), inner.Value, inner.IsKnown, data.IsSecret || inner.IsSecret);
    }
}
