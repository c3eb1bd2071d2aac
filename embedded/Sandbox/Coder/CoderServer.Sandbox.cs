using System.Security.Cryptography;
using System.Text.Json.Nodes;

namespace Coder.Infra.Sandbox.Coder;

public sealed partial class CoderServer
{
    /// <summary>
    /// What only a sandbox has: <c>PUT version {version}</c>, <c>POST workspaces {name, provider, organization}</c>,
    /// <c>PUT stale-reads {count}</c>.
    /// </summary>
    private (int Status, JsonNode? Body) Sandbox(string method, string[] path, JsonObject body)
    {
        switch (method, path)
        {
            case ("PUT", ["version"]):
                _store.Write(state => state.Version = Required(body, "version"));
                return (200, new JsonObject { ["version"] = _store.Read(state => state.Version) });
            case ("POST", ["workspaces"]):
                return (201, _store.Write(state => AddWorkspace(state, Required(body, "name"), Required(body, "provider"), Text(body, "organization") ?? "default")));
            case ("PUT", ["stale-reads"]):
                _store.StaleReads(body["count"]?.GetValue<int>() ?? throw new ApiError(400, "bad_request", "count must be given."));
                return (200, null);
            default:
                throw new ApiError(404, "not_found", $"{method} /sandbox/{string.Join('/', path)} is not a call of the sandbox.");
        }
    }

    private JsonObject AddWorkspace(CoderState state, string name, string provider, string organization)
    {
        var pool = state.Pools.Find(p => p.Name == provider || p.Id == provider) ?? throw new ApiError(404, "not_found", $"There is no workspace provider \"{provider}\".");
        var owner = state.Organizations.Find(o => o.Name == organization) ?? throw new ApiError(404, "not_found", $"There is no organization \"{organization}\".");
        if (Status(pool) is not ("ready", _) and var (status, reason))
            throw new ApiError(409, "conflict", $"Workspace provider {pool.Name} takes no workspaces: it is {status} ({reason}).");
        if (!pool.Organizations.Contains(owner.Id))
            throw new ApiError(409, "conflict", $"Organization {owner.Name} is not on the allowlist of workspace provider {pool.Name}.");
        var workspace = new Workspace($"ws-{RandomNumberGenerator.GetHexString(8, lowercase: true)}", name, owner.Id, "user-admin", pool.Id, "ON");
        state.Workspaces.Add(workspace);
        return (JsonObject)Workspaces([workspace])[0]!.DeepClone();
    }
}
