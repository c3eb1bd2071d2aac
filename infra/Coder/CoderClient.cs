using System.Net;
using System.Net.Http.Json;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace Coder.Infra.Coder;

/// <summary>
/// The calls of a Coder v1 deployment that a workspace provider needs. Reads are repeated when the connection fails or the
/// server is busy; a read straight after a write may be stale (there are several replicas), so what was written is read
/// until it shows.
/// </summary>
internal sealed class CoderClient : IDisposable
{
    private static readonly TimeSpan[] Pauses = [TimeSpan.FromMilliseconds(200), TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(3)];
    private static readonly TimeSpan ReadBackLimit = TimeSpan.FromSeconds(30);
    private readonly HttpClient _http;
    private readonly TimeProvider _time;

    /// <param name="url">Access URL.</param>
    /// <param name="token">Session token.</param>
    /// <param name="time">Clock.</param>
    /// <param name="authority">Certificate of the authority to trust, PEM; empty for those that the system trusts.</param>
    public CoderClient(Uri url, string token, TimeProvider time, string authority = "")
    {
        _time = time;
        var handler = new SocketsHttpHandler { ConnectCallback = ConnectAsync, ConnectTimeout = TimeSpan.FromSeconds(10), AllowAutoRedirect = false };
        if (authority.Length > 0)
        {
            var trusted = new X509ChainPolicy { TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck };
            trusted.CustomTrustStore.ImportFromPem(authority);
            handler.SslOptions.CertificateChainPolicy = trusted;
        }

        _http = new HttpClient(handler)
        {
            BaseAddress = url,
            Timeout = TimeSpan.FromSeconds(30),
            DefaultRequestHeaders = { { "Session-Token", token } },
        };
    }

    /// <summary>The deployment's access URL.</summary>
    public Uri Url => _http.BaseAddress!;

    /// <summary>The clock, for waits.</summary>
    public TimeProvider Time => _time;

    /// <summary>The deployment's version, as the header <c>coder-version</c> tells it.</summary>
    public async Task<string> GetVersionAsync(CancellationToken cancellationToken)
    {
        using var response = await SendAsync(HttpMethod.Get, "api", null, "look up the version of", cancellationToken);
        return response.Headers.TryGetValues("coder-version", out var values) ? values.First()
            : throw new CoderException($"Failed to look up the version of the Coder deployment at {Url}: its answer has no header coder-version. Is coder-infra:coderUrl the access URL of a Coder v1 deployment?");
    }

    /// <summary>All workspace providers.</summary>
    public async Task<IReadOnlyList<Pool>> ListPoolsAsync(CancellationToken cancellationToken) =>
        (await GetAsync("api/private/resource-pools", CoderJson.Default.PoolList, "list the workspace providers of", cancellationToken))!.Kubernetes;

    /// <summary>A workspace provider, or null where there is none.</summary>
    public Task<Pool?> FindPoolAsync(string id, CancellationToken cancellationToken) =>
        GetAsync($"api/private/resource-pools/{Uri.EscapeDataString(id)}", CoderJson.Default.Pool, $"read workspace provider {id} of", cancellationToken, missing: true);

    /// <summary>Registers a workspace provider.</summary>
    public async Task<CreatedPool> CreatePoolAsync(NewPool pool, CancellationToken cancellationToken)
    {
        using var response = await SendAsync(
            HttpMethod.Post, "api/private/resource-pools", JsonContent.Create(pool, CoderJson.Default.NewPool), $"register workspace provider \"{pool.Name}\" with", cancellationToken);
        return (await response.Content.ReadFromJsonAsync(CoderJson.Default.CreatedPool, cancellationToken))!;
    }

    /// <summary>Changes a workspace provider and waits until the change shows.</summary>
    public async Task<Pool> ChangePoolAsync(string id, PoolChange change, CancellationToken cancellationToken)
    {
        using (await SendAsync(HttpMethod.Patch, $"api/private/resource-pools/{id}", JsonContent.Create(change, CoderJson.Default.PoolChange), $"change workspace provider {id} of", cancellationToken))
        {
        }

        bool Shows(Pool? pool) => pool is not null
            && (change.Name is null || pool.Name == change.Name)
            && (change.OrgWhitelist is null || pool.OrgWhitelist.ToHashSet().SetEquals(change.OrgWhitelist));
        var what = change.Name is not null ? $"the name \"{change.Name}\"" : "the allowed organizations";
        return (await ReadBackAsync(id, Shows, $"Coder took {what} for workspace provider {id} without an error, but does not show it. Set it on the page {Url}admin/providers.", cancellationToken))!;
    }

    /// <summary>Takes a workspace provider off the deployment; one that is gone already counts as removed.</summary>
    public async Task DeletePoolAsync(string id, CancellationToken cancellationToken)
    {
        using var response = await SendAsync(HttpMethod.Delete, $"api/private/resource-pools/{id}", null, $"remove workspace provider {id} from", cancellationToken, HttpStatusCode.NotFound);
        await ReadBackAsync(id, pool => pool is null, $"Coder removed workspace provider {id} without an error, but still shows it.", cancellationToken);
    }

    /// <summary>Lets a workspace provider take no new workspaces.</summary>
    public async Task CordonAsync(string id, string reason, CancellationToken cancellationToken)
    {
        using (await SendAsync(HttpMethod.Post, $"api/private/resource-pools/{id}/cordon", JsonContent.Create(new CordonRequest(reason), CoderJson.Default.CordonRequest), $"cordon workspace provider {id} of", cancellationToken))
        {
        }

        await ReadBackAsync(id, pool => pool is null or { IsCordoned: true }, $"Coder cordoned workspace provider {id} without an error, but does not show it.", cancellationToken);
    }

    /// <summary>Lets a workspace provider take new workspaces again.</summary>
    public async Task UncordonAsync(string id, CancellationToken cancellationToken)
    {
        using (await SendAsync(HttpMethod.Post, $"api/private/resource-pools/{id}/uncordon", null, $"uncordon workspace provider {id} of", cancellationToken))
        {
        }

        await ReadBackAsync(id, pool => pool is null or { IsCordoned: false }, $"Coder uncordoned workspace provider {id} without an error, but does not show it.", cancellationToken);
    }

    /// <summary>The workspaces on a provider, by both lists the API has: those that keep it from being removed.</summary>
    public async Task<IReadOnlyList<Workspace>> ListWorkspacesAsync(string id, CancellationToken cancellationToken)
    {
        var own = await GetAsync($"api/private/resource-pools/{id}/workspaces", CoderJson.Default.ListWorkspace, $"list the workspaces of provider {id} of", cancellationToken, missing: true) ?? [];
        var all = await GetAsync("api/v0/workspaces", CoderJson.Default.ListWorkspace, "list the workspaces of", cancellationToken) ?? [];
        return [.. own.Concat(all.Where(workspace => workspace.ResourcePoolId == id)).DistinctBy(workspace => workspace.Id).OrderBy(workspace => workspace.Name, StringComparer.Ordinal)];
    }

    /// <summary>All organizations.</summary>
    public async Task<IReadOnlyList<Organization>> ListOrganizationsAsync(CancellationToken cancellationToken) =>
        (await GetAsync("api/v0/orgs", CoderJson.Default.ListOrganization, "list the organizations of", cancellationToken))!;

    /// <inheritdoc/>
    public void Dispose() => _http.Dispose();

    private async Task<Pool?> ReadBackAsync(string id, Func<Pool?, bool> shows, string otherwise, CancellationToken cancellationToken)
    {
        var start = _time.GetTimestamp();
        for (var pause = TimeSpan.FromMilliseconds(50); ; pause *= 2)
        {
            var pool = await FindPoolAsync(id, cancellationToken);
            if (shows(pool))
                return pool;
            if (_time.GetElapsedTime(start) > ReadBackLimit)
                throw new CoderException(otherwise);
            await Task.Delay(pause, _time, cancellationToken);
        }
    }

    private async Task<T?> GetAsync<T>(string path, JsonTypeInfo<T> type, string what, CancellationToken cancellationToken, bool missing = false)
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
            throw new CoderException($"Failed to {what} the Coder deployment at {Url}: its answer is not the JSON of a Coder v1 deployment. Is coder-infra:coderUrl its access URL?");
        }
    }

    private async Task<HttpResponseMessage> SendAsync(
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
                        throw await CoderErrors.OfAsync(response, failed, cancellationToken);
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
