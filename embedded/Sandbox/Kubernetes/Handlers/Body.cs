using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Coder.Infra.Sandbox.Kubernetes.Errors;
using Coder.Infra.Sandbox.Kubernetes.Resources;
using Coder.Infra.Sandbox.Kubernetes.Schema;
using Coder.Infra.Sandbox.Kubernetes.Serving;
using Microsoft.AspNetCore.Http;

namespace Coder.Infra.Sandbox.Kubernetes.Handlers;

/// <summary>Reads objects from requests: JSON or YAML, of the kind the address asks for, with the strictness the client asks for.</summary>
internal sealed class Body(ProtobufReader protobuf)
{
    const string Protobuf = "application/vnd.kubernetes.protobuf";

    /// <exception cref="ApiException">400 or 415.</exception>
    public async Task<JsonObject> ReadAsync(HttpContext http, ResourceType type, string? kind = null)
    {
        var bytes = await http.BodyAsync();
        kind ??= type.Kind;
        JsonNode? node;
        switch (MediaTypes.ContentType(http.Request))
        {
            case "" or "application/json": node = ParseJson(bytes, kind); break;
            case "application/yaml": node = ParseYaml(bytes, kind); break;
            case Protobuf: node = ParseProtobuf(bytes, kind); break;
            default: throw ApiErrors.UnsupportedMediaType("application/json", "application/yaml", "application/vnd.kubernetes.protobuf");
        }
        if (node is not JsonObject json) throw Unrecognized(kind, "couldn't get version/kind; json parse error: json: cannot unmarshal a value that is no object", bytes);
        return json;
    }

    /// <summary>Decodes into a type and reports unknown fields as <c>fieldValidation</c> says (default: a warning).</summary>
    public static JsonObject Decode(HttpContext http, JsonObject json, ResourceType type, ResourceRegistry resources, bool complete = true)
    {
        json.Default("kind", type.Kind);
        json.Default("apiVersion", type.ApiVersion);
        var (apiVersion, kind) = (json.Text("apiVersion") ?? "", json.Text("kind") ?? "");
        var given = resources.FindKind(apiVersion, kind);
        try
        {
            var unknown = Schema.Decoder.Decode(json, (given ?? type).Schema, complete);
            Report(http, unknown, kind, apiVersion, type);
        }
        catch (DecodeException e)
        {
            throw CannotBeHandled(kind, apiVersion, type, e.Message);
        }
        if (apiVersion != type.ApiVersion)
            throw ApiErrors.BadRequest($"the API version in the data ({apiVersion}) does not match the expected API version ({type.ApiVersion})");
        if (kind != type.Kind)
            throw CannotBeHandled(kind, apiVersion, type, $"converting (v1.{kind}) to ({type.Kind}): unknown conversion");
        return json;
    }

    static void Report(HttpContext http, IReadOnlyList<string> unknown, string kind, string apiVersion, ResourceType type)
    {
        if (unknown.Count == 0) return;
        var texts = unknown.Select(u => $"unknown field \"{u}\"").ToList();
        switch (http.Request.Query("fieldValidation"))
        {
            case "Ignore": return;
            case "Strict": throw CannotBeHandled(kind, apiVersion, type, $"strict decoding error: {string.Join(", ", texts)}");
            default:
                foreach (var text in texts) http.Warn(text);
                return;
        }
    }

    static ApiException CannotBeHandled(string kind, string apiVersion, ResourceType type, string cause) =>
        ApiErrors.BadRequest($"{kind} in version \"{Version(apiVersion)}\" cannot be handled as a {type.Kind}: {cause}");

    static string Version(string apiVersion) => apiVersion[(apiVersion.IndexOf('/') + 1)..];

    static JsonNode? ParseJson(byte[] bytes, string kind)
    {
        if (bytes.Length == 0) return new JsonObject();
        try
        {
            return Json.Parse(bytes);
        }
        catch (JsonException e)
        {
            throw Unrecognized(kind, $"couldn't get version/kind; json parse error: {GoSyntaxError(bytes, e)}", bytes);
        }
    }

    public static JsonNode? ParseYaml(byte[] bytes, string kind)
    {
        try
        {
            return YamlReader.Read(Encoding.UTF8.GetString(bytes));
        }
        catch (YamlDotNet.Core.YamlException e)
        {
            throw ApiErrors.BadRequest($"the object provided is unrecognized (must be of type {kind}): yaml: line {e.Start.Line}: {e.Message}");
        }
    }

    JsonObject ParseProtobuf(byte[] bytes, string kind)
    {
        try
        {
            return protobuf.Read(bytes);
        }
        catch (ProtobufException e)
        {
            throw ApiErrors.BadRequest($"the object provided is unrecognized (must be of type {kind}): {e.Message}");
        }
    }

    /// <summary>The options that a deletion may bring as its body.</summary>
    public async Task<JsonNode?> ReadDeleteOptionsAsync(HttpContext http)
    {
        var bytes = await http.BodyAsync();
        if (bytes.Length == 0) return null;
        return MediaTypes.ContentType(http.Request) switch
        {
            "application/yaml" => ParseYaml(bytes, "DeleteOptions"),
            Protobuf => ParseProtobuf(bytes, "DeleteOptions"),
            _ => ParseJson(bytes, "DeleteOptions"),
        };
    }

    static ApiException Unrecognized(string kind, string cause, byte[] bytes) =>
        ApiErrors.BadRequest($"the object provided is unrecognized (must be of type {kind}): {cause} ({Shown(bytes)})");

    static string Shown(byte[] bytes) => Encoding.UTF8.GetString(bytes.AsSpan(0, Math.Min(bytes.Length, 1024)));

    public static string GoSyntaxError(byte[] bytes, JsonException e)
    {
        var lines = e.LineNumber ?? 0;
        var at = 0;
        for (; lines > 0 && at < bytes.Length; at++)
            if (bytes[at] == '\n') lines--;
        at += (int)(e.BytePositionInLine ?? 0);
        // A comma with nothing behind it is an end too early, and no wrong comma.
        if (bytes.AsSpan(Math.Min(at, bytes.Length)).IndexOfAnyExcept(" \t\r\n,"u8) < 0) at = bytes.Length;
        return at >= bytes.Length
            ? "unexpected end of JSON input"
            : $"invalid character '{(char)bytes[at]}' looking for beginning of value";
    }
}
