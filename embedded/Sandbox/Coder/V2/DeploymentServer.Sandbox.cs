using System.Text.Json.Nodes;
using Coder.Infra.Sandbox.Kubernetes.Errors;

namespace Coder.Infra.Sandbox.Coder.V2;

public sealed partial class DeploymentServer
{
    /// <summary>
    /// What only a sandbox has: <c>PUT version {version}</c>, <c>PUT licence {state}</c>, <c>PUT proxies/{name}/fault {error}</c>
    /// (null ends it), <c>POST builds {workspace, daemon?, template?}</c>, <c>DELETE builds/{workspace}</c>, <c>PUT stale-reads {count}</c>.
    /// </summary>
    private (int Status, JsonNode? Body) Sandbox(string method, string[] path, User user, JsonObject body)
    {
        switch (method, path)
        {
            case ("PUT", ["version"]):
                return (200, _store.Write(state => new JsonObject { ["version"] = state.Version = Release.WithCommit(Required(body, "version")) }));
            case ("PUT", ["licence"]):
                if (!Enum.TryParse<Licence>(Required(body, "state"), ignoreCase: true, out var licence))
                    throw new ApiException(400, $"The licence \"{Text(body, "state")}\" must be on, off or grace.");
                _store.Write(state => state.Licence = licence);
                return (200, null);
            case ("PUT", ["proxies", var name, "fault"]):
                _store.Write(state => FindProxy(state, name).Fault = Text(body, "error"));
                return (200, null);
            case ("POST", ["builds"]):
                return (201, _store.Write(state => StartBuild(state, Required(body, "workspace"), Text(body, "daemon"), Text(body, "template") ?? "kubernetes")));
            case ("DELETE", ["builds", var workspace]):
                _store.Write(state => (state.Daemons.Find(d => d.Build?.Workspace == workspace) ?? throw new ApiException(404, $"There is no running build of the workspace \"{workspace}\".")).Build = null);
                return (200, null);
            case ("PUT", ["stale-reads"]):
                _store.StaleReads(body["count"]?.GetValue<int>() ?? throw new ApiException(400, "count must be given."));
                return (200, null);
            default:
                throw new ApiException(404, $"{method} /sandbox/{string.Join('/', path)} is not a call of the sandbox.");
        }
    }

    private JsonNode StartBuild(DeploymentState state, string workspace, string? daemon, string template)
    {
        var free = state.Daemons.Find(d => d.IsOnline && d.Build is null && (daemon is null || d.Name == daemon || state.Keys.Any(key => key.Id == d.KeyId && key.Name == daemon)))
            ?? throw new ApiException(409, daemon is null ? "No provisioner daemon is idle." : $"No provisioner daemon of the name or key \"{daemon}\" is idle.");
        free.Build = new Build(Guid.NewGuid(), workspace, template, _options.Time.GetUtcNow());
        return new JsonObject { ["daemon"] = free.Name };
    }
}
