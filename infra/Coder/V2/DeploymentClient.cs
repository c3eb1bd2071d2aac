using System.Net;
using System.Net.Http.Json;
using System.Text.Json;

namespace Coder.Infra.Coder.V2;

/// <summary>The calls of a Coder v2 deployment that workspace proxies and external provisioners need.</summary>
/// <param name="url">Access URL.</param>
/// <param name="token">Session token; empty for what anybody may ask.</param>
/// <param name="time">Clock.</param>
/// <param name="authority">Certificate of the authority to trust, PEM; empty for those that the system trusts.</param>
internal sealed class DeploymentClient(Uri url, string token, TimeProvider time, string authority = "") : IDisposable
{
    private readonly CoderHttp _http = new(CoderApi.V2, url, token, time, authority);

    /// <summary>The deployment's access URL.</summary>
    public Uri Url => url;

    /// <summary>The clock, for waits.</summary>
    public TimeProvider Time => time;

    /// <summary>What answers at the access URL; null where it is not Coder v2. v1 has no such path, and may answer it with a page.</summary>
    /// <exception cref="CoderException">Nothing answers.</exception>
    public async Task<BuildInfo?> FindBuildAsync(CancellationToken cancellationToken)
    {
        try
        {
            using var response = await _http.SendAsync(HttpMethod.Get, "api/v2/buildinfo", null, "look up the version of", cancellationToken);
            return await response.Content.ReadFromJsonAsync(DeploymentJson.Default.BuildInfo, cancellationToken) is { Version.Length: > 0 } build ? build : null;
        }
        catch (CoderException error) when (error.Status is not null and < HttpStatusCode.InternalServerError)
        {
            return null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <summary>The deployment's version, with a leading <c>v</c> and the commit after a plus sign.</summary>
    public async Task<string> GetVersionAsync(CancellationToken cancellationToken) => (await FindBuildAsync(cancellationToken))?.Version
        ?? throw new CoderException($"Failed to look up the version of the Coder deployment at {Url}: its answer is not that of a Coder v2 deployment. Is coder-infra:coderUrl its access URL?");

    /// <summary>Whose token it is.</summary>
    public async Task<User> GetUserAsync(CancellationToken cancellationToken) =>
        (await _http.GetAsync("api/v2/users/me", DeploymentJson.Default.User, "look up the user of the token at", cancellationToken))!;

    /// <summary>What the licence covers.</summary>
    public async Task<Entitlements> GetEntitlementsAsync(CancellationToken cancellationToken) =>
        (await _http.GetAsync("api/v2/entitlements", DeploymentJson.Default.Entitlements, "look up the licence of", cancellationToken))!;

    /// <summary>All organizations of the token's user.</summary>
    public async Task<IReadOnlyList<Organization>> ListOrganizationsAsync(CancellationToken cancellationToken) =>
        (await _http.GetAsync("api/v2/organizations", DeploymentJson.Default.ListOrganization, "list the organizations of", cancellationToken))!;

    /// <summary>All workspace proxies, without the deployment's own region.</summary>
    public async Task<IReadOnlyList<Proxy>> ListProxiesAsync(CancellationToken cancellationToken) =>
        [.. (await _http.GetAsync("api/v2/workspaceproxies", DeploymentJson.Default.ProxyList, "list the workspace proxies of", cancellationToken))!.Regions.Where(proxy => !proxy.Deleted && proxy.Name != "primary")];

    /// <summary>A workspace proxy by its id or name; null where there is none.</summary>
    public async Task<Proxy?> FindProxyAsync(string id, CancellationToken cancellationToken) =>
        await _http.GetAsync($"api/v2/workspaceproxies/{Uri.EscapeDataString(id)}", DeploymentJson.Default.Proxy, $"read workspace proxy {id} of", cancellationToken, missing: true) is { Deleted: false } proxy ? proxy : null;

    /// <summary>Registers a workspace proxy.</summary>
    public async Task<ProxyWithToken> CreateProxyAsync(NewProxy proxy, CancellationToken cancellationToken)
    {
        using var response = await _http.SendAsync(
            HttpMethod.Post, "api/v2/workspaceproxies", JsonContent.Create(proxy, DeploymentJson.Default.NewProxy), $"register workspace proxy \"{proxy.Name}\" with", cancellationToken);
        return (await response.Content.ReadFromJsonAsync(DeploymentJson.Default.ProxyWithToken, cancellationToken))!;
    }

    /// <summary>Changes a workspace proxy; with a new token where one is asked for.</summary>
    public async Task<ProxyWithToken> ChangeProxyAsync(ProxyChange change, CancellationToken cancellationToken)
    {
        using var response = await _http.SendAsync(
            HttpMethod.Patch, $"api/v2/workspaceproxies/{change.Id}", JsonContent.Create(change, DeploymentJson.Default.ProxyChange), $"change workspace proxy \"{change.Name}\" of", cancellationToken);
        return (await response.Content.ReadFromJsonAsync(DeploymentJson.Default.ProxyWithToken, cancellationToken))!;
    }

    /// <summary>Takes a workspace proxy off the deployment; one that is gone already counts as removed.</summary>
    public async Task DeleteProxyAsync(string id, CancellationToken cancellationToken)
    {
        using var response = await _http.SendAsync(HttpMethod.Delete, $"api/v2/workspaceproxies/{Uri.EscapeDataString(id)}", null, $"remove workspace proxy {id} from", cancellationToken, HttpStatusCode.NotFound);
    }

    /// <summary>The keys of an organization's provisioners; none where there is no such organization.</summary>
    public async Task<IReadOnlyList<ProvisionerKeyInfo>> ListKeysAsync(string organization, CancellationToken cancellationToken) =>
        await _http.GetAsync($"{Of(organization)}/provisionerkeys", DeploymentJson.Default.ListProvisionerKeyInfo, "list the provisioner keys of", cancellationToken, missing: true) ?? [];

    /// <summary>Makes a key.</summary>
    /// <returns>The key. A secret.</returns>
    public async Task<string> CreateKeyAsync(string organization, NewProvisionerKey key, CancellationToken cancellationToken)
    {
        using var response = await _http.SendAsync(
            HttpMethod.Post, $"{Of(organization)}/provisionerkeys", JsonContent.Create(key, DeploymentJson.Default.NewProvisionerKey), $"make the provisioner key \"{key.Name}\" of", cancellationToken);
        return (await response.Content.ReadFromJsonAsync(DeploymentJson.Default.CreatedProvisionerKey, cancellationToken))!.Key;
    }

    /// <summary>Removes a key; one that is gone already counts as removed.</summary>
    public async Task DeleteKeyAsync(string organization, string name, CancellationToken cancellationToken)
    {
        using var response = await _http.SendAsync(
            HttpMethod.Delete, $"{Of(organization)}/provisionerkeys/{Uri.EscapeDataString(name)}", null, $"remove the provisioner key \"{name}\" from", cancellationToken, HttpStatusCode.NotFound);
    }

    /// <summary>The provisioners of an organization, those that are offline too; none where there is no such organization.</summary>
    public async Task<IReadOnlyList<Daemon>> ListDaemonsAsync(string organization, CancellationToken cancellationToken) =>
        await _http.GetAsync($"{Of(organization)}/provisionerdaemons", DeploymentJson.Default.ListDaemon, "list the provisioners of", cancellationToken, missing: true) ?? [];

    /// <summary>The running jobs of an organization; none where the deployment is too old to list them.</summary>
    public async Task<IReadOnlyList<ProvisionerJob>> ListRunningJobsAsync(string organization, CancellationToken cancellationToken) =>
        await _http.GetAsync($"{Of(organization)}/provisionerjobs?status=running", DeploymentJson.Default.ListProvisionerJob, "list the running builds of", cancellationToken, missing: true) ?? [];

    /// <inheritdoc/>
    public void Dispose() => _http.Dispose();

    private static string Of(string organization) => $"api/v2/organizations/{Uri.EscapeDataString(organization)}";
}
