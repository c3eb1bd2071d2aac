using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;

namespace Coder.Infra.Sandbox.Kubernetes.Serving;

internal static class HttpExtensions
{
    public static string? Query(this HttpRequest request, string name) =>
        request.Query.TryGetValue(name, out var values) && values.Count > 0 && values[0] is { Length: > 0 } value ? value : null;

    public static bool Flag(this HttpRequest request, string name) => request.Query(name) is "true" or "1";

    public static Task Json(this HttpContext http, int code, JsonNode body, string contentType = "application/json") =>
        http.Json(code, body.ToUtf8(), contentType);

    public static async Task Json(this HttpContext http, int code, byte[] utf8, string contentType = "application/json")
    {
        http.Response.StatusCode = code;
        http.Response.ContentType = contentType;
        http.Response.ContentLength = utf8.Length + 1;
        await http.Response.BodyWriter.WriteAsync((byte[])[.. utf8, (byte)'\n'], http.RequestAborted);
    }

    public static async Task Text(this HttpContext http, int code, string text)
    {
        http.Response.StatusCode = code;
        http.Response.ContentType = "text/plain; charset=utf-8";
        http.Response.Headers.XContentTypeOptions = "nosniff";
        await http.Response.WriteAsync(text, http.RequestAborted);
    }

    /// <summary>Adds an API warning, which kubectl prints (RFC 7234 §5.5, code 299).</summary>
    public static void Warn(this HttpContext http, string text) =>
        http.Response.Headers.Append("Warning", $"299 - \"{text.Replace("\\", "\\\\").Replace("\"", "\\\"")}\"");

    public static async Task<byte[]> BodyAsync(this HttpContext http)
    {
        using var buffer = new MemoryStream();
        await http.Request.Body.CopyToAsync(buffer, http.RequestAborted);
        return buffer.ToArray();
    }
}
