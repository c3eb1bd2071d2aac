using System.Text.Json.Nodes;
using Coder.Infra.Sandbox.Kubernetes.Errors;

namespace Coder.Infra.Sandbox.Coder.V2;

public sealed partial class DeploymentServer
{
    private (int Status, JsonNode? Body) Api(string method, string[] path, User user, JsonObject body, IReadOnlyList<RunningPod> pods) => (method, path) switch
    {
        ("GET", []) => (200, new JsonObject { ["message"] = "👋" }),
        ("GET", ["users", "me"]) => (200, _store.Read(state => Describe(state, user))),
        ("GET", ["entitlements"]) => (200, _store.Read(Entitlements)),
        ("GET", ["organizations"]) => (200, _store.Read(state => Array(state.Organizations.Select(Describe)))),
        ("GET", ["organizations", var id]) => (200, _store.Read(state => Describe(FindOrganization(state, id)))),
        (_, ["workspaceproxies", ..]) => Proxies(method, path[1..], user, body, pods),
        (_, ["organizations", var id, "provisionerkeys", ..]) => Keys(method, id, path[3..], RequireOwner(user), body),
        ("GET", ["organizations", var id, "provisionerdaemons"]) => (200, _store.Read(state => Daemons(state, FindOrganization(state, id)))),
        ("GET", ["organizations", var id, "provisionerjobs"]) => (200, _store.Read(state => Jobs(state, FindOrganization(state, id)))),
        _ => throw new ApiException(404, "Route not found."),
    };

    private static JsonNode Describe(DeploymentState state, User user) => new JsonObject
    {
        ["id"] = user.Id.ToString(),
        ["username"] = user.Username,
        ["name"] = "",
        ["email"] = $"{user.Username}@coder.localhost",
        ["status"] = "active",
        ["login_type"] = "password",
        ["organization_ids"] = Array(state.Organizations.Where(o => user.IsOwner || o.IsDefault).Select(o => JsonValue.Create(o.Id.ToString()))),
        ["roles"] = user.IsOwner ? new JsonArray(new JsonObject { ["name"] = "owner", ["display_name"] = "Owner" }) : new JsonArray(),
    };

    private static JsonNode Describe(Organization organization) => new JsonObject
    {
        ["id"] = organization.Id.ToString(),
        ["name"] = organization.Name,
        ["display_name"] = organization.DisplayName,
        ["description"] = "",
        ["icon"] = "",
        ["is_default"] = organization.IsDefault,
    };

    private static JsonNode Entitlements(DeploymentState state)
    {
        JsonObject Feature() => new()
        {
            ["entitlement"] = state.Licence switch { Licence.On => "entitled", Licence.Grace => "grace_period", _ => "not_entitled" },
            ["enabled"] = state.Licence != Licence.Off,
            ["limit"] = null,
            ["actual"] = null,
        };
        return new JsonObject
        {
            ["features"] = new JsonObject { ["external_provisioner_daemons"] = Feature(), ["workspace_proxy"] = Feature() },
            ["warnings"] = state.Licence == Licence.Grace ? new JsonArray("External Provisioner Daemons is enabled but your license for this feature is expired.", "Workspace Proxy is enabled but your license for this feature is expired.") : new JsonArray(),
            ["errors"] = new JsonArray(),
            ["has_license"] = state.Licence != Licence.Off,
            ["trial"] = false,
            ["require_telemetry"] = false,
        };
    }

    private void RequireLicence(string feature)
    {
        if (_store.Read(state => state.Licence) == Licence.Off)
            throw ApiException.NotLicensed(feature);
    }

    private static Organization FindOrganization(DeploymentState state, string id) =>
        state.Organizations.Find(o => o.Id.ToString() == id || o.Name == id || id == "default" && o.IsDefault) ?? throw ApiException.NotFound();

    private static string Required(JsonObject body, string name) => Text(body, name) is { Length: > 0 } text ? text
        : throw new ApiException(400, "Validation failed.", null, (name, $"Validation failed for tag \"required\" with value: \"{Text(body, name) ?? ""}\""));

    private static string? Text(JsonObject body, string name) => body[name] is JsonValue value && value.TryGetValue<string>(out var text) ? text : null;

    private static JsonArray Array(IEnumerable<JsonNode?> items) => new([.. items]);

    private static string Timestamp(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.ffffff'Z'", System.Globalization.CultureInfo.InvariantCulture);
}
