using System.Text.Json.Serialization;

namespace Coder.Infra.Coder.V2;

/// <summary>What answers at an access URL (<c>GET /buildinfo</c>).</summary>
internal sealed record BuildInfo
{
    /// <summary>Version, with a leading <c>v</c> and the commit after a plus sign.</summary>
    public string Version { get; init; } = "";

    /// <summary>The deployment's access URL.</summary>
    public string DashboardUrl { get; init; } = "";

    /// <summary>Whether a workspace proxy answers, and not the deployment.</summary>
    public bool WorkspaceProxy { get; init; }
}

/// <summary>Whose token it is.</summary>
internal sealed record User
{
    /// <summary>Name.</summary>
    public string Username { get; init; } = "";

    /// <summary>Roles of the whole deployment.</summary>
    public IReadOnlyList<Role> Roles { get; init; } = [];
}

/// <summary>A role.</summary>
internal sealed record Role
{
    /// <summary>Name, such as <c>owner</c>.</summary>
    public string Name { get; init; } = "";
}

/// <summary>What the licence covers.</summary>
internal sealed record Entitlements
{
    /// <summary>The features, by name.</summary>
    public Dictionary<string, Feature> Features { get; init; } = [];
}

/// <summary>A feature of the licence.</summary>
internal sealed record Feature
{
    /// <summary><c>entitled</c>, <c>grace_period</c> or <c>not_entitled</c>.</summary>
    public string Entitlement { get; init; } = "not_entitled";
}

/// <summary>An organization.</summary>
internal sealed record Organization
{
    /// <summary>Id.</summary>
    public string Id { get; init; } = "";

    /// <summary>Name.</summary>
    public string Name { get; init; } = "";

    /// <summary>Whether it is the one that every deployment has.</summary>
    public bool IsDefault { get; init; }
}

/// <summary>A key of provisioners, without the secret.</summary>
internal sealed record ProvisionerKeyInfo
{
    /// <summary>Id.</summary>
    public string Id { get; init; } = "";

    /// <summary>Name, unique in its organization.</summary>
    public string Name { get; init; } = "";

    /// <summary>Its tags.</summary>
    public Dictionary<string, string> Tags { get; init; } = [];
}

/// <summary>A new key.</summary>
internal sealed record NewProvisionerKey(string Name, IReadOnlyDictionary<string, string> Tags);

/// <summary>What comes of it: the key is shown here and never again.</summary>
internal sealed record CreatedProvisionerKey
{
    /// <summary>The key. A secret.</summary>
    public string Key { get; init; } = "";

    /// <summary>Does not show the key.</summary>
    public override string ToString() => "a key";
}

/// <summary>A provisioner that is or was connected.</summary>
internal sealed record Daemon
{
    /// <summary>Id.</summary>
    public string Id { get; init; } = "";

    /// <summary>Name: that of its pod.</summary>
    public string Name { get; init; } = "";

    /// <summary>Id of its key.</summary>
    public string KeyId { get; init; } = "";

    /// <summary>Its version, with a leading <c>v</c> and the commit after a plus sign.</summary>
    public string Version { get; init; } = "";

    /// <summary><c>idle</c>, <c>busy</c> or <c>offline</c>.</summary>
    public string Status { get; init; } = "";

    /// <summary>What it builds; null where it builds nothing.</summary>
    public DaemonJob? CurrentJob { get; init; }
}

/// <summary>What a provisioner is at.</summary>
internal sealed record DaemonJob
{
    /// <summary>Id.</summary>
    public string Id { get; init; } = "";

    /// <summary>Name of the template.</summary>
    public string TemplateName { get; init; } = "";
}

/// <summary>A job of the provisioners.</summary>
internal sealed record ProvisionerJob
{
    /// <summary>Id.</summary>
    public string Id { get; init; } = "";

    /// <summary>What it is about.</summary>
    public JobMetadata Metadata { get; init; } = new();
}

/// <summary>What a job is about.</summary>
internal sealed record JobMetadata
{
    /// <summary>Name of the workspace; empty for another job than a workspace's build.</summary>
    public string WorkspaceName { get; init; } = "";
}

/// <summary>How the API writes its objects: snake_case; read without reflection, for a quick start.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(BuildInfo))]
[JsonSerializable(typeof(User))]
[JsonSerializable(typeof(Entitlements))]
[JsonSerializable(typeof(List<Organization>))]
[JsonSerializable(typeof(ProxyList))]
[JsonSerializable(typeof(Proxy))]
[JsonSerializable(typeof(NewProxy))]
[JsonSerializable(typeof(ProxyChange))]
[JsonSerializable(typeof(ProxyWithToken))]
[JsonSerializable(typeof(List<ProvisionerKeyInfo>))]
[JsonSerializable(typeof(NewProvisionerKey))]
[JsonSerializable(typeof(CreatedProvisionerKey))]
[JsonSerializable(typeof(List<Daemon>))]
[JsonSerializable(typeof(List<ProvisionerJob>))]
internal sealed partial class DeploymentJson : JsonSerializerContext;
