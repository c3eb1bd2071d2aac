using System.IO.Compression;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Coder.Infra.Helm.Releases.Storage;

/// <summary>
/// The <c>release</c> entry of a record's secret: base64 of gzip of JSON; the API server adds the second base64 as for any
/// secret (recorded in up-create.jsonl).
/// </summary>
static class ReleaseCodec
{
    // Go leaves text as it is where JSON allows.
    static readonly JsonSerializerOptions Json = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Returns the value for the secret's <c>data.release</c>.</summary>
    public static string Encode(JsonObject record)
    {
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.SmallestSize, leaveOpen: true))
        {
            using var writer = new Utf8JsonWriter(gzip, new JsonWriterOptions { Encoder = Json.Encoder });
            record.WriteTo(writer, Json);
        }
        var inner = Convert.ToBase64String(packed.GetBuffer(), 0, (int)packed.Length);
        return Convert.ToBase64String(System.Text.Encoding.ASCII.GetBytes(inner));
    }

    /// <summary>Reads <c>data.release</c>.</summary>
    /// <exception cref="FormatException">It is not a release record.</exception>
    public static JsonObject Decode(string data)
    {
        try
        {
            var inner = Convert.FromBase64String(System.Text.Encoding.ASCII.GetString(Convert.FromBase64String(data)));
            // Records of the first Helm 3 versions are not compressed.
            using var plain = inner is [0x1f, 0x8b, 0x08, ..]
                ? (Stream)new GZipStream(new MemoryStream(inner), CompressionMode.Decompress)
                : new MemoryStream(inner);
            return JsonNode.Parse(plain)!.AsObject();
        }
        catch (Exception e) when (e is FormatException or InvalidDataException or JsonException or InvalidOperationException or NullReferenceException)
        {
            throw new FormatException("not a release record (base64 of gzip of JSON)", e);
        }
    }
}
