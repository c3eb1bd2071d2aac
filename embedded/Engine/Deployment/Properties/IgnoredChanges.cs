using System.Collections.Immutable;
using Coder.Infra.Protocol.Properties;

namespace Coder.Infra.Engine.Deployment.Properties;

/// <summary>Sets what a program wants ignored back to what it was (<c>ignoreChanges</c>).</summary>
internal static class IgnoredChanges
{
    /// <summary>The new inputs with the values at the paths taken from the old ones.</summary>
    /// <exception cref="InvalidOperationException">A path leads through something that only one side has.</exception>
    public static PropertyMap Reset(PropertyMap news, PropertyMap olds, ImmutableArray<string> paths)
    {
        var missing = new List<string>();
        PropertyValue value = news;
        foreach (var text in paths)
        {
            if (PropertyPath.Parse(text) is not { } path)
                continue;
            if (Reset(olds, value, path.Steps.AsSpan()) is { } reset)
                value = reset;
            else
                missing.Add(text);
        }

        if (missing.Count > 0)
        {
            throw new InvalidOperationException(
                $"cannot ignore changes to the following properties because one or more elements of the path are missing: \"{string.Join(", ", missing)}\"");
        }

        return ((ObjectValue)value).Properties;
    }

    /// <summary>The new value with what stands at the path taken from the old one; null where the path cannot be followed.</summary>
    private static PropertyValue? Reset(PropertyValue old, PropertyValue @new, ReadOnlySpan<object> path)
    {
        if (old is SecretValue oldSecret)
            return Reset(oldSecret.Value, @new, path);
        if (@new is SecretValue secret)
            return Reset(old, secret.Value, path)?.AsSecret();
        if (@new is ComputedValue or OutputValue { Value: null })
            return @new;
        return path[0] switch
        {
            "*" => ResetAll(old, @new, path),
            string name => ResetName(old, @new, name, path),
            int index => ResetIndex(old, @new, index, path),
            _ => null,
        };
    }

    private static ObjectValue? ResetName(PropertyValue old, PropertyValue @new, string name, ReadOnlySpan<object> path)
    {
        if (old is not ObjectValue olds || @new is not ObjectValue news)
            return null;
        var before = olds.Properties.Get(name);
        var after = news.Properties.Get(name);
        if (path.Length == 1)
            return new ObjectValue(before is null ? news.Properties.Remove(name) : news.Properties.Set(name, before));
        if (before is null && after is null)
            return news;
        if (before is null || after is null)
            return null;
        return Reset(before, after, path[1..]) is { } reset ? new ObjectValue(news.Properties.Set(name, reset)) : null;
    }

    private static ArrayValue? ResetIndex(PropertyValue old, PropertyValue @new, int index, ReadOnlySpan<object> path)
    {
        if (old is not ArrayValue olds || @new is not ArrayValue news)
            return null;
        if (index >= olds.Items.Length && index >= news.Items.Length)
            return news;
        if (index >= olds.Items.Length || index >= news.Items.Length)
            return null;
        var item = path.Length == 1 ? olds.Items[index] : Reset(olds.Items[index], news.Items[index], path[1..]);
        return item is null ? null : new ArrayValue(news.Items.SetItem(index, item));
    }

    private static PropertyValue? ResetAll(PropertyValue old, PropertyValue @new, ReadOnlySpan<object> path)
    {
        switch (old, @new)
        {
            case (ArrayValue olds, ArrayValue news):
                if (path.Length == 1)
                    return olds;
                PropertyValue? list = news;
                for (var i = 0; i < Math.Max(olds.Items.Length, news.Items.Length) && list is not null; i++)
                    list = ResetIndex(old, list, i, path);
                return list;
            case (ObjectValue olds, ObjectValue news):
                if (path.Length == 1)
                    return olds;
                PropertyValue? map = news;
                foreach (var name in olds.Properties.Keys.Union(news.Properties.Keys).ToList())
                {
                    if (map is not null)
                        map = ResetName(old, map, name, path);
                }

                return map;
            default:
                return null;
        }
    }
}
