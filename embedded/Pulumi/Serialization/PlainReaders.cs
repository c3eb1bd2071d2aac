using System.Collections.Immutable;
using System.Text.Json;
using Coder.Infra.Protocol.Properties;
using Google.Protobuf.Collections;
using Value = Google.Protobuf.WellKnownTypes.Value;

namespace Pulumi.Serialization;

/// <summary>A text, boolean or number.</summary>
internal sealed class ScalarReader<T>(Value.KindOneofCase kind, string expected, Func<Value, T> get) : TypeReader
{
    public override object? Default { get; } = default(T);

    protected override object? ReadOpen(Value value, string path, ValueReader reader)
    {
        if (value.KindCase == kind)
            return get(value);
        reader.Warn(path, expected, value);
        return Default;
    }
}

/// <summary>Whatever comes: text, bool, double, <c>ImmutableArray&lt;object&gt;</c>, <c>ImmutableDictionary&lt;string, object&gt;</c>, asset, resource.</summary>
internal sealed class ObjectReader : TypeReader
{
    protected override object? ReadOpen(Value value, string path, ValueReader reader) => value.KindCase switch
    {
        Value.KindOneofCase.StringValue => value.StringValue,
        Value.KindOneofCase.BoolValue => value.BoolValue,
        Value.KindOneofCase.NumberValue => value.NumberValue,
        Value.KindOneofCase.ListValue => For(typeof(ImmutableArray<object>)).Read(value, path, reader),
        _ => ValueReader.SignatureOf(value) switch
        {
            Signatures.Asset or Signatures.Archive => For(typeof(AssetOrArchive)).Read(value, path, reader),
            Signatures.ResourceReference => For(typeof(Resource)).Read(value, path, reader),
            _ => For(typeof(ImmutableDictionary<string, object>)).Read(value, path, reader),
        },
    };
}

/// <summary>Any JSON.</summary>
internal sealed class JsonReader : TypeReader
{
    public override object Default { get; } = Parse("null");

    protected override object ReadOpen(Value value, string path, ValueReader reader)
    {
        using var stream = new MemoryStream();
        using (var writer = new Utf8JsonWriter(stream))
            Write(writer, value, reader);
        return Parse(System.Text.Encoding.UTF8.GetString(stream.ToArray()));
    }

    private static JsonElement Parse(string json)
    {
        using var document = JsonDocument.Parse(json);
        return document.RootElement.Clone();
    }

    private static void Write(Utf8JsonWriter writer, Value? value, ValueReader reader)
    {
        switch (reader.Open(value))
        {
            case { KindCase: Value.KindOneofCase.StringValue } text:
                writer.WriteStringValue(text.StringValue);
                break;
            case { KindCase: Value.KindOneofCase.BoolValue } flag:
                writer.WriteBooleanValue(flag.BoolValue);
                break;
            case { KindCase: Value.KindOneofCase.NumberValue } number:
                writer.WriteNumberValue(number.NumberValue);
                break;
            case { KindCase: Value.KindOneofCase.ListValue } list:
                writer.WriteStartArray();
                foreach (var item in list.ListValue.Values)
                    Write(writer, item, reader);
                writer.WriteEndArray();
                break;
            case { KindCase: Value.KindOneofCase.StructValue } map:
                WriteMap(writer, map.StructValue.Fields, reader);
                break;
            default:
                writer.WriteNullValue();
                break;
        }
    }

    private static void WriteMap(Utf8JsonWriter writer, MapField<string, Value> fields, ValueReader reader)
    {
        writer.WriteStartObject();
        foreach (var (name, field) in fields)
        {
            writer.WritePropertyName(name);
            Write(writer, field, reader);
        }

        writer.WriteEndObject();
    }
}

/// <summary>An enumeration of numbers.</summary>
internal sealed class EnumReader(Type type) : TypeReader
{
    public override object Default { get; } = Enum.ToObject(type, 0);

    protected override object ReadOpen(Value value, string path, ValueReader reader)
    {
        if (value.KindCase == Value.KindOneofCase.NumberValue)
            return Enum.ToObject(type, (int)value.NumberValue);
        reader.Warn(path, "a number", value);
        return Default;
    }
}

/// <summary>A struct marked <see cref="EnumTypeAttribute"/>.</summary>
internal sealed class EnumTypeReader(Type type) : TypeReader
{
    private const System.Reflection.BindingFlags AnyInstance =
        System.Reflection.BindingFlags.Public | System.Reflection.BindingFlags.NonPublic | System.Reflection.BindingFlags.Instance;

    private readonly System.Reflection.ConstructorInfo? _ofText = type.GetConstructor(AnyInstance, [typeof(string)]);
    private readonly System.Reflection.ConstructorInfo? _ofNumber = type.GetConstructor(AnyInstance, [typeof(double)]);

    public override object? Default { get; } = Activator.CreateInstance(type);

    protected override object? ReadOpen(Value value, string path, ValueReader reader)
    {
        if (value.KindCase == Value.KindOneofCase.StringValue && _ofText is not null)
            return _ofText.Invoke([value.StringValue]);
        if (value.KindCase == Value.KindOneofCase.NumberValue && _ofNumber is not null)
            return _ofNumber.Invoke([value.NumberValue]);
        reader.Warn(path, $"a value of {type.Name}", value);
        return Default;
    }
}
