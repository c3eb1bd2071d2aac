using System.Collections;
using System.Collections.Immutable;

namespace Pulumi;

/// <summary>
/// A list that a resource takes. It may be built element by element (<c>Items = { "a", output }</c>) or given whole; each element
/// keeps its own secrecy and may be unknown without hiding the others.
/// </summary>
/// <typeparam name="T">The type of the elements.</typeparam>
public sealed partial class InputList<T> : Input<ImmutableArray<T>>, IEnumerable, IAsyncEnumerable<Input<T>>
{
    /// <summary>The list in pieces; a piece is an array of inputs that is there, or one that comes later.</summary>
    private ImmutableArray<Output<ImmutableArray<Input<T>>>> _pieces;

    /// <summary>An empty list.</summary>
    public InputList()
        : this(ImmutableArray<Output<ImmutableArray<Input<T>>>>.Empty)
    {
    }

    private InputList(ImmutableArray<Output<ImmutableArray<Input<T>>>> pieces) => _pieces = pieces;

    /// <inheritdoc/>
    private protected override object WireValue => Elements();

    /// <summary>Adds elements.</summary>
    public void Add(params Input<T>[] inputs) => _pieces = _pieces.Add(Output.Create(ImmutableArray.Create(inputs)));

    /// <summary>Adds the elements of another list.</summary>
    public void Add(InputList<T> inputs) => AddRange(inputs);

    /// <summary>Adds the elements of another list.</summary>
    public void AddRange(InputList<T> inputs) => _pieces = _pieces.AddRange(inputs._pieces);

    /// <summary>This list and then the other, in a new one.</summary>
    public InputList<T> Concat(InputList<T> other) => new(_pieces.AddRange(other._pieces));

    /// <summary>The elements, as soon as it is known how many there are; none while that is unknown.</summary>
    public async IAsyncEnumerator<Input<T>> GetAsyncEnumerator(CancellationToken cancellationToken)
    {
        var data = await Elements().DataTask.WaitAsync(cancellationToken).ConfigureAwait(false);
        foreach (var element in data.Value.IsDefault ? [] : data.Value)
            yield return element;
    }

    IEnumerator IEnumerable.GetEnumerator() =>
        throw new NotSupportedException($"An {nameof(InputList<T>)} may hold outputs and cannot be enumerated at once. Use 'await foreach'.");

    /// <inheritdoc/>
    private protected override Output<ImmutableArray<T>> ToOutputCore() => Elements().Apply(inputs => inputs.IsDefault ? Output.Create(default(ImmutableArray<T>)) : Output.All(inputs));

    private Output<ImmutableArray<Input<T>>> Elements() => _pieces.Length == 1
        ? _pieces[0]
        : Output.All(_pieces).Apply(pieces => pieces.SelectMany(piece => piece.IsDefault ? [] : piece).ToImmutableArray());
}
