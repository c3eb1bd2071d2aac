using System.Net;
using System.Text.Json;

namespace Coder.Infra.Coder;

/// <summary>What a failed answer says: a message as the API has it, but it may be anything.</summary>
internal static class CoderErrors
{
    /// <summary>The error of a failed answer.</summary>
    /// <param name="api">The API.</param>
    /// <param name="response">The answer.</param>
    /// <param name="failed">What failed, as the begin of a sentence.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    public static async Task<CoderException> OfAsync(CoderApi api, HttpResponseMessage response, string failed, CancellationToken cancellationToken)
    {
        var status = response.StatusCode;
        var said = Message(api, await response.Content.ReadAsStringAsync(cancellationToken));
        var remedy = status switch
        {
            HttpStatusCode.Unauthorized => " Set a valid token with: pulumi config set --secret coderToken <token>   (make one with: coder tokens create)",
            HttpStatusCode.Forbidden => $" The token must be that of {api.Role}.",
            HttpStatusCode.NotFound => $" Is coder-infra:coderUrl the access URL of a {api.Deployment}?",
            >= HttpStatusCode.MultipleChoices and < HttpStatusCode.BadRequest => $" It points to {response.Headers.Location}: set coder-infra:coderUrl to the access URL itself.",
            _ => "",
        };
        return new CoderException($"{failed}: {(int)status} {(said.Length > 0 ? said : response.ReasonPhrase)}{remedy}", status);
    }

    private static string Message(CoderApi api, string body)
    {
        try
        {
            using var document = JsonDocument.Parse(body);
            if (api.Message(document.RootElement) is { Length: > 0 } message)
                return message;
        }
        catch (JsonException)
        {
        }

        var line = body.Split('\n')[0].Trim();
        return line.StartsWith('<') || line.Length > 200 ? "" : line;
    }
}
