using System.Collections.Immutable;
using System.Text.Json;

namespace Coder.Infra.Settings;

/// <summary>The settings of a stack, read and validated: what <see cref="SettingsReader"/> makes of <c>coder-infra:*</c>.</summary>
public sealed record StackSettings
{
    /// <summary>What the stack provisions.</summary>
    public StackKind Kind { get; init; } = StackKind.WorkspaceProvider;

    /// <summary>Name of the project.</summary>
    public string Project { get; init; } = "coder-infra";

    /// <summary>Name of the stack.</summary>
    public required string Stack { get; init; }

    /// <summary>The stack, by which it knows its own: <c>project/stack</c>.</summary>
    public string Owner => $"{Project}/{Stack}";

    /// <summary>Access URL of the Coder deployment.</summary>
    public required Uri CoderUrl { get; init; }

    /// <summary>Session token for the deployment. A secret.</summary>
    public required string CoderToken { get; init; }

    /// <summary>Certificate of the authority that is trusted for the deployment, PEM; null for those that the system trusts.</summary>
    public string? CoderCa { get; init; }

    /// <summary>Version of the chart, which must be the deployment's; null to follow the deployment (<c>auto</c>).</summary>
    public required CoderVersion? CoderVersion { get; init; }

    /// <summary>Whether a deployment of another version only gives a warning.</summary>
    public bool AllowVersionSkew { get; init; }

    /// <summary>Whether the release may go to an older version than the one that is there.</summary>
    public bool AllowDowngrade { get; init; }

    /// <summary>Name of the workspace provider; null for a random one.</summary>
    public string? ProviderName { get; init; }

    /// <summary>URL of what is provisioned; null for a provisioner, which has none.</summary>
    public Uri? Url { get; init; }

    /// <summary>Host name of what is provisioned; empty for a provisioner.</summary>
    public string Host => Url?.Host ?? "";

    /// <summary>Wildcard host, such as <c>*.eu.coder.example.com</c>: of a workspace provider for dev URLs, of a proxy for workspace apps.</summary>
    public string? WildcardHost { get; init; }

    /// <summary>The hosts that need a record and a certificate.</summary>
    public IReadOnlyList<string> Hosts => [.. new[] { Url?.Host, WildcardHost }.OfType<string>()];

    /// <summary>URL of what is provisioned without a path, as Coder and the chart take it.</summary>
    public string Origin => Url?.GetLeftPart(UriPartial.Authority) ?? "";

    /// <summary>What is set of a workspace proxy; null for another kind.</summary>
    public ProxySettings? Proxy { get; init; }

    /// <summary>What is set of a provisioner; null for another kind.</summary>
    public ProvisionerSettings? Provisioner { get; init; }

    /// <summary>Address of the cluster's API server as the deployment reaches it.</summary>
    public required string ClusterAddress { get; init; }

    /// <summary>The kubeconfig itself (not its path); null for the one kubectl uses. A secret.</summary>
    public string? Kubeconfig { get; init; }

    /// <summary>Context of the kubeconfig; null for the current one.</summary>
    public string? Context { get; init; }

    /// <summary>The context that is meant; null when any is.</summary>
    public string? ExpectedContext { get; init; }

    /// <summary>Namespace in the cluster.</summary>
    public required string Namespace { get; init; }

    /// <summary>URL of the chart repository; null when <see cref="ChartName"/> is a path.</summary>
    public string? ChartRepository { get; init; }

    /// <summary>Name of the chart in the repository, or a path to one.</summary>
    public required string ChartName { get; init; }

    /// <summary>Where a chart on disk is, as an absolute path; null for one of a repository.</summary>
    public string? ChartPath { get; init; }

    /// <summary>Name of the release.</summary>
    public string ReleaseName { get; init; } = StackKind.WorkspaceProvider.Release;

    /// <summary>Further values for the chart, over the computed ones.</summary>
    public JsonElement? Values { get; init; }

    /// <summary>Whether <see cref="Values"/> hold a secret.</summary>
    public bool ValuesAreSecret { get; init; }

    /// <summary>The certificate that is served.</summary>
    public CertificateSettings Certificate { get; init; } = new(TlsMode.None, "", "");

    /// <summary>The secrets that hold the certificates, each with a host that it must be for.</summary>
    public IEnumerable<(string Secret, string Host)> CertificateHosts => WildcardHost is null
        ? [(Certificate.SecretName, Host)]
        : [(Certificate.SecretName, Host), (Certificate.WildcardSecretName, WildcardHost)];

    /// <summary>The secret whose <c>ca.crt</c> is the authority's certificate. An issued one is in a secret of its own: who trusts it needs no key.</summary>
    public string AuthoritySecret => Certificate.Mode == TlsMode.Issue ? Certificate.SecretName + "-ca" : Certificate.SecretName;

    /// <summary>Who makes the DNS records.</summary>
    public DnsRecordSettings Dns { get; init; } = new(DnsMode.Manual, 60, null);

    /// <summary>Names of the organizations that may use the provider; null leaves the deployment's choice alone.</summary>
    public ImmutableArray<string>? Organizations { get; init; }

    /// <summary>Whether an installation made by hand is taken over.</summary>
    public bool Adopt { get; init; }

    /// <summary>Raised by one to get a new token.</summary>
    public int TokenGeneration { get; init; }

    /// <summary>Whether what was changed by hand inside the release is reported and put back.</summary>
    public bool DriftDetection { get; init; } = true;

    /// <summary>How long each step may take.</summary>
    public TimeoutSettings Timeouts { get; init; } = new();

    /// <summary>What works, but should be set in another way.</summary>
    public ImmutableArray<string> Warnings { get; init; } = [];

    /// <summary>Does not show the secrets.</summary>
    public override string ToString() => $"{Owner}: {Kind} {Origin}, namespace {Namespace}";
}

/// <summary>What is set of a workspace proxy.</summary>
/// <param name="Name">Name with Coder.</param>
/// <param name="DisplayName">Name that users see.</param>
/// <param name="Icon">Icon that users see; empty for none.</param>
/// <param name="HasIngress">Whether requests come through an ingress; through a load balancer service otherwise.</param>
public sealed record ProxySettings(string Name, string DisplayName, string Icon, bool HasIngress);

/// <summary>What is set of a provisioner.</summary>
/// <param name="Organization">Name of the organization; null for the default one.</param>
/// <param name="KeyName">Name of the key, without what makes it unique.</param>
/// <param name="Tags">Tags of the key.</param>
/// <param name="Replicas">How many daemons run.</param>
public sealed record ProvisionerSettings(string? Organization, string KeyName, ImmutableSortedDictionary<string, string> Tags, int Replicas);

/// <summary>Who makes the DNS records.</summary>
public enum DnsMode
{
    /// <summary>This stack, by updates of a name server (RFC 2136).</summary>
    Rfc2136,

    /// <summary>external-dns in the cluster, from annotations on the ingress.</summary>
    ExternalDns,

    /// <summary>A person.</summary>
    Manual,
}

/// <summary>How the DNS records are made.</summary>
/// <param name="Mode">Who makes them.</param>
/// <param name="Ttl">Their time to live, in seconds.</param>
/// <param name="Server">The name server; only of <see cref="DnsMode.Rfc2136"/>.</param>
public sealed record DnsRecordSettings(DnsMode Mode, int Ttl, DnsSettings? Server);

/// <summary>A name server that takes dynamic updates (RFC 2136) signed with a key (RFC 8945).</summary>
/// <param name="Server">Host name or address.</param>
/// <param name="Port">Port, for UDP and TCP.</param>
/// <param name="Zone">The zone the records are in.</param>
/// <param name="KeyName">Name of the TSIG key.</param>
/// <param name="KeyAlgorithm">Such as <c>hmac-sha256</c>.</param>
/// <param name="KeySecret">The key, base64. A secret.</param>
/// <param name="Ttl">Time to live of the records, in seconds.</param>
public sealed record DnsSettings(string Server, int Port, string Zone, string KeyName, string KeyAlgorithm, string KeySecret, int Ttl)
{
    /// <summary>Does not show the key.</summary>
    public override string ToString() => $"{Server}:{Port} {Zone}";
}

/// <summary>How long each step may take.</summary>
public sealed record TimeoutSettings
{
    /// <summary>Installing, upgrading and uninstalling the release.</summary>
    public TimeSpan Release { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary>cert-manager making the certificate.</summary>
    public TimeSpan Certificate { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary>The ingress getting its address.</summary>
    public TimeSpan Address { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary>The name server answering with the new record.</summary>
    public TimeSpan Dns { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>Coder reporting a workspace provider ready.</summary>
    public TimeSpan Admission { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary>Coder reporting a workspace proxy or a provisioner ready.</summary>
    public TimeSpan Readiness { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary>Running builds coming to their end.</summary>
    public TimeSpan Builds { get; init; } = TimeSpan.FromMinutes(10);
}
