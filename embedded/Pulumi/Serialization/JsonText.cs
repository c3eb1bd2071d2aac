using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Coder.Infra.Protocol.Properties;
using Google.Protobuf.WellKnownTypes;

namespace Pulumi.Serialization;

/// <summary>Values that travel as JSON text: those of a provider's configuration that are no texts.</summary>
internal static class JsonText
{
    /// <summary>The value as an output of its JSON text, which is unknown or secret as a whole when any part of it is; null stays null.</summary>
    public static object? Of(string path, object? value) => value is null ? null : new Output<string?>(OfAsync(path, value));

    private static async Task<OutputData<string?>> OfAsync(string path, object value)
    {
        var serializer = new PropertySerializer(keepResources: false, keepOutputValues: false);
        var wire = await serializer.SerializeAsync(path, value).ConfigureAwait(false);
        var buffer = new ArrayBufferWriter<byte>();
        var marks = new Marks();
        using (var writer = new Utf8JsonWriter(buffer, new JsonWriterOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping }))
            Write(writer, wire, marks);
        var text = wire.KindCase == Value.KindOneofCase.NullValue ? null : Encoding.UTF8.GetString(buffer.WrittenSpan);
        return new OutputData<string?>([.. serializer.Dependencies], marks.Unknown ? null : text, !marks.Unknown, marks.Secret);
    }

    private static void Write(Utf8JsonWriter writer, Value value, Marks marks)
    {
        switch (value.KindCase)
        {
            case Value.KindOneofCase.BoolValue:
                writer.WriteBooleanValue(value.BoolValue);
                break;
            case Value.KindOneofCase.NumberValue when double.IsInteger(value.NumberValue) && Math.Abs(value.NumberValue) < 1e15:
                writer.WriteNumberValue((long)value.NumberValue);
                break;
            case Value.KindOneofCase.NumberValue:
                writer.WriteNumberValue(value.NumberValue);
                break;
            case Value.KindOneofCase.StringValue:
                marks.Unknown |= value.StringValue == Signatures.Unknown;
                writer.WriteStringValue(value.StringValue);
                break;
            case Value.KindOneofCase.ListValue:
                writer.WriteStartArray();
                foreach (var item in value.ListValue.Values)
                    Write(writer, item, marks);
                writer.WriteEndArray();
                break;
            case Value.KindOneofCase.StructValue:
                Write(writer, value.StructValue, marks);
                break;
            default:
                writer.WriteNullValue();
                break;
        }
    }

    private static void Write(Utf8JsonWriter writer, Struct value, Marks marks)
    {
        if (value.Fields.TryGetValue(Signatures.Key, out var signature) && signature.StringValue == Signatures.Secret)
        {
            marks.Secret = true;
            Write(writer, value.Fields["value"], marks);
            return;
        }

        writer.WriteStartObject();
        foreach (var (name, field) in value.Fields)
        {
            writer.WritePropertyName(name);
            Write(writer, field, marks);
        }

        writer.WriteEndObject();
    }

    private sealed class Marks
    {
        public bool Unknown { get; set; }

        public bool Secret { get; set; }
    }
}
