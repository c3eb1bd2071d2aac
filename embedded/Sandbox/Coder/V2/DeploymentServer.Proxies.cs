using System.Security.Cryptography;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Coder.Infra.Sandbox.Kubernetes.Errors;

namespace Coder.Infra.Sandbox.Coder.V2;

public sealed partial class DeploymentServer
{
    private const string Primary = "primary";

    private (int Status, JsonNode? Body) Proxies(string method, string[] path, User user, JsonObject body, IReadOnlyList<RunningPod> pods)
    {
        RequireLicence("Workspace Proxy");
        if (!user.IsOwner)
            throw method == "GET" && path is [] ? new ApiException(403, "You are not authorized to use this endpoint.") : ApiException.Forbidden();
        return (method, path) switch
        {
            ("GET", []) => (200, _store.Read(state => new JsonObject { ["regions"] = Array([DescribePrimary(state), .. state.Proxies.Select(proxy => Describe(state, proxy, pods))]) })),
            ("POST", []) => (201, _store.Write(state => CreateProxy(state, body, pods))),
            ("GET", [var id]) => (200, _store.Read(state => IsPrimary(state, id) ? DescribePrimary(state) : Describe(state, FindProxy(state, id), pods))),
            ("PATCH", [var id]) => (200, _store.Write(state => ChangeProxy(state, id, body, pods))),
            ("DELETE", [var id]) => (200, _store.Write(state => DeleteProxy(state, id))),
            _ => throw new ApiException(404, "Route not found."),
        };
    }

    private HealthReport Health(DeploymentState state, Proxy proxy, IReadOnlyList<RunningPod> pods) => _health.Check(proxy, _options.AccessUrl, state.Version, pods);

    private JsonObject Describe(DeploymentState state, Proxy proxy, IReadOnlyList<RunningPod> pods) => Describe(proxy, Health(state, proxy, pods));

    private JsonObject Describe(Proxy proxy, HealthReport health) => new()
    {
        ["id"] = proxy.Id.ToString(),
        ["name"] = proxy.Name,
        ["display_name"] = proxy.DisplayName,
        ["icon_url"] = proxy.Icon,
        ["healthy"] = health.Status == "ok",
        ["path_app_url"] = proxy.Url,
        ["wildcard_hostname"] = proxy.Wildcard,
        ["derp_enabled"] = true,
        ["derp_only"] = false,
        ["status"] = new JsonObject
        {
            ["status"] = health.Status,
            ["report"] = new JsonObject { ["errors"] = Array(health.Errors.Select(e => JsonValue.Create(e))), ["warnings"] = Array(health.Warnings.Select(w => JsonValue.Create(w))) },
            ["checked_at"] = Timestamp(_options.Time.GetUtcNow()),
        },
        ["created_at"] = Timestamp(proxy.Created),
        ["updated_at"] = Timestamp(proxy.Updated),
        ["deleted"] = false,
        ["version"] = proxy.Version,
    };

    private JsonObject DescribePrimary(DeploymentState state) => Describe(
        new Proxy
        {
            Id = state.Id,
            Name = Primary,
            DisplayName = "Default",
            Icon = "/emojis/1f3e1.png",
            SecretHash = "",
            Url = _options.AccessUrl,
            Version = state.Version,
            Created = DateTimeOffset.UnixEpoch,
            Updated = DateTimeOffset.UnixEpoch,
        },
        new HealthReport("ok", [], []));

    private JsonNode CreateProxy(DeploymentState state, JsonObject body, IReadOnlyList<RunningPod> pods)
    {
        var name = ProxyName(body);
        if (name.Equals(Primary, StringComparison.OrdinalIgnoreCase))
            throw new ApiException(400, "The name \"primary\" is reserved for the primary region.", "Cannot name a workspace proxy 'primary'.", ("name", "Reserved name"));
        RequireFreeName(state, name, null);
        var now = _options.Time.GetUtcNow();
        var proxy = new Proxy { Id = Guid.NewGuid(), Name = name, DisplayName = Text(body, "display_name") ?? "", Icon = Text(body, "icon") ?? "", SecretHash = "", Created = now, Updated = now };
        var token = NewToken(proxy);
        state.Proxies.Add(proxy);
        return new JsonObject { ["proxy"] = Describe(state, proxy, pods), ["proxy_token"] = token };
    }

    private JsonNode ChangeProxy(DeploymentState state, string id, JsonObject body, IReadOnlyList<RunningPod> pods)
    {
        if (IsPrimary(state, id))
            throw new ApiException(400, "Cannot update name of default primary proxy, did you mean to update the 'display name'?", null, ("name", "Cannot update name of default primary proxy"));
        var proxy = FindProxy(state, id);
        var name = ProxyName(body);
        RequireFreeName(state, name, proxy);
        (proxy.Name, proxy.DisplayName, proxy.Icon) = (name, Text(body, "display_name") ?? "", Text(body, "icon") ?? "");
        proxy.Updated = _options.Time.GetUtcNow();
        var token = body["regenerate_token"]?.GetValue<bool>() == true ? NewToken(proxy) : "";
        return new JsonObject { ["proxy"] = Describe(state, proxy, pods), ["proxy_token"] = token };
    }

    private static JsonNode DeleteProxy(DeploymentState state, string id)
    {
        if (IsPrimary(state, id))
            throw new ApiException(400, "Cannot delete primary proxy");
        state.Proxies.Remove(FindProxy(state, id));
        return new JsonObject { ["message"] = "Proxy has been deleted!" };
    }

    private static string NewToken(Proxy proxy)
    {
        var secret = RandomNumberGenerator.GetHexString(64, lowercase: true);
        proxy.SecretHash = Hash(secret);
        return $"{proxy.Id}:{secret}";
    }

    private static string ProxyName(JsonObject body)
    {
        var name = Required(body, "name");
        return name.Length <= 32 && NamePattern().IsMatch(name) ? name : throw new ApiException(400, "Validation failed.", null, ("name", $"Validation failed for tag \"username\" with value: \"{name}\""));
    }

    private static void RequireFreeName(DeploymentState state, string name, Proxy? own)
    {
        if (state.Proxies.Any(proxy => proxy != own && proxy.Name.Equals(name, StringComparison.OrdinalIgnoreCase)))
            throw new ApiException(409, $"Workspace proxy with name \"{name}\" already exists.");
    }

    private static bool IsPrimary(DeploymentState state, string id) => id == Primary || id == state.Id.ToString();

    private static Proxy FindProxy(DeploymentState state, string id) =>
        state.Proxies.Find(proxy => proxy.Id.ToString() == id || proxy.Name.Equals(id, StringComparison.OrdinalIgnoreCase)) ?? throw ApiException.NotFound();

    [GeneratedRegex("^[a-zA-Z0-9]+(?:-[a-zA-Z0-9]+)*\\z")]
    private static partial Regex NamePattern();
}
