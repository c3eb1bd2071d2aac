using System.Collections.Immutable;
using Coder.Infra.Engine.Deployment.Model;
using Coder.Infra.Protocol.Properties;

namespace Coder.Infra.Engine.Deployment.Properties;

/// <summary>
/// The engine's own comparison, for providers that cannot tell a difference and for what has no provider. A property that is
/// null is as good as none, and assets and archives are the same if their content is.
/// </summary>
internal static class ObjectDiff
{
    /// <summary>Whether nothing differs.</summary>
    public static bool Same(PropertyMap olds, PropertyMap news) => olds.Keys.Union(news.Keys).All(name => Same(olds.Get(name), news.Get(name)));

    /// <summary>Names of the top-level properties that differ, in order.</summary>
    public static ImmutableArray<string> ChangedKeys(PropertyMap olds, PropertyMap news) =>
        [.. olds.Keys.Union(news.Keys).Where(name => !Same(olds.Get(name), news.Get(name))).Order(StringComparer.Ordinal)];

    /// <summary>Every difference by property path.</summary>
    public static ImmutableSortedDictionary<string, PropertyDifference> Detailed(PropertyMap olds, PropertyMap news)
    {
        var found = ImmutableSortedDictionary.CreateBuilder<string, PropertyDifference>(StringComparer.Ordinal);
        Compare("", olds, news, found);
        return found.ToImmutable();
    }

    private static void Compare(string path, PropertyMap olds, PropertyMap news, ImmutableSortedDictionary<string, PropertyDifference>.Builder found)
    {
        foreach (var name in olds.Keys.Union(news.Keys))
            Compare(PropertyPath.Join(path, name), olds.Get(name), news.Get(name), found);
    }

    private static void Compare(string path, PropertyValue? old, PropertyValue? @new, ImmutableSortedDictionary<string, PropertyDifference>.Builder found)
    {
        if (Same(old, @new))
            return;
        switch (old, @new)
        {
            case (null or NullValue, _):
                found[path] = new PropertyDifference(PropertyDifferenceKind.Add, true);
                break;
            case (_, null or NullValue):
                found[path] = new PropertyDifference(PropertyDifferenceKind.Delete, true);
                break;
            case (ObjectValue olds, ObjectValue news):
                Compare(path, olds.Properties, news.Properties, found);
                break;
            case (ArrayValue olds, ArrayValue news):
                for (var i = 0; i < Math.Max(olds.Items.Length, news.Items.Length); i++)
                    Compare(PropertyPath.Join(path, i), olds.Items.ElementAtOrDefault(i), news.Items.ElementAtOrDefault(i), found);
                break;
            default:
                found[path] = new PropertyDifference(PropertyDifferenceKind.Update, true);
                break;
        }
    }

    private static bool Same(PropertyValue? old, PropertyValue? @new) => (old, @new) switch
    {
        (null or NullValue, null or NullValue) => true,
        (ObjectValue olds, ObjectValue news) => Same(olds.Properties, news.Properties),
        (ArrayValue olds, ArrayValue news) => olds.Items.Length == news.Items.Length && olds.Items.Zip(news.Items).All(pair => Same(pair.First, pair.Second)),
        (SecretValue secret, SecretValue other) => Same(secret.Value, other.Value),
        (AssetValue { Hash.Length: > 0 } asset, AssetValue other) => asset.Hash == other.Hash,
        (ArchiveValue { Hash.Length: > 0 } archive, ArchiveValue other) => archive.Hash == other.Hash,
        _ => Equals(old, @new),
    };
}
