using Pulumi;

namespace Coder.Infra.Resources;

/// <summary>What a record says and which server takes it.</summary>
public sealed class DnsRecordArgs : ResourceArgs
{
    /// <summary>Host name without a trailing dot; <c>*.</c> in front makes a wildcard. Another one replaces.</summary>
    [Input("name", required: true)]
    public Input<string> Name { get; set; } = null!;

    /// <summary>An IPv4 or IPv6 address, or a host name: the record is of type A, AAAA or CNAME after it.</summary>
    [Input("address", required: true)]
    public Input<string> Address { get; set; } = null!;

    /// <summary>Time to live, in seconds.</summary>
    [Input("ttl", required: true)]
    public Input<int> Ttl { get; set; } = null!;

    /// <summary>Zone of the record. Another one replaces.</summary>
    [Input("zone", required: true)]
    public Input<string> Zone { get; set; } = null!;

    /// <summary>Host name or address of the server.</summary>
    [Input("server", required: true)]
    public Input<string> Server { get; set; } = null!;

    /// <summary>Port of the server, for UDP and TCP.</summary>
    [Input("port", required: true)]
    public Input<int> Port { get; set; } = null!;

    /// <summary>Name of the TSIG key.</summary>
    [Input("keyName", required: true)]
    public Input<string> KeyName { get; set; } = null!;

    /// <summary>Algorithm of the TSIG key, such as <c>hmac-sha256</c>.</summary>
    [Input("keyAlgorithm", required: true)]
    public Input<string> KeyAlgorithm { get; set; } = null!;

    /// <summary>The TSIG key, base64. A secret.</summary>
    [Input("keySecret", required: true)]
    public Input<string> KeySecret { get; set; } = null!;
}

/// <summary>A DNS record on a server that takes updates by RFC 2136.</summary>
public sealed class DnsRecord : CustomResource
{
    /// <summary>Type token.</summary>
    public const string TypeToken = "coder-infra:index:DnsRecord";

    /// <summary>Host name.</summary>
    [Output("name")]
    public Output<string> Name { get; private set; } = null!;

    /// <summary>A, AAAA or CNAME.</summary>
    [Output("recordType")]
    public Output<string> RecordType { get; private set; } = null!;

    /// <summary>Declares a record.</summary>
    public DnsRecord(string name, DnsRecordArgs args, CustomResourceOptions? options = null)
        : base(TypeToken, name, args, CustomResourceOptions.Merge(new CustomResourceOptions { AdditionalSecretOutputs = { "keySecret" } }, options))
    {
    }
}
