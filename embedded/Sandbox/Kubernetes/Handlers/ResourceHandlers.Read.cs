using System.Buffers;
using System.Buffers.Text;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Coder.Infra.Sandbox.Kubernetes.Errors;
using Coder.Infra.Sandbox.Kubernetes.Objects;
using Coder.Infra.Sandbox.Kubernetes.Resources;
using Coder.Infra.Sandbox.Kubernetes.Serving;
using Coder.Infra.Sandbox.Kubernetes.Storage;
using Coder.Infra.Sandbox.Kubernetes.Tables;

namespace Coder.Infra.Sandbox.Kubernetes.Handlers;

internal sealed partial class ResourceHandlers
{
    Task GetAsync(Call call)
    {
        var stored = writer.Get(call.Type, call.Namespace, call.Name);
        return AnswerAsync(call, 200, Versions.Convert(stored.Json, call.Type));
    }

    /// <summary>Answers one object in the form the client asks for.</summary>
    Task AnswerAsync(Call call, int code, JsonObject json) => call.Http.Json(code, MediaTypes.Negotiate(call.Request) switch
    {
        Presentation.Table => Table.Of(call.Type, [json], json.Text("metadata", "resourceVersion") ?? "", writer.Time.GetUtcNow(), call.Request.Query("includeObject")),
        Presentation.PartialMetadata => PartialMetadata.Of(json),
        _ => json,
    });

    Task ListAsync(Call call)
    {
        if (call.Type.Plural == "componentstatuses") return call.Http.Json(200, new JsonObject { ["kind"] = "ComponentStatusList", ["apiVersion"] = "v1", ["metadata"] = new JsonObject(), ["items"] = new JsonArray() });
        var selector = Selector.Of(call.Request, call.Type);
        var (items, revision) = writer.Store.List(call.Type.StorageName, call.Namespace);
        var matching = items.Where(i => selector.Matches(i.Json)).ToList();
        var metadata = new JsonObject { ["resourceVersion"] = revision.ToString() };
        matching = Page(call, matching, metadata);
        var objects = matching.Select(m => Versions.Convert(m.Json, call.Type)).ToList();
        var presentation = MediaTypes.Negotiate(call.Request);
        if (presentation == Presentation.Objects) return call.Http.Json(200, ListOf(call.Type, objects, metadata));
        return call.Http.Json(200, presentation switch
        {
            Presentation.Table => Table.Of(call.Type, objects, metadata, writer.Time.GetUtcNow(), call.Request.Query("includeObject")),
            _ => PartialMetadata.ListOf(objects, metadata),
        });
    }

    /// <summary>A list as text, written without copying the objects. Items of built-in lists do not repeat the list's kind; custom resources do.</summary>
    static byte[] ListOf(ResourceType type, IEnumerable<JsonObject> objects, JsonObject metadata)
    {
        var buffer = new ArrayBufferWriter<byte>(4096);
        using (var writer = new Utf8JsonWriter(buffer, Json.WriterOptions))
        {
            writer.WriteStartObject();
            writer.WriteString("kind", type.Kind + "List");
            writer.WriteString("apiVersion", type.ApiVersion);
            writer.WritePropertyName("metadata");
            metadata.WriteTo(writer);
            writer.WriteStartArray("items");
            foreach (var json in objects)
            {
                writer.WriteStartObject();
                foreach (var (name, value) in json)
                {
                    if (!type.IsCustom && name is "kind" or "apiVersion") continue;
                    writer.WritePropertyName(name);
                    if (value is null) writer.WriteNullValue();
                    else value.WriteTo(writer);
                }
                writer.WriteEndObject();
            }
            writer.WriteEndArray();
            writer.WriteEndObject();
        }
        return buffer.WrittenSpan.ToArray();
    }

    /// <summary>
    /// Cuts a page of <c>limit</c> objects, from where <c>continue</c> says. The token has the API server's form; a later
    /// page shows the objects as they are then.
    /// </summary>
    static List<StoredObject> Page(Call call, List<StoredObject> matching, JsonObject metadata)
    {
        if (call.Request.Query("continue") is { } token)
        {
            if (ReadToken(token) is not { } from) throw ApiErrors.BadRequest("continue key is not valid: the token was not issued by this server");
            metadata["resourceVersion"] = from.Long("rv")?.ToString();
            var start = from.Text("start")!;
            matching = [.. matching.Where(m => string.CompareOrdinal(Position(call, m) + "\0", start) >= 0 && Position(call, m) + "\0" != start)];
        }
        if (!int.TryParse(call.Request.Query("limit"), out var limit) || limit <= 0 || matching.Count <= limit) return matching;
        var page = matching[..limit];
        var next = new JsonObject { ["v"] = "meta.k8s.io/v1", ["rv"] = long.Parse(metadata.Text("resourceVersion")!), ["start"] = Position(call, page[^1]) + "\0" };
        metadata["continue"] = Base64Url.EncodeToString(Encoding.UTF8.GetBytes(next.ToJsonString()));
        // With a selector the server does not know how many match.
        if (call.Request.Query("labelSelector") is null && call.Request.Query("fieldSelector") is null) metadata["remainingItemCount"] = matching.Count - limit;
        return page;
    }

    static string Position(Call call, StoredObject stored) => call.Namespace is null ? stored.Key.Path : stored.Key.Name;

    static JsonObject? ReadToken(string token)
    {
        try
        {
            return Json.Parse(Base64Url.DecodeFromChars(token)) is JsonObject json && json.Text("start") is not null && json.Long("rv") is not null ? json : null;
        }
        catch (Exception e) when (e is FormatException or System.Text.Json.JsonException)
        {
            return null;
        }
    }
}
