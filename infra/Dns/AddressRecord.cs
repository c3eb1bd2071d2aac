using System.Net;
using System.Net.Sockets;
using ARSoft.Tools.Net;
using ARSoft.Tools.Net.Dns;

namespace Coder.Infra.Dns;

/// <summary>A record that leads to an address.</summary>
/// <param name="Name">Host name without a trailing dot.</param>
/// <param name="Type"><c>A</c>, <c>AAAA</c> or <c>CNAME</c>.</param>
/// <param name="Target">The address, or the host name without a trailing dot.</param>
internal sealed record AddressRecord(string Name, string Type, string Target)
{
    /// <summary>The record that leads to an address or host name, of the type that it calls for.</summary>
    public static AddressRecord To(string name, string address)
    {
        if (IPAddress.TryParse(address, out var ip))
            return new AddressRecord(Bare(name), ip.AddressFamily == AddressFamily.InterNetwork ? "A" : "AAAA", ip.ToString());
        return new AddressRecord(Bare(name), "CNAME", Bare(address));
    }

    /// <summary>What a record of a server says; null where it is of another kind.</summary>
    public static AddressRecord? Of(DnsRecordBase record) => record switch
    {
        ARecord a => new AddressRecord(Bare(a.Name.ToString()), "A", a.Address.ToString()),
        AaaaRecord a => new AddressRecord(Bare(a.Name.ToString()), "AAAA", a.Address.ToString()),
        CNameRecord c => new AddressRecord(Bare(c.Name.ToString()), "CNAME", Bare(c.CanonicalName.ToString())),
        _ => null,
    };

    /// <summary>The record for a message.</summary>
    public DnsRecordBase ToRecord(int ttl)
    {
        var name = DomainName.Parse(Name);
        return Type switch
        {
            "A" => new ARecord(name, ttl, IPAddress.Parse(Target)),
            "AAAA" => new AaaaRecord(name, ttl, IPAddress.Parse(Target)),
            _ => new CNameRecord(name, ttl, DomainName.Parse(Target)),
        };
    }

    /// <inheritdoc/>
    public override string ToString() => $"{Name} {Type} {Target}";

    private static string Bare(string name) => name.TrimEnd('.').ToLowerInvariant();
}
