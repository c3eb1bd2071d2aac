using System.Net;
using System.Net.Http.Json;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace Coder.Infra.Coder;

/// <summary>
/// Requests to a Coder deployment. Reads are repeated when the connection fails or the server is busy; a write is sent once.
/// </summary>
internal sealed class CoderHttp : IDisposable
{
    private static readonly TimeSpan[] Pauses = [TimeSpan.FromMilliseconds(200), TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(3)];
    private readonly HttpClient _http;
    private readonly CoderApi _api;
    private readonly TimeProvider _time;

    /// <param name="api">The API that it speaks.</param>
    /// <param name="url">Access URL.</param>
    /// <param name="token">Session token; empty to ask without one.</param>
    /// <param name="time">Clock.</param>
    /// <param name="authority">Certificate of the authority to trust, PEM; empty for those that the system trusts.</param>
    public CoderHttp(CoderApi api, Uri url, string token, TimeProvider time, string authority)
    {
        (_api, _time) = (api, time);
        var handler = new SocketsHttpHandler { ConnectCallback = ConnectAsync, ConnectTimeout = TimeSpan.FromSeconds(10), AllowAutoRedirect = false };
        if (authority.Length > 0)
        {
            var trusted = new X509ChainPolicy { TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck };
            trusted.CustomTrustStore.ImportFromPem(authority);
            handler.SslOptions.CertificateChainPolicy = trusted;
        }

        _http = new HttpClient(handler) { BaseAddress = url, Timeout = TimeSpan.FromSeconds(30) };
        if (token.Length > 0)
            _http.DefaultRequestHeaders.Add(api.TokenHeader, token);
    }

    private Uri Url => _http.BaseAddress!;

    /// <inheritdoc/>
    public void Dispose() => _http.Dispose();

    /// <summary>Reads an object.</summary>
    /// <param name="path">Path, without a leading slash.</param>
    /// <param name="type">Its type.</param>
    /// <param name="what">What is done, as it precedes "the Coder deployment": <c>list the organizations of</c>.</param>
    /// <param name="cancellationToken">Ends the request.</param>
    /// <param name="missing">Whether there may be none: null then.</param>
    /// <exception cref="CoderException">The request failed.</exception>
    public async Task<T?> GetAsync<T>(string path, JsonTypeInfo<T> type, string what, CancellationToken cancellationToken, bool missing = false)
        where T : class
    {
        using var response = await SendAsync(HttpMethod.Get, path, null, what, cancellationToken, missing ? HttpStatusCode.NotFound : null);
        if (response.StatusCode == HttpStatusCode.NotFound)
            return null;
        try
        {
            return await response.Content.ReadFromJsonAsync(type, cancellationToken);
        }
        catch (JsonException)
        {
            throw new CoderException($"Failed to {what} the Coder deployment at {Url}: its answer is not the JSON of a {_api.Deployment}. Is coder-infra:coderUrl its access URL?");
        }
    }

    /// <summary>Sends a request.</summary>
    /// <param name="method">The method.</param>
    /// <param name="path">Path, without a leading slash.</param>
    /// <param name="content">Its body.</param>
    /// <param name="what">What is done, as it precedes "the Coder deployment".</param>
    /// <param name="cancellationToken">Ends the request.</param>
    /// <param name="expected">A status that is no failure, beside those of success.</param>
    /// <exception cref="CoderException">The request failed.</exception>
    public async Task<HttpResponseMessage> SendAsync(
        HttpMethod method, string path, HttpContent? content, string what, CancellationToken cancellationToken, HttpStatusCode? expected = null)
    {
        var failed = $"Failed to {what} the Coder deployment at {Url}";
        for (var attempt = 0; ; attempt++)
        {
            var last = method != HttpMethod.Get || attempt >= Pauses.Length;
            try
            {
                var response = await _http.SendAsync(new HttpRequestMessage(method, path) { Content = content }, cancellationToken);
                if (response.IsSuccessStatusCode || response.StatusCode == expected)
                    return response;
                if (last || response.StatusCode is not (HttpStatusCode.TooManyRequests or HttpStatusCode.BadGateway or HttpStatusCode.ServiceUnavailable or HttpStatusCode.GatewayTimeout))
                {
                    using (response)
                        throw await CoderErrors.OfAsync(_api, response, failed, cancellationToken);
                }

                response.Dispose();
            }
            catch (HttpRequestException error) when (last || error.InnerException is System.Security.Authentication.AuthenticationException)
            {
                throw new CoderException($"{failed}: {(error.InnerException?.Message ?? error.Message).TrimEnd('.')}. " + (error.InnerException is System.Security.Authentication.AuthenticationException
                    ? "If its certificate comes from a private authority, name that with: pulumi config set coderCa <path of a PEM file>"
                    : "Is coder-infra:coderUrl right, and the deployment reachable from here?"));
            }
            catch (HttpRequestException)
            {
            }
            catch (TaskCanceledException) when (!cancellationToken.IsCancellationRequested)
            {
                if (last)
                    throw new CoderException($"{failed}: it did not answer within {_http.Timeout.TotalSeconds:0} seconds.");
            }

            await Task.Delay(Pauses[attempt], _time, cancellationToken);
        }
    }

    /// <summary>Names under <c>.localhost</c> are loopback without asking the system's resolver (RFC 6761 §6.3).</summary>
    private static async ValueTask<Stream> ConnectAsync(SocketsHttpConnectionContext context, CancellationToken cancellationToken)
    {
        var endpoint = context.DnsEndPoint;
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            if (endpoint.Host.EndsWith(".localhost", StringComparison.OrdinalIgnoreCase))
                await socket.ConnectAsync(IPAddress.Loopback, endpoint.Port, cancellationToken);
            else
                await socket.ConnectAsync(endpoint, cancellationToken);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }
}
