using System.Buffers;
using System.Text.Json.Nodes;
using Coder.Infra.Sandbox.Kubernetes.Resources;
using Coder.Infra.Sandbox.Kubernetes.Serving;
using Coder.Infra.Sandbox.Kubernetes.Tables;
using Microsoft.AspNetCore.Http;

namespace Coder.Infra.Sandbox.Kubernetes.Handlers;

/// <summary>The stream of a watch: a JSON object a line, in the form the client asked for.</summary>
internal sealed class WatchResponse(HttpContext http, ResourceType type, Presentation presentation, TimeProvider time, string? includeObject)
{
    const string InitialEventsEnd = "k8s.io/initial-events-end";

    bool _begun;
    bool _columnsSent;

    public void Event(string eventType, JsonObject json) => Write(eventType, presentation switch
    {
        Presentation.Table => AsTable(json),
        Presentation.PartialMetadata => PartialMetadata.Of(json),
        _ => json.Copy(),
    });

    /// <summary>Tells the client how far it is without an object.</summary>
    public void Bookmark(long revision, bool endOfInitialEvents)
    {
        var metadata = new JsonObject { ["resourceVersion"] = revision.ToString() };
        if (endOfInitialEvents) metadata["annotations"] = new JsonObject { [InitialEventsEnd] = "true" };
        var json = new JsonObject { ["kind"] = type.Kind, ["apiVersion"] = type.ApiVersion, ["metadata"] = metadata };
        if (presentation == Presentation.Objects && !type.IsCustom) Schema.Decoder.Decode(json, type.Schema);
        Write("BOOKMARK", presentation switch
        {
            Presentation.Table => AsTable(json),
            Presentation.PartialMetadata => PartialMetadata.Of(json),
            _ => json,
        });
    }

    public async Task ErrorAsync(JsonObject status)
    {
        Write("ERROR", status);
        await FlushAsync();
    }

    public async Task FlushAsync()
    {
        Begin();
        await http.Response.BodyWriter.FlushAsync(http.RequestAborted);
    }

    JsonObject AsTable(JsonObject json)
    {
        var table = Table.Of(type, [json], json.Text("metadata", "resourceVersion") ?? "", time.GetUtcNow(), includeObject);
        if (_columnsSent) table["columnDefinitions"] = null;
        _columnsSent = true;
        return table;
    }

    void Write(string eventType, JsonObject json)
    {
        Begin();
        var line = new JsonObject { ["type"] = eventType, ["object"] = json };
        http.Response.BodyWriter.Write((byte[])[.. line.ToUtf8(), (byte)'\n']);
    }

    void Begin()
    {
        if (_begun) return;
        _begun = true;
        http.Response.StatusCode = 200;
        http.Response.ContentType = "application/json";
        http.Response.Headers.CacheControl = "no-cache, private";
    }
}
