using Coder.Infra.Helm.Templates.Types;
using Map = System.Collections.Generic.Dictionary<string, object?>;

namespace Coder.Infra.Helm.Templates.Functions;

/// <summary>
/// Merging as the Go library mergo does it. Maps merge into each other, a list is replaced or kept as a whole, what is
/// empty (also 0, false and "") gives way. Nested maps of the source are taken over, not copied.
/// </summary>
internal static class Merging
{
    private const int MaxDepth = 10_000;

    /// <summary>Merges maps into the first, which is given back; a nil first map gives a new one.</summary>
    public static Map Merge(Map into, Map[] sources, bool overwrite)
    {
        foreach (var source in sources)
        {
            if (into is NilMap && source is not NilMap)
                into = [];
            Merge(into, source, overwrite, 0);
        }
        return into;
    }

    private static void Merge(Map into, Map source, bool overwrite, int depth)
    {
        if (ReferenceEquals(into, source))
            return;
        if (depth > MaxDepth)
            throw LimitCounter.TooDeep(MaxDepth);
        if (!StackGuard.HasRoom)
        {
            StackGuard.OnNewStack(() => Merge(into, source, overwrite, depth));
            return;
        }
        foreach (var (key, value) in source.ToArray())
        {
            into.TryGetValue(key, out object? existing);
            if (GoValues.IsNil(value))
            {
                if (overwrite)
                    into[key] = value;
                continue;
            }
            bool bothMaps = Maps.TryGetAny(existing, out var map) & Maps.TryGetAny(value, out var other);
            if (bothMaps)
                Merge(map!, other!, overwrite, depth + 1);
            bool bothLists = Lists.TryGet(existing, out _) && Lists.TryGet(value, out _);
            if (bothLists && overwrite)
                into[key] = value;
            if ((bothMaps || bothLists) && GoValues.IsTrue(existing))
                continue;
            if (overwrite || !IsFilled(existing))
                into[key] = value;
        }
    }

    /// <summary>A struct or pointer counts as filled whatever is in it.</summary>
    private static bool IsFilled(object? value) => GoValues.IsTrue(value);
}
