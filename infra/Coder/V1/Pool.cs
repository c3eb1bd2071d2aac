using System.Text.Json.Serialization;

namespace Coder.Infra.Coder.V1;

/// <summary>A workspace provider as the API returns it; the API calls it a resource pool.</summary>
internal sealed record Pool
{
    /// <summary>Id, given by the deployment.</summary>
    public string Id { get; init; } = "";

    /// <summary>Unique name.</summary>
    public string Name { get; init; } = "";

    /// <summary><c>pending</c> or <c>ready</c>; a cordoned one is neither.</summary>
    public string Status { get; init; } = "";

    /// <summary>Why it is not ready, where the deployment says so.</summary>
    public string? StatusReason { get; init; }

    /// <summary>URL of the provider, with its scheme.</summary>
    public string EnvproxyAccessUrl { get; init; } = "";

    /// <summary>Ids of the organizations that may use it.</summary>
    public IReadOnlyList<string> OrgWhitelist { get; init; } = [];

    /// <summary>Its configuration.</summary>
    public PoolConfig Config { get; init; } = new();

    /// <summary>Whether it takes no new workspaces.</summary>
    [JsonIgnore]
    public bool IsCordoned => Status is not ("pending" or "ready");

    /// <summary>Whether it stands for the given host and cluster.</summary>
    public bool IsFor(string hostname, string clusterAddress) =>
        string.Equals(EnvproxyAccessUrl.TrimEnd('/'), hostname.TrimEnd('/'), StringComparison.OrdinalIgnoreCase)
        && string.Equals(Config.ClusterAddress.TrimEnd('/'), clusterAddress.TrimEnd('/'), StringComparison.OrdinalIgnoreCase);
}

/// <summary>Configuration of a workspace provider.</summary>
internal sealed record PoolConfig
{
    /// <summary>Address of the cluster's API server.</summary>
    public string ClusterAddress { get; init; } = "";
}

/// <summary>A list of workspace providers.</summary>
internal sealed record PoolList
{
    /// <summary>Those on Kubernetes; there are no others.</summary>
    public IReadOnlyList<Pool> Kubernetes { get; init; } = [];
}

/// <summary>A new workspace provider.</summary>
internal sealed record NewPool(string Name, string Type, string Hostname, string ClusterAddress);

/// <summary>What comes of it; the token is shown here and never again.</summary>
internal sealed record CreatedPool
{
    /// <summary>Id.</summary>
    public string Id { get; init; } = "";

    /// <summary>Name.</summary>
    public string Name { get; init; } = "";

    /// <summary>Status.</summary>
    public string Status { get; init; } = "";

    /// <summary>Secret shared by the deployment and the provider.</summary>
    public string EnvproxyToken { get; init; } = "";

    /// <summary>Names the pool, never the token.</summary>
    public override string ToString() => $"{Name} ({Id})";
}

/// <summary>Changes of a workspace provider; what is null stays.</summary>
internal sealed record PoolChange(string? Name = null, IReadOnlyList<string>? OrgWhitelist = null);

/// <summary>Why a provider is cordoned.</summary>
internal sealed record CordonRequest(string Reason);

/// <summary>An organization.</summary>
internal sealed record Organization
{
    /// <summary>Id.</summary>
    public string Id { get; init; } = "";

    /// <summary>Name.</summary>
    public string Name { get; init; } = "";
}

/// <summary>A workspace.</summary>
internal sealed record Workspace
{
    /// <summary>Id.</summary>
    public string Id { get; init; } = "";

    /// <summary>Name.</summary>
    public string Name { get; init; } = "";

    /// <summary>Provider it runs on.</summary>
    public string ResourcePoolId { get; init; } = "";
}

/// <summary>How the API writes its objects: snake_case; read without reflection, for a quick start.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(PoolList))]
[JsonSerializable(typeof(Pool))]
[JsonSerializable(typeof(NewPool))]
[JsonSerializable(typeof(CreatedPool))]
[JsonSerializable(typeof(PoolChange))]
[JsonSerializable(typeof(CordonRequest))]
[JsonSerializable(typeof(List<Organization>))]
[JsonSerializable(typeof(List<Workspace>))]
internal sealed partial class CoderJson : JsonSerializerContext;
