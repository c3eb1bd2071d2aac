using System.Text.Json.Serialization;

namespace Coder.Infra.Sandbox.Coder;

/// <summary>What the deployment remembers; kept as one JSON file.</summary>
internal sealed partial record CoderState
{
    /// <summary>Version in the header <c>coder-version</c> of every answer.</summary>
    public string Version { get; set; } = "1.19.2";

    /// <summary>Organizations, the default one first.</summary>
    public List<Organization> Organizations { get; init; } = [];

    /// <summary>Workspace providers, which the API calls resource pools.</summary>
    public List<Pool> Pools { get; init; } = [];

    /// <summary>Workspaces.</summary>
    public List<Workspace> Workspaces { get; init; } = [];

    /// <summary>A store of it.</summary>
    /// <param name="file">Where it is kept; null for memory only.</param>
    public static StateStore<CoderState> Open(string? file) => new(file, StateJson.Default.CoderState, () => new CoderState
    {
        Organizations =
        {
            new Organization("org-default", "default", "The organization everybody is in", true),
            new Organization("org-platform", "platform", "Platform engineering", false),
            new Organization("org-data", "data", "Data science", false),
        },
    });

    [JsonSerializable(typeof(CoderState))]
    [JsonSourceGenerationOptions(WriteIndented = true)]
    private sealed partial class StateJson : JsonSerializerContext;
}

/// <summary>An organization.</summary>
internal sealed record Organization(string Id, string Name, string Description, bool Default);

/// <summary>A workspace provider.</summary>
internal sealed record Pool
{
    /// <summary>Id, given by the deployment.</summary>
    public required string Id { get; init; }

    /// <summary>Unique name.</summary>
    public required string Name { get; set; }

    /// <summary>Access URL of the provider, with scheme.</summary>
    public required string Hostname { get; init; }

    /// <summary>Address of the cluster's API server.</summary>
    public required string ClusterAddress { get; init; }

    /// <summary>Shared secret of deployment and provider; shown once, when the pool is created.</summary>
    public required string Token { get; init; }

    /// <summary>Whether the provider belongs to the deployment itself and cannot be removed.</summary>
    public bool BuiltIn { get; init; }

    /// <summary>Why no new workspaces are taken; null while they are.</summary>
    public string? Cordoned { get; set; }

    /// <summary>Ids of the organizations that may use it.</summary>
    public List<string> Organizations { get; set; } = [];
}

/// <summary>A workspace.</summary>
internal sealed record Workspace(string Id, string Name, string OrganizationId, string UserId, string PoolId, string ContainerStatus);
