using System.Collections.Immutable;
using Coder.Infra.Protocol.Properties;

namespace Coder.Infra.Engine.Deployment.Properties;

/// <summary>
/// Properties as output values, which carry secrecy, unknowns and dependencies each by itself. The official SDKs rely on it in
/// transforms and methods: what reaches them as a plain secret comes back in clear, and an unknown comes back as null.
/// </summary>
internal static class OutputValues
{
    /// <summary>The properties with secrets and unknowns as output values, and each with its dependencies.</summary>
    public static PropertyMap Upgrade(PropertyMap properties, IReadOnlyDictionary<string, IEnumerable<string>> dependencies) =>
        PropertyMap.From(properties.Select(item => KeyValuePair.Create(
            item.Key, DependingOn(Upgrade(item.Value), [.. dependencies.GetValueOrDefault(item.Key, []).Distinct()]))));

    private static PropertyValue Upgrade(PropertyValue value) => value switch
    {
        ComputedValue => new OutputValue(null, Secret: false, []),
        SecretValue secret => Upgrade(secret.Value) is OutputValue output ? output with { Secret = true } : new OutputValue(Upgrade(secret.Value), Secret: true, []),
        OutputValue { Value: { } known } output => Upgrade(known) is OutputValue inner
            ? inner with { Secret = inner.Secret || output.Secret, Dependencies = [.. output.Dependencies.Union(inner.Dependencies)] }
            : output with { Value = Upgrade(known) },
        ArrayValue array => new ArrayValue([.. array.Items.Select(Upgrade)]),
        ObjectValue map => new ObjectValue(PropertyMap.From(map.Properties.Select(item => KeyValuePair.Create(item.Key, Upgrade(item.Value))))),
        _ => value,
    };

    private static PropertyValue DependingOn(PropertyValue value, ImmutableArray<string> urns) => (value, urns) switch
    {
        (_, []) => value,
        (OutputValue output, _) => output with { Dependencies = [.. output.Dependencies.Union(urns)] },
        _ => new OutputValue(value, Secret: false, urns),
    };
}
