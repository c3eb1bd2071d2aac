using System.Collections.Immutable;
using Coder.Infra.Protocol.Properties;

namespace Coder.Infra.Engine.Display.Diff;

/// <summary>Differences of two maps, by key in byte order.</summary>
internal sealed record ObjectDiff
{
    public SortedDictionary<string, PropertyValue> Adds { get; } = new(StringComparer.Ordinal);

    public SortedDictionary<string, PropertyValue> Deletes { get; } = new(StringComparer.Ordinal);

    public SortedDictionary<string, PropertyValue> Sames { get; } = new(StringComparer.Ordinal);

    public SortedDictionary<string, ValueDiff> Updates { get; } = new(StringComparer.Ordinal);

    /// <summary>Every key there is.</summary>
    public IEnumerable<string> Keys => Adds.Keys.Concat(Deletes.Keys).Concat(Sames.Keys).Concat(Updates.Keys).Order(StringComparer.Ordinal);

    /// <summary>The keys that are shown: all of them, or only those that differ.</summary>
    public IEnumerable<string> Shown(bool sames) => sames ? Keys : Keys.Where(key => !Sames.ContainsKey(key));

    /// <summary>Whether anything differs.</summary>
    public bool HasChanges => Adds.Count + Deletes.Count + Updates.Count > 0;

    /// <summary>
    /// The differences, or null where there are none. Keys that begin with <c>__</c> are the providers' own; what became unknown
    /// may turn out to be what it was, and is no difference (recorded in <c>preview-upgrade.txt</c>).
    /// </summary>
    public static ObjectDiff? Of(PropertyMap old, PropertyMap @new)
    {
        var diff = new ObjectDiff();
        foreach (var (key, value) in old)
        {
            if (IsInternal(key))
                continue;
            if (!@new.TryGetValue(key, out var now) || (now is NullValue && value is not NullValue))
                diff.Deletes[key] = value;
            else if (now is not (ComputedValue or OutputValue { Value: null }) && ValueDiff.Of(value, now) is { } update)
                diff.Updates[key] = update;
            else
                diff.Sames[key] = value;
        }

        foreach (var (key, value) in @new)
        {
            if (!IsInternal(key) && value is not NullValue && !old.ContainsKey(key))
                diff.Adds[key] = value;
        }

        return diff.HasChanges ? diff : null;
    }

    /// <summary>Whether a key is a provider's own.</summary>
    public static bool IsInternal(string key) => key.StartsWith("__", StringComparison.Ordinal);
}

/// <summary>How one value became another: as a list, as an object, or as a whole.</summary>
internal sealed record ValueDiff(PropertyValue Old, PropertyValue New, ArrayDiff? Array = null, ObjectDiff? Object = null)
{
    /// <summary>The difference, or null where there is none.</summary>
    public static ValueDiff? Of(PropertyValue old, PropertyValue @new)
    {
        if (old.Equals(@new))
            return null;
        return (old, @new) switch
        {
            (ArrayValue a, ArrayValue b) => new ValueDiff(old, @new, ArrayDiff.Of(a.Items, b.Items)),
            (ObjectValue a, ObjectValue b) => ObjectDiff.Of(a.Properties, b.Properties) is { } diff ? new ValueDiff(old, @new, Object: diff) : null,
            _ => new ValueDiff(old, @new),
        };
    }
}

/// <summary>Differences of two lists, by index.</summary>
internal sealed record ArrayDiff
{
    public SortedDictionary<int, PropertyValue> Adds { get; } = [];

    public SortedDictionary<int, PropertyValue> Deletes { get; } = [];

    public SortedDictionary<int, PropertyValue> Sames { get; } = [];

    public SortedDictionary<int, ValueDiff> Updates { get; } = [];

    /// <summary>One more than the last index.</summary>
    public int Length => Adds.Keys.Concat(Deletes.Keys).Concat(Sames.Keys).Concat(Updates.Keys).DefaultIfEmpty(-1).Max() + 1;

    public static ArrayDiff Of(ImmutableArray<PropertyValue> old, ImmutableArray<PropertyValue> @new)
    {
        var diff = new ArrayDiff();
        for (var i = 0; i < Math.Max(old.Length, @new.Length); i++)
        {
            if (i >= old.Length)
                diff.Adds[i] = @new[i];
            else if (i >= @new.Length)
                diff.Deletes[i] = old[i];
            else if (ValueDiff.Of(old[i], @new[i]) is { } update)
                diff.Updates[i] = update;
            else
                diff.Sames[i] = old[i];
        }

        return diff;
    }
}
