using System.Collections.Immutable;
using Coder.Infra.Protocol.Properties;
using Google.Protobuf.WellKnownTypes;
using Type = System.Type;

namespace Pulumi.Serialization;

/// <summary>
/// Turns what travels into objects of a program's types. Secrecy and lack of knowledge of any part count for the whole, since the
/// object's type has no place for them.
/// </summary>
/// <param name="warn">Takes what did not fit; the value becomes its type's default then.</param>
internal sealed class ValueReader(Action<string> warn)
{
    private bool _isKnown = true;
    private bool _isSecret;
    private ImmutableHashSet<Resource> _dependencies = OutputData.NoResources;

    /// <summary>The value as an object of a type. <paramref name="path"/> is where it stands, for messages.</summary>
    public static OutputData<object?> Read(Value value, Type type, string path, Action<string> warn)
    {
        var reader = new ValueReader(warn);
        var result = TypeReader.For(type).Read(value, path, reader);
        return new OutputData<object?>(reader._dependencies, reader._isKnown ? result : TypeReader.For(type).Default, reader._isKnown, reader._isSecret);
    }

    /// <summary>The struct as a map of plain objects; what is unknown or null is left out, secrets are opened.</summary>
    public static ImmutableDictionary<string, object> ReadPlain(Struct? value)
    {
        var result = ImmutableDictionary.CreateBuilder<string, object>();
        foreach (var (name, field) in value?.Fields ?? [])
        {
            var data = Read(field, typeof(object), name, static _ => { });
            if (data is { IsKnown: true, Value: { } plain })
                result[name] = plain;
        }

        return result.ToImmutable();
    }

    /// <summary>The value inside of secrets and outputs, whose marks are kept; null where there is none.</summary>
    public Value? Open(Value? value)
    {
        while (true)
        {
            switch (value?.KindCase)
            {
                case null or Value.KindOneofCase.NullValue or Value.KindOneofCase.None:
                    return null;
                case Value.KindOneofCase.StringValue when value.StringValue == Signatures.Unknown:
                    _isKnown = false;
                    return null;
                case Value.KindOneofCase.StructValue when SignatureOf(value) == Signatures.Secret:
                    _isSecret = true;
                    value = Field(value, "value");
                    break;
                case Value.KindOneofCase.StructValue when SignatureOf(value) == Signatures.Output:
                    _isSecret |= Field(value, "secret")?.BoolValue ?? false;
                    _isKnown &= value.StructValue.Fields.ContainsKey("value");
                    foreach (var urn in Field(value, "dependencies")?.ListValue.Values ?? [])
                        _dependencies = _dependencies.Add(new DependencyResource(urn.StringValue));
                    value = Field(value, "value");
                    break;
                default:
                    return value;
            }
        }
    }

    /// <summary>The signature of a special object; null for any other value.</summary>
    public static string? SignatureOf(Value value) =>
        value.KindCase == Value.KindOneofCase.StructValue && value.StructValue.Fields.TryGetValue(Signatures.Key, out var signature) ? signature.StringValue : null;

    /// <summary>A field of an object; null where it has none.</summary>
    public static Value? Field(Value value, string name) => value.StructValue.Fields.TryGetValue(name, out var field) ? field : null;

    /// <summary>Says that a value did not fit its type.</summary>
    public void Warn(string path, string expected, Value value) =>
        warn($"The value of {path} is {Describe(value)}, where {expected} was expected; it is left at its default.");

    private static string Describe(Value value) => value.KindCase switch
    {
        Value.KindOneofCase.BoolValue => "a boolean",
        Value.KindOneofCase.NumberValue => "a number",
        Value.KindOneofCase.StringValue => "a text",
        Value.KindOneofCase.ListValue => "a list",
        Value.KindOneofCase.StructValue => "an object",
        _ => "null",
    };
}
