using System.Collections.Immutable;
using System.Text;
using Coder.Infra.Protocol.Properties;

namespace Coder.Infra.Providers.Kubernetes.Objects;

/// <summary>
/// The inputs that would have made an object as it now is: the fields that the program had set, with their live values.
/// What the server or others added is left out, so that a refresh shows only what was changed behind the program's back.
/// </summary>
internal static class LiveInputs
{
    /// <summary>The live values of the fields that the old inputs set.</summary>
    public static PropertyMap Of(PropertyMap live, PropertyMap oldInputs)
    {
        var inputs = Pick(live, oldInputs);
        // Nobody can read stringData: it is there as data.
        return oldInputs.Get("stringData")?.Reveal() is ObjectValue given
            ? inputs.Set("stringData", Strings(given.Properties, (live.Get("data")?.Reveal() as ObjectValue)?.Properties ?? PropertyMap.Empty))
            : inputs;
    }

    private static PropertyMap Pick(PropertyMap live, PropertyMap old)
    {
        var picked = PropertyMap.Empty;
        foreach (var (name, value) in old)
        {
            if (live.Get(name) is { } now)
                picked = picked.Set(name, Pick(now, value));
            else if (IsEmpty(value))
                picked = picked.Set(name, value); // the server drops what says nothing
        }

        return picked;
    }

    private static PropertyValue Pick(PropertyValue live, PropertyValue old) => (live, old) switch
    {
        (_, SecretValue s) => Pick(live, s.Value).AsSecret(),
        (ObjectValue l, ObjectValue o) => new ObjectValue(Pick(l.Properties, o.Properties)),
        (ArrayValue l, ArrayValue o) when l.Items.Length == o.Items.Length => new ArrayValue(l.Items.Zip(o.Items, Pick).ToImmutableArray()),
        _ => live,
    };

    private static bool IsEmpty(PropertyValue value) => value.Reveal() is NullValue
        or ObjectValue { Properties.Count: 0 } or ArrayValue { Items.Length: 0 };

    private static PropertyValue Strings(PropertyMap given, PropertyMap data) => new ObjectValue(PropertyMap.From(given
        .Where(entry => data.ContainsKey(entry.Key))
        .Select(entry => KeyValuePair.Create(entry.Key, Decode(data[entry.Key]))))).AsSecret();

    private static PropertyValue Decode(PropertyValue value)
    {
        var text = value.Reveal() is StringValue s ? s.Value : "";
        try
        {
            return Encoding.UTF8.GetString(Convert.FromBase64String(text));
        }
        catch (FormatException)
        {
            return text;
        }
    }
}
