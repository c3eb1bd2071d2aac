using System.Collections.Immutable;
using Coder.Infra.Engine.Deployment.Model;
using Coder.Infra.Protocol.Properties;

namespace Coder.Infra.Engine.Deployment.Properties;

/// <summary>The engine's own comparison, for providers that cannot tell a difference and for what has no provider.</summary>
internal static class ObjectDiff
{
    /// <summary>Names of the top-level properties that differ, in order.</summary>
    public static ImmutableArray<string> ChangedKeys(PropertyMap olds, PropertyMap news) =>
        [.. olds.Keys.Union(news.Keys).Where(name => !Equals(olds.Get(name), news.Get(name))).Order(StringComparer.Ordinal)];

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
        if (Equals(old, @new))
            return;
        switch (old, @new)
        {
            case (null, _):
                found[path] = new PropertyDifference(PropertyDifferenceKind.Add, true);
                break;
            case (_, null):
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
}
