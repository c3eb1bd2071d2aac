namespace Coder.Infra.Sandbox.Coder;

/// <summary>What the deployment remembers; kept as one JSON file.</summary>
internal sealed record CoderState
{
    /// <summary>Version that <c>GET /api</c> tells in the header <c>coder-version</c>.</summary>
    public string Version { get; set; } = "1.19.2";

    /// <summary>Organizations, the default one first.</summary>
    public List<Organization> Organizations { get; init; } = [];

    /// <summary>Workspace providers, which the API calls resource pools.</summary>
    public List<Pool> Pools { get; init; } = [];

    /// <summary>Workspaces.</summary>
    public List<Workspace> Workspaces { get; init; } = [];
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

    /// <summary>Shared secret of deployment and provider; told once, when the pool is made.</summary>
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
