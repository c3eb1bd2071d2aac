using System.Net;
using System.Text.Json;

namespace Coder.Infra.Coder;

/// <summary>What a failed answer says: <c>{"error":{"msg","code","details"}}</c>, but it may be anything.</summary>
internal static class CoderErrors
{
    public static async Task<CoderException> OfAsync(HttpResponseMessage response, string failed, CancellationToken cancellationToken)
    {
        var status = response.StatusCode;
        var said = Message(await response.Content.ReadAsStringAsync(cancellationToken));
        var remedy = status switch
        {
            HttpStatusCode.Unauthorized => " Set a valid token with: pulumi config set --secret coderToken <token>   (make one with: coder tokens create)",
            HttpStatusCode.Forbidden => " The token must be that of a site manager.",
            HttpStatusCode.NotFound => " Is coder-infra:coderUrl the access URL of a Coder v1 deployment?",
            >= HttpStatusCode.MultipleChoices and < HttpStatusCode.BadRequest => $" It points to {response.Headers.Location}: set coder-infra:coderUrl to the access URL itself.",
            _ => "",
        };
        return new CoderException($"{failed}: {(int)status} {(said.Length > 0 ? said : response.ReasonPhrase)}{remedy}", status);
    }

    private static string Message(string body)
    {
        try
        {
            using var document = JsonDocument.Parse(body);
            if (document.RootElement.ValueKind == JsonValueKind.Object
                && document.RootElement.TryGetProperty("error", out var error)
                && error.ValueKind == JsonValueKind.Object
                && error.TryGetProperty("msg", out var message))
            {
                return message.ToString();
            }
        }
        catch (JsonException)
        {
        }

        var line = body.Split('\n')[0].Trim();
        return line.StartsWith('<') || line.Length > 200 ? "" : line;
    }
}
