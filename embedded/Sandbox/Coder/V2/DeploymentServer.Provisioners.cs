using System.Security.Cryptography;
using System.Text.Json.Nodes;
using Coder.Infra.Sandbox.Kubernetes.Errors;

namespace Coder.Infra.Sandbox.Coder.V2;

public sealed partial class DeploymentServer
{
    private static readonly string[] ReservedKeys = ["built-in", "psk", "user-auth"];

    private (int Status, JsonNode? Body) Keys(string method, string organization, string[] path, User user, JsonObject body)
    {
        RequireLicence("External Provisioner Daemons");
        return (method, path) switch
        {
            ("GET", []) => (200, _store.Read(state => Array(KeysOf(state, FindOrganization(state, organization)).Select(Describe)))),
            ("POST", []) => (201, _store.Write(state => CreateKey(state, FindOrganization(state, organization), body))),
            ("GET", [var name]) => (200, _store.Read(state => Describe(FindKey(state, FindOrganization(state, organization), name)))),
            ("DELETE", [var name]) => (204, _store.Write(state => DeleteKey(state, FindOrganization(state, organization), name))),
            _ => throw new ApiException(404, "Route not found."),
        };
    }

    private static IEnumerable<ProvisionerKey> KeysOf(DeploymentState state, Organization organization) => state.Keys.Where(key => key.OrganizationId == organization.Id);

    private static ProvisionerKey FindKey(DeploymentState state, Organization organization, string name) =>
        KeysOf(state, organization).FirstOrDefault(key => key.Name.Equals(name, StringComparison.OrdinalIgnoreCase)) ?? throw ApiException.NotFound();

    private static JsonObject Describe(ProvisionerKey key) => new()
    {
        ["id"] = key.Id.ToString(),
        ["created_at"] = Timestamp(key.Created),
        ["organization"] = key.OrganizationId.ToString(),
        ["name"] = key.Name,
        ["tags"] = Tags(key),
    };

    private static JsonObject Tags(ProvisionerKey key) => new(key.Tags.Select(tag => KeyValuePair.Create(tag.Key, (JsonNode?)JsonValue.Create(tag.Value))));

    private JsonNode CreateKey(DeploymentState state, Organization organization, JsonObject body)
    {
        var name = Text(body, "name") ?? "";
        var problem = name.Length == 0 ? "Name is required" : name.Length > 64 ? "Name must be at most 64 characters" : ReservedKeys.Contains(name) ? $"Name cannot be reserved name '{name}'" : null;
        if (problem is not null)
            throw new ApiException(400, problem, null, ("name", problem));
        if (KeysOf(state, organization).Any(key => key.Name.Equals(name, StringComparison.OrdinalIgnoreCase)))
            throw new ApiException(409, $"Provisioner key with name '{name}' already exists in organization");
        var tags = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (var (key, value) in body["tags"] as JsonObject ?? [])
            tags[key] = value is JsonValue text && text.TryGetValue<string>(out var tag) ? tag : throw new ApiException(400, "Request body must be valid JSON.", $"The tag {key} must be a string.");
        var secret = RandomNumberGenerator.GetString("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz", 43);
        state.Keys.Add(new ProvisionerKey(Guid.NewGuid(), organization.Id, name, Hash(secret), tags, _options.Time.GetUtcNow()));
        return new JsonObject { ["key"] = secret };
    }

    /// <summary>A key's daemons go with it: they are disconnected, and their pods cannot connect again.</summary>
    private static JsonNode? DeleteKey(DeploymentState state, Organization organization, string name)
    {
        if (ReservedKeys.Contains(name))
            throw new ApiException(400, $"Cannot delete reserved provisioner key '{name}'");
        var key = FindKey(state, organization, name);
        state.Keys.Remove(key);
        state.Daemons.RemoveAll(daemon => daemon.KeyId == key.Id);
        return null;
    }

    private static JsonArray Daemons(DeploymentState state, Organization organization) => Array(
        from daemon in state.Daemons
        join key in KeysOf(state, organization) on daemon.KeyId equals key.Id
        select new JsonObject
        {
            ["id"] = daemon.Id.ToString(),
            ["organization_id"] = organization.Id.ToString(),
            ["key_id"] = key.Id.ToString(),
            ["key_name"] = key.Name,
            ["created_at"] = Timestamp(daemon.Created),
            ["last_seen_at"] = Timestamp(daemon.LastSeen),
            ["name"] = daemon.Name,
            ["version"] = daemon.Version,
            ["api_version"] = "1.3",
            ["provisioners"] = new JsonArray("terraform"),
            ["tags"] = Tags(key),
            ["status"] = !daemon.IsOnline ? "offline" : daemon.Build is null ? "idle" : "busy",
            ["current_job"] = daemon.Build is not { } build ? null : new JsonObject
            {
                ["id"] = build.Id.ToString(),
                ["status"] = "running",
                ["template_name"] = build.Template,
                ["template_icon"] = "",
                ["template_display_name"] = "",
            },
            ["previous_job"] = null,
        });

    /// <summary>Running jobs; <c>metadata.workspace_name</c> says what is being built.</summary>
    private static JsonArray Jobs(DeploymentState state, Organization organization) => Array(
        from daemon in state.Daemons
        join key in KeysOf(state, organization) on daemon.KeyId equals key.Id
        let build = daemon.Build
        where build is not null
        select new JsonObject
        {
            ["id"] = build.Id.ToString(),
            ["created_at"] = Timestamp(build.Started),
            ["started_at"] = Timestamp(build.Started),
            ["status"] = "running",
            ["type"] = "workspace_build",
            ["organization_id"] = organization.Id.ToString(),
            ["worker_id"] = daemon.Id.ToString(),
            ["worker_name"] = daemon.Name,
            ["tags"] = Tags(key),
            ["metadata"] = new JsonObject { ["template_name"] = build.Template, ["workspace_name"] = build.Workspace },
        });
}
