using System.Collections.Immutable;
using Coder.Infra.Protocol.Properties;

namespace Coder.Infra.Engine.Deployment.Properties;

/// <summary>Carries secretness where a provider drops it.</summary>
internal static class Secretness
{
    /// <summary>
    /// The outputs with those as secrets whose input of the same name is one: within objects name by name, else the whole value
    /// where the input holds a secret anywhere.
    /// </summary>
    public static PropertyMap Propagate(PropertyMap outputs, PropertyMap inputs)
    {
        foreach (var (name, input) in inputs)
        {
            if (outputs.Get(name) is not { } output)
                continue;
            if (output is ObjectValue inner && input is ObjectValue given)
                outputs = outputs.Set(name, Propagate(inner.Properties, given.Properties));
            else if (output is not SecretValue && input.ContainsSecrets)
                outputs = outputs.Set(name, output.AsSecret());
        }

        return outputs;
    }

    /// <summary>Every property as a secret.</summary>
    public static PropertyMap HideAll(PropertyMap properties) =>
        PropertyMap.From(properties.Select(item => KeyValuePair.Create(item.Key, item.Value.AsSecret())));

    /// <summary>The outputs with the named ones as secrets.</summary>
    public static PropertyMap Hide(PropertyMap outputs, ImmutableArray<string> names)
    {
        foreach (var name in names)
        {
            if (outputs.Get(name) is { } output)
                outputs = outputs.Set(name, output.AsSecret());
        }

        return outputs;
    }
}
