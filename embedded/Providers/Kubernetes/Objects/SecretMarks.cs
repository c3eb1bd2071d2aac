using System.Collections.Immutable;
using Coder.Infra.Protocol.Properties;

namespace Coder.Infra.Providers.Kubernetes.Objects;

/// <summary>Carries over from inputs to what the API server says about the same fields which of them are secret.</summary>
internal static class SecretMarks
{
    /// <summary>The values with those marked that are secret in <paramref name="from"/>.</summary>
    public static PropertyMap Copy(PropertyMap values, PropertyMap from) => PropertyMap.From(values.Select(entry =>
        KeyValuePair.Create(entry.Key, from.Get(entry.Key) is { } marked ? Copy(entry.Value, marked) : entry.Value)));

    /// <summary>The object with what a Secret holds marked, whether or not the program said that it is secret.</summary>
    public static PropertyMap MarkData(PropertyMap secret)
    {
        foreach (var name in new[] { "data", "stringData" })
        {
            if (secret.Get(name) is ObjectValue data)
                secret = secret.Set(name, new ObjectValue(data.Properties).AsSecret());
        }

        return secret;
    }

    private static PropertyValue Copy(PropertyValue value, PropertyValue from)
    {
        if (!from.ContainsSecrets || value is SecretValue)
            return value;
        return (value, from) switch
        {
            (ObjectValue o, ObjectValue f) => new ObjectValue(Copy(o.Properties, f.Properties)),
            // A list may have been reordered: where entries can't be matched, all of it is secret.
            (ArrayValue a, ArrayValue f) when a.Items.Length == f.Items.Length =>
                new ArrayValue(a.Items.Zip(f.Items, Copy).ToImmutableArray()),
            _ => value.AsSecret(),
        };
    }
}
