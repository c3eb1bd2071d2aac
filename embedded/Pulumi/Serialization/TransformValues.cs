using System.Collections.Immutable;
using Coder.Infra.Protocol.Properties;
using Google.Protobuf.WellKnownTypes;
using Value = Google.Protobuf.WellKnownTypes.Value;

namespace Pulumi.Serialization;

/// <summary>
/// Arguments as a transform sees them: maps, lists and plain values, in which secrets, unknowns and values of other resources stay
/// outputs wherever they are, so that they keep their nature when the transform returns them.
/// </summary>
internal static class TransformValues
{
    /// <summary>The arguments by name.</summary>
    public static ImmutableDictionary<string, object?> Read(Struct? args) =>
        args?.Fields.ToImmutableDictionary(field => field.Key, field => Read(field.Value)) ?? ImmutableDictionary<string, object?>.Empty;

    private static object? Read(Value value) => value.KindCase switch
    {
        Value.KindOneofCase.StringValue when value.StringValue == Signatures.Unknown => NewOutput(null, isKnown: false, isSecret: false, OutputData.NoResources),
        Value.KindOneofCase.StringValue => value.StringValue,
        Value.KindOneofCase.NumberValue => value.NumberValue,
        Value.KindOneofCase.BoolValue => value.BoolValue,
        Value.KindOneofCase.ListValue => value.ListValue.Values.Select(Read).ToImmutableArray(),
        Value.KindOneofCase.StructValue => ValueReader.SignatureOf(value) switch
        {
            null => Read(value.StructValue),
            Signatures.Secret => NewOutput(ValueReader.Field(value, "value"), isKnown: true, isSecret: true, OutputData.NoResources),
            Signatures.Output => NewOutput(
                ValueReader.Field(value, "value"),
                value.StructValue.Fields.ContainsKey("value"),
                ValueReader.Field(value, "secret")?.BoolValue ?? false,
                (ValueReader.Field(value, "dependencies")?.ListValue.Values ?? []).Select(Resource (urn) => new DependencyResource(urn.StringValue)).ToImmutableHashSet()),
            Signatures.Asset or Signatures.Archive => TypeReader.For(typeof(AssetOrArchive)).Read(value, "", new ValueReader(static _ => { })),
            Signatures.ResourceReference => TypeReader.For(typeof(Resource)).Read(value, "", new ValueReader(static _ => { })),
            _ => Read(value.StructValue),
        },
        _ => null,
    };

    /// <summary>An output of the type that its value has; of <c>object</c> while it is unknown or null.</summary>
    private static object NewOutput(Value? wire, bool isKnown, bool isSecret, ImmutableHashSet<Resource> resources)
    {
        var value = wire is null ? null : Read(wire);

        // A part that is an output itself makes no second layer: a secret within a secret is one secret.
        if (value is IOutput inner)
            return new Output<object?>(FlattenAsync(inner, isSecret, resources));
        return value switch
        {
            string text => Of(text),
            double number => Of(number),
            bool flag => Of(flag),
            ImmutableArray<object?> list => Of(list),
            ImmutableDictionary<string, object?> map => Of(map),
            _ => Of(value),
        };

        object Of<T>(T some) => new Output<T>(new OutputData<T>(resources, some, isKnown, isSecret));
    }

    private static async Task<OutputData<object?>> FlattenAsync(IOutput inner, bool isSecret, ImmutableHashSet<Resource> resources)
    {
        var data = await inner.GetDataAsync().ConfigureAwait(false);
        return data with { IsSecret = data.IsSecret || isSecret, Resources = data.Resources.Union(resources) };
    }
}
