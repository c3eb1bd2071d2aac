using System.Security.Cryptography;
using System.Text.Json.Nodes;

namespace Coder.Infra.Sandbox.Coder;

public sealed partial class CoderServer
{
    private (int Status, JsonNode? Body) Api(string method, string[] path, JsonObject body) => (method, path) switch
    {
        ("GET", []) => (200, new JsonObject { ["version"] = _store.Read(state => state.Version) }),
        ("GET", ["v0", "orgs"]) => (200, _store.Read(Organizations)),
        ("GET", ["v0", "workspaces"]) => (200, _store.Read(state => Workspaces(state.Workspaces))),
        ("DELETE", ["v0", "workspaces", var id]) => (200, _store.Write(state => RemoveWorkspace(state, id))),
        ("GET", ["private", "resource-pools"]) => (200, _store.Read(state => new JsonObject { ["kubernetes"] = Array(state.Pools.Select(Tell)) })),
        ("POST", ["private", "resource-pools"]) => (201, _store.Write(state => CreatePool(state, body))),
        ("GET", ["private", "resource-pools", var id]) => (200, _store.Read(state => Tell(Find(state, id)))),
        ("PATCH", ["private", "resource-pools", var id]) => (200, _store.Write(state => ChangePool(state, Find(state, id), body))),
        ("DELETE", ["private", "resource-pools", var id]) => (200, _store.Write(state => RemovePool(state, Find(state, id)))),
        ("POST", ["private", "resource-pools", var id, "cordon"]) => (200, _store.Write(state => Cordon(Find(state, id), Text(body, "reason") ?? ""))),
        ("POST", ["private", "resource-pools", var id, "uncordon"]) => (200, _store.Write(state => Cordon(Find(state, id), null))),
        ("GET", ["private", "resource-pools", var id, "workspaces"]) => (200, _store.Read(state => Workspaces(state.Workspaces.Where(w => w.PoolId == Find(state, id).Id)))),
        _ => throw new ApiError(404, "not_found", $"{method} /api/{string.Join('/', path)} is not a call of this API."),
    };

    private JsonObject Tell(Pool pool)
    {
        var (status, reason) = Status(pool);
        var answer = new JsonObject
        {
            ["id"] = pool.Id,
            ["name"] = pool.Name,
            ["status"] = status,
            ["built_in"] = pool.BuiltIn,
            ["envproxy_access_url"] = pool.Hostname,
            ["devurl_host"] = "",
            ["org_whitelist"] = Array(pool.Organizations.Select(id => JsonValue.Create(id))),
            ["config"] = new JsonObject
            {
                ["cluster_address"] = pool.ClusterAddress,
                ["default_namespace"] = "default",
                ["storage_class"] = "",
                ["cluster_domain_suffix"] = ".svc.cluster.local",
                ["ssh_enabled"] = true,
            },
        };
        // Not a field of the real server: what a person would find out by looking there.
        if (reason is not null)
            answer["status_reason"] = reason;
        return answer;
    }

    private JsonNode CreatePool(CoderState state, JsonObject body)
    {
        var name = Required(body, "name");
        var hostname = Required(body, "hostname");
        var address = Required(body, "cluster_address");
        var access = new Uri(_options.AccessUrl);
        if (Text(body, "type") != "kubernetes")
            throw new ApiError(400, "bad_request", "type must be \"kubernetes\".");
        if (!Uri.TryCreate(hostname, UriKind.Absolute, out var url) || url.Scheme is not ("http" or "https"))
            throw new ApiError(400, "bad_request", $"hostname \"{hostname}\" must be a URL with the scheme http or https.");
        if (url.Scheme != access.Scheme)
            throw new ApiError(400, "bad_request", $"hostname \"{hostname}\" must have the scheme of the access URL, {access.Scheme}.");
        if (!url.Host.EndsWith("." + access.Host, StringComparison.OrdinalIgnoreCase))
            throw new ApiError(400, "bad_request", $"hostname \"{hostname}\" must be a subdomain of {access.Host}.");
        RequireFreeName(state, name);
        var pool = new Pool
        {
            Id = $"rp-{RandomNumberGenerator.GetHexString(12, lowercase: true)}",
            Name = name,
            Hostname = hostname,
            ClusterAddress = address,
            Token = RandomNumberGenerator.GetHexString(40, lowercase: true),
            Organizations = [.. state.Organizations.Where(o => o.Default).Select(o => o.Id)],
        };
        state.Pools.Add(pool);
        return new JsonObject { ["id"] = pool.Id, ["name"] = name, ["status"] = "pending", ["envproxy_token"] = pool.Token };
    }

    private JsonNode ChangePool(CoderState state, Pool pool, JsonObject body)
    {
        if (Text(body, "name") is { } name && name != pool.Name)
        {
            RequireFreeName(state, name);
            pool.Name = name;
        }

        if (body["org_whitelist"] is JsonArray list)
        {
            var ids = list.Select(item => item!.GetValue<string>()).ToList();
            if (ids.Find(id => state.Organizations.All(o => o.Id != id)) is { } unknown)
                throw new ApiError(400, "bad_request", $"There is no organization with the id \"{unknown}\".");
            pool.Organizations = ids;
        }

        return Tell(pool);
    }

    private JsonNode? RemovePool(CoderState state, Pool pool)
    {
        if (pool.BuiltIn)
            throw new ApiError(409, "conflict", "The built-in workspace provider cannot be removed.");
        if (state.Workspaces.Any(w => w.PoolId == pool.Id))
            throw new ApiError(409, "conflict", $"Workspace provider {pool.Name} still holds workspaces; remove them first.");
        state.Pools.Remove(pool);
        return null;
    }

    private JsonNode Cordon(Pool pool, string? reason)
    {
        pool.Cordoned = reason;
        return Tell(pool);
    }

    private static JsonNode? RemoveWorkspace(CoderState state, string id) =>
        state.Workspaces.RemoveAll(w => w.Id == id) == 0 ? throw new ApiError(404, "not_found", $"There is no workspace {id}.") : null;

    private static JsonArray Organizations(CoderState state) => Array(state.Organizations.Select(o => new JsonObject
    {
        ["id"] = o.Id,
        ["name"] = o.Name,
        ["description"] = o.Description,
        ["default"] = o.Default,
        ["workspace_count"] = state.Workspaces.Count(w => w.OrganizationId == o.Id),
    }));

    private static JsonArray Workspaces(IEnumerable<Workspace> workspaces) => Array(workspaces.Select(w => new JsonObject
    {
        ["id"] = w.Id,
        ["name"] = w.Name,
        ["organization_id"] = w.OrganizationId,
        ["user_id"] = w.UserId,
        ["resource_pool_id"] = w.PoolId,
        ["latest_stat"] = new JsonObject { ["container_status"] = w.ContainerStatus },
    }));

    private static Pool Find(CoderState state, string id) =>
        state.Pools.Find(pool => pool.Id == id) ?? throw new ApiError(404, "not_found", $"There is no workspace provider with the id \"{id}\".");

    private static void RequireFreeName(CoderState state, string name)
    {
        if (state.Pools.Any(pool => pool.Name == name))
            throw new ApiError(409, "conflict", $"A workspace provider named \"{name}\" exists already.");
    }

    private static string Required(JsonObject body, string name) =>
        Text(body, name) is { Length: > 0 } text ? text : throw new ApiError(400, "bad_request", $"{name} must be given.");

    private static string? Text(JsonObject body, string name) => body[name] is JsonValue value && value.TryGetValue<string>(out var text) ? text : null;

    private static JsonArray Array(IEnumerable<JsonNode?> items) => new([.. items]);
}
