using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Coder.Infra.Kubernetes;

/// <summary>
/// A cluster's API, objects as JSON. Reads are repeated when the connection breaks, as client-go does. Paths are those of the API server,
/// such as <c>api/v1/namespaces/coder/secrets</c>.
/// </summary>
internal sealed class ClusterClient : IDisposable
{
    private const int Attempts = 3;
    private readonly Dictionary<string, Task<JsonArray>> _discovery = [];
    private readonly HttpClient _http;
    private readonly ClusterCredentials _credentials;

    /// <summary>Connects on the first request.</summary>
    /// <param name="connection">Where the cluster is and who asks.</param>
    public ClusterClient(ClusterConnection connection)
    {
        Connection = connection;
        _credentials = connection.Credentials;
        _http = new HttpClient(connection.Handler()) { BaseAddress = connection.Server, Timeout = ClusterConnection.Limit };
    }

    /// <summary>Where the cluster is.</summary>
    public ClusterConnection Connection { get; }

    /// <summary>An object, or null where there is none.</summary>
    /// <exception cref="ClusterException">The request failed otherwise.</exception>
    public async Task<JsonObject?> FindAsync(string path, CancellationToken cancellationToken)
    {
        try
        {
            return await SendAsync(HttpMethod.Get, path, null, null, cancellationToken);
        }
        catch (ClusterException error) when (error.Status == HttpStatusCode.NotFound)
        {
            return null;
        }
    }

    /// <summary>The objects of a collection, page by page.</summary>
    /// <param name="path">The collection, with a query such as <c>?labelSelector=owner%3Dhelm</c>.</param>
    /// <param name="cancellationToken">Ends the request.</param>
    /// <exception cref="ClusterException">The request failed.</exception>
    public async Task<IReadOnlyList<JsonObject>> ListAsync(string path, CancellationToken cancellationToken)
    {
        var found = new List<JsonObject>();
        for (string? next = ""; next is not null;)
        {
            var page = await SendAsync(HttpMethod.Get, $"{path}{(path.Contains('?') ? '&' : '?')}limit=500{next}", null, null, cancellationToken);
            found.AddRange((page["items"] as JsonArray)?.OfType<JsonObject>() ?? []);
            next = page.Text("metadata", "continue") is { Length: > 0 } more ? $"&continue={Uri.EscapeDataString(more)}" : null;
        }

        return found;
    }

    /// <summary>Creates an object.</summary>
    /// <exception cref="ClusterException">The request failed.</exception>
    public Task<JsonObject> CreateAsync(string path, JsonObject value, CancellationToken cancellationToken) =>
        SendAsync(HttpMethod.Post, path, value, "application/json", cancellationToken);

    /// <summary>Changes an object by a merge patch (RFC 7396).</summary>
    /// <exception cref="ClusterException">The request failed.</exception>
    public Task<JsonObject> MergeAsync(string path, JsonObject patch, CancellationToken cancellationToken) =>
        SendAsync(HttpMethod.Patch, path, patch, "application/merge-patch+json", cancellationToken);

    /// <summary>What an object would be after a server-side apply; nothing is changed.</summary>
    /// <exception cref="ClusterException">The request failed.</exception>
    public Task<JsonObject> ApplyDryRunAsync(string path, JsonObject value, string manager, CancellationToken cancellationToken) =>
        SendAsync(HttpMethod.Patch, $"{path}?dryRun=All&force=true&fieldManager={manager}", value, "application/apply-patch+yaml", cancellationToken);

    /// <summary>Deletes an object with what belongs to it; one that is gone already counts as deleted.</summary>
    /// <exception cref="ClusterException">The request failed.</exception>
    public async Task DeleteAsync(string path, CancellationToken cancellationToken)
    {
        try
        {
            await SendAsync(HttpMethod.Delete, path, new JsonObject { ["kind"] = "DeleteOptions", ["apiVersion"] = "v1", ["propagationPolicy"] = "Background" }, "application/json", cancellationToken);
        }
        catch (ClusterException error) when (error.Status == HttpStatusCode.NotFound)
        {
        }
    }

    /// <summary>The last lines of a container's log.</summary>
    /// <exception cref="ClusterException">It has none, or may not be read.</exception>
    public async Task<string> LogAsync(string ns, string pod, string container, int lines, bool previous, CancellationToken cancellationToken)
    {
        using var response = await RequestAsync(
            HttpMethod.Get, $"api/v1/namespaces/{ns}/pods/{pod}/log?container={container}&tailLines={lines}{(previous ? "&previous=true" : "")}", null, null, cancellationToken);
        return await response.Content.ReadAsStringAsync(cancellationToken);
    }

    /// <summary>The path of an object; null where the cluster does not serve its kind.</summary>
    /// <param name="value">An object with <c>apiVersion</c>, <c>kind</c> and <c>metadata.name</c>.</param>
    /// <param name="ns">The namespace of a namespaced object that names none.</param>
    /// <param name="cancellationToken">Ends the look-up.</param>
    /// <exception cref="ClusterException">The request failed.</exception>
    public async Task<string?> PathAsync(JsonObject value, string ns, CancellationToken cancellationToken)
    {
        var version = value.Text("apiVersion") ?? "";
        var group = version.Contains('/') ? $"apis/{version}" : $"api/{version}";
        Task<JsonArray> look;
        lock (_discovery)
        {
            // A look-up that failed is made again: the API server may answer next time.
            if (!_discovery.TryGetValue(group, out look!) || look.IsFaulted || look.IsCanceled)
                _discovery[group] = look = ResourcesAsync(group, cancellationToken);
        }

        JsonArray served;
        try
        {
            served = await look;
        }
        catch
        {
            Forget(group, look); // The next may have a better connection, or more time.
            throw;
        }

        // A definition that comes later serves more.
        var kind = value.Text("kind");
        if (!served.Any(item => item.Text("kind") == kind))
            Forget(group, look);
        var resource = served.OfType<JsonObject>().FirstOrDefault(item => item.Text("kind") == kind && item.Text("name")?.Contains('/') == false);
        if (resource is null)
            return null;
        var place = (bool?)resource["namespaced"] == true ? $"namespaces/{value.Text("metadata", "namespace") ?? ns}/" : "";
        return $"{group}/{place}{resource.Text("name")}/{Uri.EscapeDataString(value.Text("metadata", "name") ?? "")}";
    }

    /// <inheritdoc/>
    public void Dispose() => _http.Dispose();

    private void Forget(string group, Task<JsonArray> look)
    {
        lock (_discovery)
        {
            if (_discovery.TryGetValue(group, out var known) && known == look)
                _discovery.Remove(group);
        }
    }

    private async Task<JsonArray> ResourcesAsync(string group, CancellationToken cancellationToken) =>
        (await FindAsync(group, cancellationToken))?["resources"] as JsonArray ?? [];

    /// <summary>Sends a request and reads the answer's JSON.</summary>
    /// <exception cref="ClusterException">The request failed.</exception>
    public async Task<JsonObject> SendAsync(HttpMethod method, string path, JsonNode? body, string? type, CancellationToken cancellationToken)
    {
        using var response = await RequestAsync(method, path, body, type, cancellationToken);
        try
        {
            return (await JsonNode.ParseAsync(await response.Content.ReadAsStreamAsync(cancellationToken), cancellationToken: cancellationToken))?.AsObject() ?? [];
        }
        catch (Exception error) when (error is JsonException or InvalidOperationException)
        {
            throw new ClusterException($"Failed to {Verb(method)} {Bare(path)} in {Connection.Server}: the answer is not the JSON of a Kubernetes API server.", response.StatusCode);
        }
    }

    private async Task<HttpResponseMessage> RequestAsync(HttpMethod method, string path, JsonNode? body, string? type, CancellationToken cancellationToken)
    {
        for (var attempt = 1; ; attempt++)
        {
            var last = method != HttpMethod.Get || attempt == Attempts;
            try
            {
                using var request = new HttpRequestMessage(method, path) { Headers = { Authorization = await _credentials.HeaderAsync(cancellationToken) } };
                // The handler checks the certificate against the name in this header, and the address's own without it.
                request.Headers.Host = Connection.ServerName;
                if (body is not null)
                    request.Content = new ByteArrayContent(Encoding.UTF8.GetBytes(body.ToJsonString())) { Headers = { ContentType = new MediaTypeHeaderValue(type!) } };
                var response = await _http.SendAsync(request, cancellationToken);
                if (response.IsSuccessStatusCode)
                    return response;
                using (response)
                    throw new ClusterException(await RefusalAsync(method, path, response, cancellationToken), response.StatusCode);
            }
            catch (HttpRequestException error)
            {
                if (last || error.InnerException is System.Security.Authentication.AuthenticationException)
                    throw new ClusterException(error.InnerException?.Message ?? error.Message);
            }
            catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
            {
                if (last)
                    throw new ClusterException($"no answer within {ClusterConnection.Limit.TotalSeconds:0} seconds");
            }
        }
    }

    private async Task<string> RefusalAsync(HttpMethod method, string path, HttpResponseMessage response, CancellationToken cancellationToken)
    {
        var said = "";
        try
        {
            said = JsonNode.Parse(await response.Content.ReadAsStringAsync(cancellationToken))?.AsObject().Text("message") ?? "";
        }
        catch (Exception error) when (error is JsonException or InvalidOperationException)
        {
            // Not a Status: the code says enough.
        }

        return $"Failed to {Verb(method)} {Bare(path)} in {Connection.Server}: {(int)response.StatusCode} {(said.Length > 0 ? said : response.ReasonPhrase)}";
    }

    private static string Verb(HttpMethod method) => method.Method switch { "GET" => "read", "POST" => "create", "DELETE" => "delete", _ => "change" };

    private static string Bare(string path) => path.Split('?')[0];
}
