using System.Collections.Immutable;

namespace Coder.Infra.Settings;

/// <summary>What a stack provisions, and what of that is data: names, charts, variables. What is done is in the file of the kind.</summary>
public sealed record StackKind
{
    /// <summary>Coder v1: a cluster for workspaces, and a proxy near it.</summary>
    public static StackKind WorkspaceProvider { get; } = new()
    {
        Name = "workspaceProvider",
        Noun = "workspace provider",
        Generation = 1,
        ChartRepository = "https://helm.coder.com",
        Chart = "workspace-provider",
        Release = "coder-workspace-provider",
        Values = ChartValues.WorkspaceProvider,
        TlsValues = ["ingress.tls"],
        CertificateSecret = "coder-workspace-provider-tls",
        TokenVariables = ["CODER_TOKEN"],
        ChartGap = (repository, version) => repository?.TrimEnd('/') != "https://helm.coder.com" || version.HasChart ? null
            : version.CompareTo(CoderVersion.ChartBegin) < 0
                ? $"\"{version}\" has no workspace-provider chart: the chart began with Coder 1.17. Upgrade the Coder deployment first."
                : $"\"{version}\" has no workspace-provider chart: it ended with Coder 1.21 (that of 1.22.0 only uninstalls). " +
                  "Keep the deployment at 1.21, or name a repository that carries the chart on: pulumi config set --path chart.repo <url>",
    };

    /// <summary>Coder v2: a relay near the users.</summary>
    public static StackKind WorkspaceProxy { get; } = new()
    {
        Name = "workspaceProxy",
        Noun = "workspace proxy",
        Generation = 2,
        ChartRepository = "https://helm.coder.com/v2",
        Chart = "coder",
        Release = "coder-workspace-proxy",
        Values = ChartValues.WorkspaceProxy,
        TlsValues = ["coder.ingress.tls", "coder.tls"],
        Variables = ["CODER_PRIMARY_ACCESS_URL", "CODER_PROXY_SESSION_TOKEN", "CODER_ACCESS_URL", "CODER_WILDCARD_ACCESS_URL"],
        CertificateSecret = "coder-workspace-proxy-tls",
        TokenVariables = ["CODER_SESSION_TOKEN", "CODER_TOKEN"],
        ChartGap = V2Gap,
    };

    /// <summary>Coder v2: what builds workspaces in a cluster, with credentials of its own.</summary>
    public static StackKind Provisioner { get; } = new()
    {
        Name = "provisioner",
        Noun = "provisioner",
        Generation = 2,
        ChartRepository = "https://helm.coder.com/v2",
        Chart = "coder-provisioner",
        Release = "coder-provisioner",
        Values = ChartValues.Provisioner,
        Variables = ["CODER_URL", "CODER_PROVISIONER_DAEMON_KEY", "CODER_PROVISIONER_DAEMON_PSK"],
        TokenVariables = ["CODER_SESSION_TOKEN", "CODER_TOKEN"],
        ChartGap = V2Gap,
    };

    /// <summary>All kinds; of each generation, the first one serves where nothing is set.</summary>
    public static ImmutableArray<StackKind> All { get; } = [WorkspaceProvider, WorkspaceProxy, Provisioner];

    private StackKind()
    {
    }

    /// <summary>Name in the setting <c>kind</c>.</summary>
    public required string Name { get; init; }

    /// <summary>What it is called in a sentence.</summary>
    public required string Noun { get; init; }

    /// <summary>The generation of Coder that has it: 1 or 2.</summary>
    public required int Generation { get; init; }

    /// <summary>The repository that has its chart.</summary>
    public required string ChartRepository { get; init; }

    /// <summary>Name of its chart.</summary>
    public required string Chart { get; init; }

    /// <summary>Name of the release.</summary>
    public required string Release { get; init; }

    /// <summary>The values of its chart that the stack checks.</summary>
    public required ChartValue Values { get; init; }

    /// <summary>The values by which a user may serve a certificate without this stack.</summary>
    public ImmutableArray<string> TlsValues { get; init; } = [];

    /// <summary>The environment variables of its pods that the stack sets; a user's values cannot.</summary>
    public ImmutableArray<string> Variables { get; init; } = [];

    /// <summary>The secret of its certificate, where no other is named; empty where it has none.</summary>
    public string CertificateSecret { get; init; } = "";

    /// <summary>Whether it has a host name, with a certificate and records.</summary>
    public bool HasHost => CertificateSecret.Length > 0;

    /// <summary>The environment variables that may hold the session token, the first one first.</summary>
    public required ImmutableArray<string> TokenVariables { get; init; }

    /// <summary>Why a repository (null for a chart on disk) has no chart of a version, as the end of a sentence; null where it may have one.</summary>
    public required Func<string?, CoderVersion, string?> ChartGap { get; init; }

    /// <summary>The kind of a name; null where there is none.</summary>
    public static StackKind? Find(string? name) => All.FirstOrDefault(kind => kind.Name == name);

    /// <summary>The kinds that a deployment of a generation can have.</summary>
    public static IEnumerable<StackKind> Of(int generation) => All.Where(kind => kind.Generation == generation);

    /// <inheritdoc/>
    public bool Equals(StackKind? other) => ReferenceEquals(this, other);

    /// <inheritdoc/>
    public override int GetHashCode() => Name.GetHashCode(StringComparison.Ordinal);

    /// <inheritdoc/>
    public override string ToString() => Name;

    private static string? V2Gap(string? repository, CoderVersion version) =>
        version.Major < 2 ? $"\"{version}\" is a version of Coder v1, which has only workspace providers. Set it with: pulumi config set kind workspaceProvider"
        : version.IsDevelopment && repository is not null ? $"\"{version}\" is a development build, which has no chart. Name a released version, and allow the difference: pulumi config set coderVersion <version> && pulumi config set allowVersionSkew true"
        : null;
}
