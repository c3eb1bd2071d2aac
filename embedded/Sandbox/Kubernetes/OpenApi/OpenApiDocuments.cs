using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text.Json.Nodes;
using Coder.Infra.Sandbox.Kubernetes.Errors;
using Coder.Infra.Sandbox.Kubernetes.Resources;
using Coder.Infra.Sandbox.Kubernetes.Serving;
using Microsoft.AspNetCore.Http;

namespace Coder.Infra.Sandbox.Kubernetes.OpenApi;

/// <summary>
/// <c>/openapi/v2</c> (JSON and the protobuf that client-go asks for) and <c>/openapi/v3</c> (an index and a document
/// for each group version), made from the schema tables and the custom resources when first asked for.
/// </summary>
internal sealed class OpenApiDocuments(ResourceRegistry resources)
{
    /// <summary>What client-go asks for and takes; the spelling with <c>@</c> is asked for by old clients only, and answered with this one.</summary>
    const string V2Protobuf = "application/com.github.proto-openapi.spec.v2.v1.0+protobuf";
    const string V2ProtobufDeprecated = "application/com.github.proto-openapi.spec.v2@v1.0+protobuf";

    readonly ConcurrentDictionary<string, (IReadOnlyList<ResourceType> Of, byte[] Body)> _made = new();

    public Task AnswerAsync(HttpContext http)
    {
        if (http.Request.Method is not ("GET" or "HEAD")) throw ApiErrors.NotAllowed();
        var path = http.Request.Path.Value!.TrimEnd('/');
        switch (path)
        {
            case "/openapi/v2":
                return V2Type(http.Request) switch
                {
                    V2Protobuf => SendAsync(http, V2Protobuf, Made("v2.pb", () => OpenApiProtobuf.Write(V2()))),
                    "application/json" => SendAsync(http, "application/json", Made("v2", () => V2().ToUtf8())),
                    _ => NotAcceptable(http),
                };
            case "/openapi/v3":
                return SendAsync(http, "application/json", Made("v3", () => V3Index().ToUtf8()));
        }
        var group = GroupVersions().FirstOrDefault(g => path == "/openapi/v3/" + PathOf(g.Key));
        return group is null
            ? http.Text(404, "404 page not found\n")
            : SendAsync(http, "application/json", V3(group));
    }

    /// <summary>The first form that the client accepts; null where it accepts none that there is.</summary>
    static string? V2Type(HttpRequest request)
    {
        var accepted = MediaTypes.Accepted(request).Select(a => a.Type).ToList();
        if (accepted.Count == 0) return "application/json";
        return accepted.Select(type => type switch
        {
            V2Protobuf or V2ProtobufDeprecated => V2Protobuf,
            "application/json" or "application/*" or "*/*" => "application/json",
            _ => null,
        }).FirstOrDefault(type => type is not null);
    }

    static Task NotAcceptable(HttpContext http)
    {
        http.Response.StatusCode = StatusCodes.Status406NotAcceptable;
        return Task.CompletedTask;
    }

    static async Task SendAsync(HttpContext http, string contentType, byte[] body)
    {
        http.Response.Headers.Vary = "Accept";
        http.Response.Headers.ETag = $"\"{HashOf(body)}\"";
        if (http.Request.Headers.IfNoneMatch.Contains(http.Response.Headers.ETag.ToString()))
        {
            http.Response.StatusCode = StatusCodes.Status304NotModified;
            return;
        }

        http.Response.ContentType = contentType;
        http.Response.ContentLength = body.Length;
        await http.Response.BodyWriter.WriteAsync(body, http.RequestAborted);
    }

    IEnumerable<IGrouping<(string Group, string Version), ResourceType>> GroupVersions() => resources.All.GroupBy(t => (t.Group, t.Version));

    static string PathOf((string Group, string Version) gv) => gv.Group.Length == 0 ? $"api/{gv.Version}" : $"apis/{gv.Group}/{gv.Version}";

    /// <summary>Documents are kept until the served resources change.</summary>
    byte[] Made(string name, Func<byte[]> make)
    {
        var of = resources.All;
        if (_made.TryGetValue(name, out var made) && ReferenceEquals(made.Of, of)) return made.Body;
        var body = make();
        _made[name] = (of, body);
        return body;
    }

    JsonObject V2() => new()
    {
        ["swagger"] = "2.0",
        ["info"] = Info(),
        ["paths"] = OpenApiPaths.Of(resources.All, v3: false),
        ["definitions"] = new OpenApiSchemas("#/definitions/").Of(resources.All),
    };

    byte[] V3(IGrouping<(string Group, string Version), ResourceType> group) => Made("v3/" + PathOf(group.Key), () => new JsonObject
    {
        ["openapi"] = "3.0.0",
        ["info"] = Info(),
        ["paths"] = OpenApiPaths.Of(group, v3: true),
        ["components"] = new JsonObject { ["schemas"] = new OpenApiSchemas("#/components/schemas/").Of(group) },
    }.ToUtf8());

    JsonObject V3Index() => new()
    {
        ["paths"] = new JsonObject(GroupVersions().Select(g => KeyValuePair.Create(PathOf(g.Key), (JsonNode?)new JsonObject
        {
            ["serverRelativeURL"] = $"/openapi/v3/{PathOf(g.Key)}?hash={HashOf(V3(g))}",
        }))),
    };

    static string HashOf(byte[] body) => Convert.ToHexString(SHA512.HashData(body));

    static JsonObject Info() => new() { ["title"] = "Kubernetes", ["version"] = "v1.36.3" };
}
