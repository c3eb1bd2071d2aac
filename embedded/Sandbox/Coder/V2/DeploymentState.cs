using System.Security.Cryptography;
using System.Text.Json.Serialization;

namespace Coder.Infra.Sandbox.Coder.V2;

/// <summary>What a Coder v2 deployment remembers; kept as one JSON file.</summary>
internal sealed partial record DeploymentState
{
    /// <summary>Version with its commit, as <c>/buildinfo</c> reports it.</summary>
    public string Version { get; set; } = Release.WithCommit("2.19.0");

    /// <summary>The deployment's id, and its primary proxy's.</summary>
    public Guid Id { get; init; } = Guid.NewGuid();

    /// <summary>What the licence covers.</summary>
    public Licence Licence { get; set; } = Licence.On;

    /// <summary>Users; the first has the role Owner.</summary>
    public List<User> Users { get; init; } = [];

    /// <summary>Organizations, the default one first.</summary>
    public List<Organization> Organizations { get; init; } = [];

    /// <summary>Workspace proxies, the primary aside.</summary>
    public List<Proxy> Proxies { get; init; } = [];

    /// <summary>Keys of external provisioners.</summary>
    public List<ProvisionerKey> Keys { get; init; } = [];

    /// <summary>Provisioner daemons that connected, running or not.</summary>
    public List<Daemon> Daemons { get; init; } = [];

    /// <summary>A store of it.</summary>
    /// <param name="file">Where it is kept; null for memory only.</param>
    public static StateStore<DeploymentState> Open(string? file) => new(file, DeploymentJson.Default.DeploymentState, () => new DeploymentState
    {
        Users = { User.New("admin", isOwner: true), User.New("member", isOwner: false) },
        Organizations =
        {
            new Organization(Guid.NewGuid(), "coder", "Coder", true),
            new Organization(Guid.NewGuid(), "platform", "Platform engineering", false),
        },
    });

    [JsonSerializable(typeof(DeploymentState))]
    [JsonSourceGenerationOptions(WriteIndented = true, UseStringEnumConverter = true)]
    private sealed partial class DeploymentJson : JsonSerializerContext;
}

/// <summary>What the licence covers: everything, nothing, or everything for a little while after it ended.</summary>
internal enum Licence
{
    /// <summary>Valid.</summary>
    On,

    /// <summary>None.</summary>
    Off,

    /// <summary>Expired, in its grace period.</summary>
    Grace,
}

/// <summary>A user.</summary>
/// <param name="Id">Id.</param>
/// <param name="Username">Name.</param>
/// <param name="Token">Session token. A secret.</param>
/// <param name="IsOwner">Whether the user has the role Owner.</param>
internal sealed record User(Guid Id, string Username, string Token, bool IsOwner)
{
    /// <summary>One with a new token, in the form of Coder's: an id and a secret.</summary>
    public static User New(string name, bool isOwner)
    {
        const string Letters = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
        return new User(Guid.NewGuid(), name, $"{RandomNumberGenerator.GetString(Letters, 10)}-{RandomNumberGenerator.GetString(Letters, 22)}", isOwner);
    }
}

/// <summary>An organization.</summary>
internal sealed record Organization(Guid Id, string Name, string DisplayName, bool IsDefault);

/// <summary>A workspace proxy.</summary>
internal sealed record Proxy
{
    /// <summary>Id, given by the deployment.</summary>
    public required Guid Id { get; init; }

    /// <summary>Name, unique without regard to case.</summary>
    public required string Name { get; set; }

    /// <summary>Name for people.</summary>
    public string DisplayName { get; set; } = "";

    /// <summary>URL of an icon.</summary>
    public string Icon { get; set; } = "";

    /// <summary>SHA-256 of the token's secret half; the token itself is shown once.</summary>
    public required string SecretHash { get; set; }

    /// <summary>Access URL, from the proxy itself when it starts; empty before.</summary>
    public string Url { get; set; } = "";

    /// <summary>Wildcard host, from the proxy itself.</summary>
    public string Wildcard { get; set; } = "";

    /// <summary>The proxy's version, from the proxy itself.</summary>
    public string Version { get; set; } = "";

    /// <summary>What is wrong with it by command of the sandbox; null when nothing is.</summary>
    public string? Fault { get; set; }

    /// <summary>When it was created.</summary>
    public required DateTimeOffset Created { get; init; }

    /// <summary>When it was last changed.</summary>
    public required DateTimeOffset Updated { get; set; }
}

/// <summary>A key that external provisioners of an organization connect with.</summary>
/// <param name="Id">Id.</param>
/// <param name="OrganizationId">Its organization.</param>
/// <param name="Name">Unique in the organization.</param>
/// <param name="SecretHash">SHA-256 of the key; the key itself is shown once.</param>
/// <param name="Tags">Tags of the builds that its daemons take.</param>
/// <param name="Created">When it was created.</param>
internal sealed record ProvisionerKey(Guid Id, Guid OrganizationId, string Name, string SecretHash, SortedDictionary<string, string> Tags, DateTimeOffset Created);

/// <summary>A provisioner daemon: one pod that connected with a key.</summary>
internal sealed record Daemon
{
    /// <summary>Id.</summary>
    public required Guid Id { get; init; }

    /// <summary>The pod's uid.</summary>
    public required string PodUid { get; init; }

    /// <summary>The pod's name.</summary>
    public required string Name { get; init; }

    /// <summary>The key that it connected with.</summary>
    public required Guid KeyId { get; init; }

    /// <summary>Its version.</summary>
    public required string Version { get; init; }

    /// <summary>When it connected.</summary>
    public required DateTimeOffset Created { get; init; }

    /// <summary>When it was last there.</summary>
    public required DateTimeOffset LastSeen { get; set; }

    /// <summary>Whether it is there.</summary>
    public bool IsOnline { get; set; }

    /// <summary>What it builds; null while idle.</summary>
    public Build? Build { get; set; }
}

/// <summary>A workspace build that runs.</summary>
internal sealed record Build(Guid Id, string Workspace, string Template, DateTimeOffset Started);
