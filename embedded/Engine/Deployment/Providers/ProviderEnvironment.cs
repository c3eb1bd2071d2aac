using Coder.Infra.Protocol.Properties;

namespace Coder.Infra.Engine.Deployment.Providers;

/// <summary>
/// Environment variables that a provider sees under another name (<c>envVarMappings</c>): one that is set becomes the other. Kept
/// in <c>__internal</c> of the provider's inputs, so that a run without the program starts it the same way.
/// </summary>
internal static class ProviderEnvironment
{
    private const string Internal = "__internal";
    private const string Mappings = "envVarMappings";

    /// <summary>A provider's inputs with its mappings, name to name.</summary>
    public static PropertyMap WriteTo(PropertyMap inputs, IReadOnlyDictionary<string, string> mappings)
    {
        if (mappings.Count == 0)
            return inputs;
        var hidden = inputs.Get(Internal) is ObjectValue known ? known.Properties : PropertyMap.Empty;
        return inputs.Set(Internal, hidden.Set(Mappings, PropertyMap.From(mappings.Select(item => KeyValuePair.Create(item.Key, (PropertyValue)item.Value)))));
    }

    /// <summary>The variables that a provider with these inputs is given beside those that it inherits.</summary>
    /// <param name="inputs">The provider's inputs.</param>
    /// <param name="valueOf">A variable of this environment; null where it is not set.</param>
    public static IEnumerable<KeyValuePair<string, string>> Of(PropertyMap inputs, Func<string, string?> valueOf)
    {
        if (inputs.Get(Internal) is not ObjectValue hidden || hidden.Properties.Get(Mappings) is not ObjectValue mappings)
            yield break;
        foreach (var (name, target) in mappings.Properties)
        {
            if (target is StringValue other && valueOf(name) is { } value)
                yield return KeyValuePair.Create(other.Value, value);
        }
    }
}
