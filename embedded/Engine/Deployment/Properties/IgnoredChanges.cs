using System.Collections.Immutable;
using Coder.Infra.Protocol.Properties;

namespace Coder.Infra.Engine.Deployment.Properties;

/// <summary>
/// Sets the properties that a program wants ignored back to their old values (<c>ignoreChanges</c>). Elements that both sides have
/// keep their old value; where only one side has an element on the way, the new inputs stay, which is no error.
/// </summary>
internal static class IgnoredChanges
{
    /// <summary>The new inputs with the values at the paths taken from the old ones. What was a secret there stays one.</summary>
    public static PropertyMap Reset(PropertyMap news, PropertyMap olds, ImmutableArray<string> paths) => Reset(news, olds, paths, out _);

    /// <summary>The same.</summary>
    /// <param name="news">The new inputs.</param>
    /// <param name="olds">The old inputs.</param>
    /// <param name="paths">Property paths; a text that is no path ignores nothing.</param>
    /// <param name="partial">The paths that could not be followed everywhere.</param>
    public static PropertyMap Reset(PropertyMap news, PropertyMap olds, ImmutableArray<string> paths, out ImmutableArray<string> partial)
    {
        var missed = ImmutableArray.CreateBuilder<string>();
        PropertyValue value = news;
        foreach (var text in paths)
        {
            if (PropertyPath.Parse(text) is not { } path)
                continue;
            var reset = new Resetting();
            value = reset.Apply(olds, value, path.Steps.AsSpan(), secret: false);
            if (reset.IsPartial)
                missed.Add(text);
        }

        partial = missed.ToImmutable();
        return ((ObjectValue)value).Properties;
    }

    /// <summary>One path followed through both values.</summary>
    private sealed class Resetting
    {
        /// <summary>Whether an element on the way was missing on one side.</summary>
        public bool IsPartial { get; private set; }

        /// <summary>The new value with the old one's at the path.</summary>
        /// <param name="old">The old value.</param>
        /// <param name="new">The new value.</param>
        /// <param name="path">What is left of the path.</param>
        /// <param name="secret">Whether what is taken from the old side must be made a secret: it was within one, and is not any more.</param>
        public PropertyValue Apply(PropertyValue old, PropertyValue @new, ReadOnlySpan<object> path, bool secret)
        {
            if (old is SecretValue hidden)
                return Apply(hidden.Value, @new, path, secret: true);
            if (@new is SecretValue outer)
                return Apply(old, outer.Value, path, secret: false).AsSecret();
            return path[0] switch
            {
                "*" => All(old, @new, path, secret),
                string name => Named(old, @new, name, path, secret),
                int index => At(old, @new, index, path, secret),
                _ => @new,
            };
        }

        private PropertyValue Named(PropertyValue old, PropertyValue @new, string name, ReadOnlySpan<object> path, bool secret)
        {
            var before = (old as ObjectValue)?.Properties.Get(name);
            if (@new is not ObjectValue { Properties: var news })
                return Missed(@new, path.Length == 1 ? before is not null : old is ObjectValue);
            if (path.Length == 1)
                return new ObjectValue(before is null ? news.Remove(name) : news.Set(name, Taken(before, secret)));
            if (news.Get(name) is not { } after)
                return Missed(@new, before is not null);
            if (old is not ObjectValue)
                return Missed(@new, true);
            return new ObjectValue(news.Set(name, Apply(before ?? PropertyValue.Null, after, path[1..], secret)));
        }

        private PropertyValue At(PropertyValue old, PropertyValue @new, int index, ReadOnlySpan<object> path, bool secret)
        {
            var hasOld = old is ArrayValue before && index < before.Items.Length;
            var hasNew = @new is ArrayValue after && index < after.Items.Length;
            if (!hasOld || !hasNew)
                return Missed(@new, hasOld || hasNew);
            var (was, news) = (((ArrayValue)old).Items[index], ((ArrayValue)@new).Items);
            return new ArrayValue(news.SetItem(index, path.Length == 1 ? Taken(was, secret) : Apply(was, news[index], path[1..], secret)));
        }

        private PropertyValue All(PropertyValue old, PropertyValue @new, ReadOnlySpan<object> path, bool secret)
        {
            switch (old, @new)
            {
                case (ArrayValue { Items: var olds }, ArrayValue { Items: var news }):
                    IsPartial |= olds.Length != news.Length;
                    for (var i = 0; i < Math.Min(olds.Length, news.Length); i++)
                        @new = At(old, @new, i, path, secret);
                    return @new;
                case (ObjectValue { Properties: var olds }, ObjectValue { Properties: var news }):
                    foreach (var name in path.Length == 1 ? olds.Keys.Union(news.Keys) : olds.Keys)
                        @new = Named(old, @new, name, path, secret);
                    return @new;
                default:
                    return Missed(@new, path.Length > 1 || @new is not (ArrayValue or ObjectValue));
            }
        }

        private PropertyValue Missed(PropertyValue @new, bool isPartial)
        {
            IsPartial |= isPartial;
            return @new;
        }

        private static PropertyValue Taken(PropertyValue old, bool secret) => secret ? old.AsSecret() : old;
    }
}
