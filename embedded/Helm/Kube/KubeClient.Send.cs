using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Coder.Infra.Helm.Kube;

public sealed partial class KubeClient
{
    /// <summary>Sends one request and returns the JSON object that was answered.</summary>
    /// <param name="method">The verb.</param>
    /// <param name="path">Path and query below the server's address, escaped.</param>
    /// <param name="body">The body, or null.</param>
    /// <param name="contentType">The body's media type.</param>
    /// <param name="accept">The media type asked for.</param>
    /// <param name="cancellation">Stops the request.</param>
    public async Task<JsonObject> SendAsync(
        HttpMethod method, string path, JsonNode? body = null, string contentType = "application/json",
        string accept = "application/json", CancellationToken cancellation = default)
    {
        var text = await SendTextAsync(method, path, body?.ToJsonString(Json), contentType, accept, cancellation).ConfigureAwait(false);
        try
        {
            return JsonNode.Parse(text) as JsonObject
                ?? throw Malformed(path, null);
        }
        catch (JsonException e)
        {
            throw Malformed(path, e);
        }
    }

    async Task<string> SendTextAsync(
        HttpMethod method, string path, string? body, string contentType, string accept, CancellationToken cancellation)
    {
        for (var attempt = 0; ; attempt++)
        {
            try
            {
                return await TryAsync().ConfigureAwait(false);
            }
            catch (KubeException e) when (attempt < Limit(e, method) && MayRetry(e, method, contentType))
            {
                var pause = e.RetryAfter ?? TimeSpan.FromMilliseconds(Math.Min(1000, 100 << Math.Min(attempt, 4)));
                await Task.Delay(pause, _options.Time, cancellation).ConfigureAwait(false);
            }
        }

        async Task<string> TryAsync()
        {
            using var limit = new CancellationTokenSource(_options.RequestTimeout, _options.Time);
            using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellation, limit.Token);
            try
            {
                using var response = await OpenAsync(method, path, body, contentType, accept, either.Token).ConfigureAwait(false);
                return await response.Content.ReadAsStringAsync(either.Token).ConfigureAwait(false);
            }
            catch (OperationCanceledException e) when (!cancellation.IsCancellationRequested)
            {
                throw new KubeException(
                    $"{method} {Server.ToString().TrimEnd('/')}{path.Split('?')[0]} was not answered within {_options.RequestTimeout.TotalSeconds:0.#}s",
                    null, "Timeout", null, e);
            }
            catch (Exception e) when (e is HttpRequestException or IOException)
            {
                throw await UnreachableAsync(e, cancellation).ConfigureAwait(false);
            }
        }
    }

    // As client-go: a read whose connection broke is repeated ten times.
    int Limit(KubeException failure, HttpMethod method)
        => method == HttpMethod.Get && IsBroken(failure.InnerException) ? Math.Max(_options.Retries, 10) : _options.Retries;

    static bool IsBroken(Exception? cause) => cause switch
    {
        HttpRequestException { HttpRequestError: HttpRequestError.ResponseEnded } or HttpIOException { HttpRequestError: HttpRequestError.ResponseEnded } => true,
        System.Net.Sockets.SocketException { SocketErrorCode: System.Net.Sockets.SocketError.ConnectionReset } => true,
        HttpRequestException or IOException => IsBroken(cause.InnerException),
        _ => false,
    };

    /// <summary>Sends a request and returns once the answer's headers are there; an error status becomes an exception.</summary>
    async Task<HttpResponseMessage> OpenAsync(
        HttpMethod method, string path, string? body, string contentType, string accept, CancellationToken cancellation)
    {
        using var request = new HttpRequestMessage(method, new Uri(Server.ToString().TrimEnd('/') + path));
        request.Headers.TryAddWithoutValidation("Accept", accept);
        // .NET checks the certificate against the name in this header, whatever SslOptions say, also behind a proxy.
        if (Config.Configuration.TlsServerName is { Length: > 0 } name)
            request.Headers.Host = name;
        if (body is not null)
            request.Content = new StringContent(body, Encoding.UTF8, MediaTypeHeaderValue.Parse(contentType));
        await AuthenticateAsync().ConfigureAwait(false);
        var response = await _http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellation).ConfigureAwait(false);
        ReportWarnings(response);
        if (response.IsSuccessStatusCode)
            return response;
        using (response)
            throw await FailureAsync(response, cancellation).ConfigureAwait(false);

        async Task AuthenticateAsync()
        {
            // A token in a file may be replaced at any time.
            if (Config.TokenFile is { } file)
            {
                request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", TokenFiles.Read(file));
                return;
            }
            if (_credentials is null)
                return;
            try
            {
                await _credentials.ProcessHttpRequestAsync(request, cancellation).ConfigureAwait(false);
            }
            catch (Exception e) when (e is not OperationCanceledException)
            {
                throw new KubeConfigException($"Failed to get credentials for {Server} as {Config.Source} says: {e.Message}", e);
            }
        }
    }

    static bool MayRetry(KubeException failure, HttpMethod method, string contentType)
    {
        // The server asked to come again: it has done nothing.
        if (failure.RetryAfter is not null)
            return true;
        if (!failure.IsUnreachable)
            return false;
        // Nothing listens there: trying on only delays the message.
        if (failure.InnerException is HttpRequestException { HttpRequestError: HttpRequestError.NameResolutionError or HttpRequestError.SecureConnectionError })
            return false;
        return method == HttpMethod.Get || method == HttpMethod.Delete || method == HttpMethod.Put
            || (method == HttpMethod.Patch && contentType != "application/json-patch+json")
            || failure.InnerException is HttpRequestException { HttpRequestError: HttpRequestError.ConnectionError };
    }

    async Task<KubeException> FailureAsync(HttpResponseMessage response, CancellationToken cancellation)
    {
        var text = await response.Content.ReadAsStringAsync(cancellation).ConfigureAwait(false);
        JsonObject? status = null;
        try
        {
            status = JsonNode.Parse(text) as JsonObject;
        }
        catch (JsonException)
        {
            // A proxy's page, or plain text such as "404 page not found".
        }
        var retryAfter = response.Headers.RetryAfter is { } header
            && (response.StatusCode == HttpStatusCode.TooManyRequests || (int)response.StatusCode >= 500)
                ? header.Delta ?? TimeSpan.FromSeconds(1)
                : (TimeSpan?)null;
        if (response.StatusCode == HttpStatusCode.Unauthorized)
        {
            return new KubeException(
                $"the server at {Server} refused the credentials{(Config.Context is { } c ? $" of context \"{c}\"" : "")} in {Config.Source} (401 Unauthorized). "
                + $"Log in again, or name another context. Check with: kubectl auth whoami{(Config.Context is { } k ? $" --context {k}" : "")}",
                response.StatusCode, "Unauthorized", status);
        }
        if (status is not null && (string?)status["kind"] == "Status")
        {
            var known = KubeException.FromStatus(status, response.StatusCode);
            return new KubeException(known.Message, known.StatusCode, known.Reason, status) { RetryAfter = retryAfter };
        }
        var line = text.Split('\n')[0].Trim();
        return new KubeException(
            $"the server at {Server} answered {response.RequestMessage?.Method} {response.RequestMessage?.RequestUri?.AbsolutePath} with {(int)response.StatusCode}"
            + (line.Length is > 0 and < 200 && !line.StartsWith('<') ? $": {line}" : ""),
            response.StatusCode, response.StatusCode == HttpStatusCode.NotFound ? "NotFound" : "Unknown", null)
        { RetryAfter = retryAfter };
    }

    async Task<KubeException> UnreachableAsync(Exception e, CancellationToken cancellation)
    {
        var cause = e;
        while (cause.InnerException is { } inner)
            cause = inner;
        var request = e as HttpRequestException;
        var reason = request?.HttpRequestError == HttpRequestError.SecureConnectionError
            && await CertificateProblem.DescribeAsync(Config, _options.Time, cancellation).ConfigureAwait(false) is { } problem
                ? $"tls: failed to verify certificate: {problem}" : cause.Message;
        var remedy = request?.HttpRequestError switch
        {
            HttpRequestError.SecureConnectionError =>
                $"Its certificate is not one that {Config.Source} trusts (certificate-authority), or the client certificate was refused.",
            HttpRequestError.NameResolutionError => $"The host name is unknown here. Check the server in {Config.Source}.",
            _ => $"Check that the cluster runs and that {Config.Source} names the right server: kubectl cluster-info{(Config.Context is { } c ? $" --context {c}" : "")}",
        };
        return new KubeException($"Failed to reach the Kubernetes API server at {Server}: {reason.TrimEnd('.')}. {remedy}", null, "Unreachable", null, e);
    }

    KubeException Malformed(string path, Exception? inner)
        => new($"the server at {Server} answered {path.Split('?')[0]} with something that is not a JSON object", null, "Malformed", null, inner);

    void ReportWarnings(HttpResponseMessage response)
    {
        if (_options.OnWarning is not { } report || !response.Headers.TryGetValues("Warning", out var values))
            return;
        foreach (var value in values)
        {
            // RFC 7234 §5.5: 299 - "text"
            var open = value.IndexOf('"');
            var close = value.LastIndexOf('"');
            if (value.StartsWith("299", StringComparison.Ordinal) && close > open)
                report(value[(open + 1)..close].Replace("\\\"", "\"").Replace("\\\\", "\\"));
        }
    }

    // Manifests carry anything: escape no more than JSON asks for.
    static readonly JsonSerializerOptions Json = new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
}
