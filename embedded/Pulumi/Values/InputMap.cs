using System.Collections;
using System.Collections.Immutable;

namespace Pulumi;

/// <summary>
/// A map that a resource takes. It may be built entry by entry (<c>Labels = { ["app"] = "envproxy" }</c>) or given whole; each value
/// keeps its own secrecy and may be unknown without hiding the others. Of two entries with one key the later wins.
/// </summary>
/// <typeparam name="V">The type of the values.</typeparam>
public sealed class InputMap<V> : Input<ImmutableDictionary<string, V>>, IEnumerable, IAsyncEnumerable<Input<KeyValuePair<string, V>>>
{
    /// <summary>The map in pieces; a piece is a map of inputs that is there, or one that comes later. It may come to be null, which is none.</summary>
    private ImmutableArray<Output<ImmutableDictionary<string, Input<V>>>> _pieces;

    /// <summary>An empty map.</summary>
    public InputMap()
        : this(ImmutableArray<Output<ImmutableDictionary<string, Input<V>>>>.Empty)
    {
    }

    private InputMap(ImmutableArray<Output<ImmutableDictionary<string, Input<V>>>> pieces) => _pieces = pieces;

    /// <inheritdoc/>
    private protected override object WireValue => Entries();

    /// <summary>Sets an entry.</summary>
    public Input<V> this[string key]
    {
        set => Add(key, value);
    }

    /// <summary>The plain map as a map of inputs; null stays null, and the argument is left out.</summary>
    public static implicit operator InputMap<V>(Dictionary<string, V> values) => values is null ? null! : FromOutput(Output.Create(values));

    /// <inheritdoc cref="op_Implicit(Dictionary{string, V})"/>
    public static implicit operator InputMap<V>(ImmutableDictionary<string, V> values) =>
        values is null ? null! : FromOutput(Output.Create(values));

    /// <summary>A map whose keys are known later.</summary>
    public static implicit operator InputMap<V>(Output<Dictionary<string, V>> values) => FromOutput(values);

    /// <inheritdoc cref="op_Implicit(Output{Dictionary{string, V}})"/>
    public static implicit operator InputMap<V>(Output<IDictionary<string, V>> values) => FromOutput(values);

    /// <inheritdoc cref="op_Implicit(Output{Dictionary{string, V}})"/>
    public static implicit operator InputMap<V>(Output<ImmutableDictionary<string, V>> values) => FromOutput(values);

    /// <summary>The first map and over it the second, in a new one.</summary>
    public static InputMap<V> Merge(InputMap<V> first, InputMap<V> second) => new(first._pieces.AddRange(second._pieces));

    /// <summary>Sets an entry.</summary>
    public void Add(string key, Input<V> value) =>
        _pieces = _pieces.Add(Output.Create(ImmutableDictionary<string, Input<V>>.Empty.Add(key, value)));

    /// <summary>Sets the entries of another map.</summary>
    public void Add(InputMap<V> values) => AddRange(values);

    /// <summary>Sets the entries of another map.</summary>
    public void AddRange(InputMap<V> values) => _pieces = _pieces.AddRange(values._pieces);

    /// <summary>The entries, as soon as the keys are known; none while they are unknown.</summary>
    public async IAsyncEnumerator<Input<KeyValuePair<string, V>>> GetAsyncEnumerator(CancellationToken cancellationToken)
    {
        var data = await Entries().DataTask.WaitAsync(cancellationToken).ConfigureAwait(false);
        foreach (var (key, value) in data.Value ?? ImmutableDictionary<string, Input<V>>.Empty)
            yield return value.Apply(v => KeyValuePair.Create(key, v));
    }

    IEnumerator IEnumerable.GetEnumerator() =>
        throw new NotSupportedException($"An {nameof(InputMap<V>)} may hold outputs and cannot be enumerated at once. Use 'await foreach'.");

    /// <inheritdoc/>
    private protected override Output<ImmutableDictionary<string, V>> ToOutputCore() => Entries().Apply(entries =>
    {
        if (entries is null)
            return Output.Create((ImmutableDictionary<string, V>)null!);
        var keys = entries.Keys.ToArray();
        return Output.All(keys.Select(key => entries[key]))
            .Apply(values => keys.Zip(values, KeyValuePair.Create).ToImmutableDictionary());
    });

    private static InputMap<V> FromOutput<TMap>(Output<TMap> values)
        where TMap : IEnumerable<KeyValuePair<string, V>> => values is null
        ? null!
        : new([values.Apply(map => map?.ToImmutableDictionary(entry => entry.Key, entry => (Input<V>)entry.Value)!)]);

    private Output<ImmutableDictionary<string, Input<V>>> Entries() => _pieces.Length == 1
        ? _pieces[0]
        : Output.All(_pieces).Apply(pieces =>
        {
            var entries = ImmutableDictionary.CreateBuilder<string, Input<V>>();
            foreach (var piece in pieces)
            {
                foreach (var (key, value) in piece ?? ImmutableDictionary<string, Input<V>>.Empty)
                    entries[key] = value;
            }

            return entries.ToImmutable();
        });
}
