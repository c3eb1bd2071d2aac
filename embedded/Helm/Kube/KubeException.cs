using System.Net;
using System.Text.Json.Nodes;

namespace Coder.Infra.Helm.Kube;

/// <summary>A request to the API server failed: it answered with a <c>Status</c>, or could not be reached.</summary>
/// <remarks>For an answer, <see cref="Exception.Message"/> is the server's own message, as kubectl and Helm print it.</remarks>
public sealed class KubeException : Exception
{
    internal KubeException(string message, HttpStatusCode? code, string reason, JsonObject? status, Exception? inner = null)
        : base(message, inner)
    {
        StatusCode = code;
        Reason = reason;
        Status = status;
    }

    /// <summary>The HTTP status; null when no answer came.</summary>
    public HttpStatusCode? StatusCode { get; }

    /// <summary>The Status' reason: <c>NotFound</c>, <c>AlreadyExists</c>, <c>Conflict</c>, <c>Invalid</c>, <c>Forbidden</c>, …;
    /// <c>Unreachable</c> or <c>Timeout</c> when no answer came, <c>NoMatch</c> for a kind the server does not serve.</summary>
    public string Reason { get; }

    /// <summary>The whole <c>Status</c> object, if the server sent one.</summary>
    public JsonObject? Status { get; }

    /// <summary>How long the server asked to wait before trying again.</summary>
    public TimeSpan? RetryAfter { get; internal init; }

    /// <summary>The object (or the kind) is not there.</summary>
    public bool IsNotFound => StatusCode == HttpStatusCode.NotFound;

    /// <summary>An object of that name is there already.</summary>
    public bool IsAlreadyExists => Reason == "AlreadyExists";

    /// <summary>The object changed meanwhile, or another field manager owns a field.</summary>
    public bool IsConflict => StatusCode == HttpStatusCode.Conflict && Reason != "AlreadyExists";

    /// <summary>The credentials may not do this.</summary>
    public bool IsForbidden => StatusCode == HttpStatusCode.Forbidden;

    /// <summary>The server did not accept the credentials.</summary>
    public bool IsUnauthorized => StatusCode == HttpStatusCode.Unauthorized;

    /// <summary>The object failed the server's validation.</summary>
    public bool IsInvalid => StatusCode is HttpStatusCode.UnprocessableEntity or HttpStatusCode.BadRequest;

    /// <summary>A watch or list started from a version that the server no longer has.</summary>
    public bool IsGone => StatusCode == HttpStatusCode.Gone;

    /// <summary>No answer came: the server is down, the address wrong, or its certificate not trusted.</summary>
    public bool IsUnreachable => StatusCode is null && Reason is "Unreachable" or "Timeout";

    /// <summary>The server does not serve this apiVersion and kind.</summary>
    public bool IsNoMatch => Reason == "NoMatch";

    /// <summary>The causes that the server listed: one line per field, <c>field: message</c>.</summary>
    public IReadOnlyList<string> Causes
        => Status?["details"]?["causes"] is JsonArray causes
            ? [.. causes.OfType<JsonObject>().Select(c => $"{c["field"]}: {c["message"]}")]
            : [];

    internal static KubeException NoMatch(string apiVersion, string kind)
        => new($"no matches for kind \"{kind}\" in version \"{apiVersion}\"", null, "NoMatch", null);

    internal static KubeException FromStatus(JsonObject status, HttpStatusCode fallback)
    {
        var code = status["code"] is JsonValue v && v.TryGetValue<int>(out var c) ? (HttpStatusCode)c : fallback;
        return new KubeException(
            (string?)status["message"] ?? $"the server answered with status {(int)code}",
            code, (string?)status["reason"] ?? "Unknown", status);
    }
}
