using System.Net;
using System.Net.Http.Json;

namespace Coder.Infra.Coder.V1;

/// <summary>
/// The calls of a Coder v1 deployment that a workspace provider needs. A read straight after a write may be stale (there are several replicas),
/// so what was written is read until it shows.
/// </summary>
/// <param name="url">Access URL.</param>
/// <param name="token">Session token.</param>
/// <param name="time">Clock.</param>
/// <param name="authority">Certificate of the authority to trust, PEM; empty for those that the system trusts.</param>
internal sealed class CoderClient(Uri url, string token, TimeProvider time, string authority = "") : IDisposable
{
    private static readonly TimeSpan ReadBackLimit = TimeSpan.FromSeconds(30);
    private readonly CoderHttp _http = new(CoderApi.V1, url, token, time, authority);

    /// <summary>The deployment's access URL.</summary>
    public Uri Url => url;

    /// <summary>The clock, for waits.</summary>
    public TimeProvider Time => time;

    /// <summary>The deployment's version, as the header <c>coder-version</c> has it.</summary>
    public async Task<string> GetVersionAsync(CancellationToken cancellationToken)
    {
        using var response = await _http.SendAsync(HttpMethod.Get, "api", null, "look up the version of", cancellationToken);
        return response.Headers.TryGetValues("coder-version", out var values) ? values.First()
            : throw new CoderException($"Failed to look up the version of the Coder deployment at {Url}: its answer has no header coder-version. Is coder-infra:coderUrl the access URL of a Coder v1 deployment?");
    }

    /// <summary>All workspace providers.</summary>
    public async Task<IReadOnlyList<Pool>> ListPoolsAsync(CancellationToken cancellationToken) =>
        (await _http.GetAsync("api/private/resource-pools", CoderJson.Default.PoolList, "list the workspace providers of", cancellationToken))!.Kubernetes;

    /// <summary>A workspace provider, or null where there is none.</summary>
    public Task<Pool?> FindPoolAsync(string id, CancellationToken cancellationToken) =>
        _http.GetAsync($"api/private/resource-pools/{Uri.EscapeDataString(id)}", CoderJson.Default.Pool, $"read workspace provider {id} of", cancellationToken, missing: true);

    /// <summary>Registers a workspace provider.</summary>
    public async Task<CreatedPool> CreatePoolAsync(NewPool pool, CancellationToken cancellationToken)
    {
        using var response = await _http.SendAsync(
            HttpMethod.Post, "api/private/resource-pools", JsonContent.Create(pool, CoderJson.Default.NewPool), $"register workspace provider \"{pool.Name}\" with", cancellationToken);
        return (await response.Content.ReadFromJsonAsync(CoderJson.Default.CreatedPool, cancellationToken))!;
    }

    /// <summary>Changes a workspace provider and waits until the change shows.</summary>
    public async Task<Pool> ChangePoolAsync(string id, PoolChange change, CancellationToken cancellationToken)
    {
        using (await _http.SendAsync(HttpMethod.Patch, $"api/private/resource-pools/{id}", JsonContent.Create(change, CoderJson.Default.PoolChange), $"change workspace provider {id} of", cancellationToken))
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
        using var response = await _http.SendAsync(HttpMethod.Delete, $"api/private/resource-pools/{id}", null, $"remove workspace provider {id} from", cancellationToken, HttpStatusCode.NotFound);
        await ReadBackAsync(id, pool => pool is null, $"Coder removed workspace provider {id} without an error, but still shows it.", cancellationToken);
    }

    /// <summary>Lets a workspace provider take no new workspaces.</summary>
    public async Task CordonAsync(string id, string reason, CancellationToken cancellationToken)
    {
        using (await _http.SendAsync(HttpMethod.Post, $"api/private/resource-pools/{id}/cordon", JsonContent.Create(new CordonRequest(reason), CoderJson.Default.CordonRequest), $"cordon workspace provider {id} of", cancellationToken))
        {
        }

        await ReadBackAsync(id, pool => pool is null or { IsCordoned: true }, $"Coder cordoned workspace provider {id} without an error, but does not show it.", cancellationToken);
    }

    /// <summary>Lets a workspace provider take new workspaces again.</summary>
    public async Task UncordonAsync(string id, CancellationToken cancellationToken)
    {
        using (await _http.SendAsync(HttpMethod.Post, $"api/private/resource-pools/{id}/uncordon", null, $"uncordon workspace provider {id} of", cancellationToken))
        {
        }

        await ReadBackAsync(id, pool => pool is null or { IsCordoned: false }, $"Coder uncordoned workspace provider {id} without an error, but does not show it.", cancellationToken);
    }

    /// <summary>The workspaces on a provider, by both lists the API has: those that keep it from being removed.</summary>
    public async Task<IReadOnlyList<Workspace>> ListWorkspacesAsync(string id, CancellationToken cancellationToken)
    {
        var own = await _http.GetAsync($"api/private/resource-pools/{id}/workspaces", CoderJson.Default.ListWorkspace, $"list the workspaces of provider {id} of", cancellationToken, missing: true) ?? [];
        var all = await _http.GetAsync("api/v0/workspaces", CoderJson.Default.ListWorkspace, "list the workspaces of", cancellationToken) ?? [];
        return [.. own.Concat(all.Where(workspace => workspace.ResourcePoolId == id)).DistinctBy(workspace => workspace.Id).OrderBy(workspace => workspace.Name, StringComparer.Ordinal)];
    }

    /// <summary>All organizations.</summary>
    public async Task<IReadOnlyList<Organization>> ListOrganizationsAsync(CancellationToken cancellationToken) =>
        (await _http.GetAsync("api/v0/orgs", CoderJson.Default.ListOrganization, "list the organizations of", cancellationToken))!;

    /// <inheritdoc/>
    public void Dispose() => _http.Dispose();

    private async Task<Pool?> ReadBackAsync(string id, Func<Pool?, bool> shows, string otherwise, CancellationToken cancellationToken)
    {
        var start = time.GetTimestamp();
        for (var pause = TimeSpan.FromMilliseconds(50); ; pause *= 2)
        {
            var pool = await FindPoolAsync(id, cancellationToken);
            if (shows(pool))
                return pool;
            if (time.GetElapsedTime(start) > ReadBackLimit)
                throw new CoderException(otherwise);
            await Task.Delay(pause, time, cancellationToken);
        }
    }
}
