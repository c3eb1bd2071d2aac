using Pulumi;

namespace Coder.Infra.Dns;

/// <summary>What a record says. Which server takes it is the provider's configuration.</summary>
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
        : base(TypeToken, name, args, options)
    {
    }
}
