using System.Globalization;
using Coder.Infra.Settings;
using Pulumi;

namespace Coder.Infra.Provider;

/// <summary>
/// How the custom resources reach the Coder deployment, the cluster and the name server. A resource's inputs say what it is; how to get
/// there is here, so that an import by id can do everything later.
/// </summary>
public sealed class ConnectionsArgs : ResourceArgs
{
    /// <summary>Access URL of the deployment.</summary>
    [Input("url", required: true)]
    public Input<string> Url { get; set; } = null!;

    /// <summary>Session token. A secret.</summary>
    [Input("token", required: true)]
    public Input<string> Token { get; set; } = null!;

    /// <summary>Certificate of the authority to trust for the deployment, PEM; unset for those that the system trusts.</summary>
    [Input("ca")]
    public Input<string>? Ca { get; set; }

    /// <summary>The kubeconfig itself; unset for the one kubectl uses. A secret.</summary>
    [Input("kubeconfig")]
    public Input<string>? Kubeconfig { get; set; }

    /// <summary>Context; unset for the current one.</summary>
    [Input("context")]
    public Input<string>? Context { get; set; }

    /// <summary>Namespace of the release, from which an imported registration takes its token.</summary>
    [Input("namespace")]
    public Input<string>? Namespace { get; set; }

    /// <summary>Host name or address of the name server; unset where the stack writes no records.</summary>
    [Input("dnsServer")]
    public Input<string>? DnsServer { get; set; }

    /// <summary>Its port, for UDP and TCP.</summary>
    [Input("dnsPort")]
    public Input<string>? DnsPort { get; set; }

    /// <summary>Zone of the records.</summary>
    [Input("dnsZone")]
    public Input<string>? DnsZone { get; set; }

    /// <summary>Name of the TSIG key.</summary>
    [Input("dnsKeyName")]
    public Input<string>? DnsKeyName { get; set; }

    /// <summary>Algorithm of the TSIG key, such as <c>hmac-sha256</c>.</summary>
    [Input("dnsKeyAlgorithm")]
    public Input<string>? DnsKeyAlgorithm { get; set; }

    /// <summary>The TSIG key, base64. A secret.</summary>
    [Input("dnsKeySecret")]
    public Input<string>? DnsKeySecret { get; set; }

    /// <summary>Those of a stack.</summary>
    internal static ConnectionsArgs Of(StackSettings settings) => new()
    {
        Url = settings.CoderUrl.OriginalString,
        Token = Output.CreateSecret(settings.CoderToken),
        Ca = Optional(settings.CoderCa),
        Kubeconfig = settings.Kubeconfig is { } kubeconfig ? (Input<string>)Output.CreateSecret(kubeconfig) : null,
        Context = Optional(settings.Context),
        Namespace = settings.Namespace,
        DnsServer = Optional(settings.Dns.Server?.Server),
        DnsPort = Optional(settings.Dns.Server?.Port.ToString(CultureInfo.InvariantCulture)),
        DnsZone = Optional(settings.Dns.Server?.Zone),
        DnsKeyName = Optional(settings.Dns.Server?.KeyName),
        DnsKeyAlgorithm = Optional(settings.Dns.Server?.KeyAlgorithm),
        DnsKeySecret = settings.Dns.Server is { } server ? (Input<string>)Output.CreateSecret(server.KeySecret) : null,
    };

    private static Input<string>? Optional(string? value) => value is null ? null : (Input<string>)value;
}

/// <summary>
/// The provider of the package <c>coder-infra</c>. Changed connections change it in place; the resources made through it stay as they are.
/// </summary>
public sealed class Connections : ProviderResource
{
    /// <summary>Name of the package.</summary>
    public const string Package = "coder-infra";

    /// <summary>Declares the connections.</summary>
    public Connections(string name, ConnectionsArgs args, CustomResourceOptions? options = null)
        : base(Package, name, args, options)
    {
    }
}
