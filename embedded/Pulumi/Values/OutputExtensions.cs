using System.Collections.Immutable;

namespace Pulumi;

/// <summary>Elements of an output list.</summary>
public static class OutputExtensions
{
    /// <summary>The element at an index; fails when the list is shorter.</summary>
    public static Output<T> GetAt<T>(this Output<ImmutableArray<T>> array, Input<int> index) =>
        Output.Tuple(array, index.ToOutput()).Apply(pair => pair.Item1[pair.Item2]);

    /// <summary>The first element; fails when the list is empty.</summary>
    public static Output<T> First<T>(this Output<ImmutableArray<T>> array) => array.Apply(items => items[0]);

    /// <summary>The number of elements.</summary>
    public static Output<int> Length<T>(this Output<ImmutableArray<T>> array) => array.Apply(items => items.Length);
}
