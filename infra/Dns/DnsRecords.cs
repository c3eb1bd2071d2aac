using Coder.Infra.Settings;
using Pulumi;

namespace Coder.Infra.Dns;

/// <summary>The records that lead to the address: written here, by external-dns in the cluster, or by a person.</summary>
internal static class DnsRecords
{
    /// <summary>Declares the records where the stack has a name server; each with the options for its host.</summary>
    /// <param name="settings">The settings.</param>
    /// <param name="address">What they lead to.</param>
    /// <param name="wildcard">Name of the resource for the wildcard host.</param>
    /// <param name="options">The options for a host.</param>
    public static IReadOnlyList<Resource> Declare(StackSettings settings, Output<string> address, string wildcard, Func<string, CustomResourceOptions> options) => settings.Dns.Server is not { } server ? []
        : [.. settings.Hosts.Select((host, index) => new DnsRecord(index == 0 ? "dns" : wildcard, new DnsRecordArgs
        {
            Name = host,
            Address = address,
            Ttl = settings.Dns.Ttl,
            Zone = server.Zone,
        }, options(host)))];

    /// <summary>What a person has to write, as lines of a zone file (RFC 1035 §5.1), and a note that says so; null where nobody has to.</summary>
    public static Output<string>? ByHand(StackSettings settings, Output<string> address, Resource resource) => settings.Dns.Mode != DnsMode.Manual ? null : address.Apply(target =>
    {
        var lines = string.Join('\n', settings.Hosts.Select(host => AddressRecord.To(host, target)).Select(record =>
            $"{record.Name}. {settings.Dns.Ttl} IN {record.Type} {record.Target}{(record.Type == "CNAME" ? "." : "")}"));
        Log.Info($"Create this DNS record, unless it exists; the {settings.Kind.Noun} becomes ready once it does:\n{lines}", resource);
        return lines;
    });

    /// <summary>Annotations from which external-dns makes the records.</summary>
    public static IEnumerable<KeyValuePair<string, string>> Annotations(StackSettings settings) => settings.Dns.Mode != DnsMode.ExternalDns ? [] :
    [
        new("external-dns.alpha.kubernetes.io/hostname", string.Join(',', settings.Hosts)),
        new("external-dns.alpha.kubernetes.io/ttl", settings.Dns.Ttl.ToString(System.Globalization.CultureInfo.InvariantCulture)),
    ];
}
