using Coder.Infra.Settings;
using Pulumi;

namespace Coder.Infra.Dns;

/// <summary>The records that lead to the ingress: written here, by external-dns in the cluster, or by a person.</summary>
internal static class DnsRecords
{
    /// <summary>The hosts that need a record: the provider's, and the dev URLs'.</summary>
    public static IReadOnlyList<string> Hosts(StackSettings settings) => [.. new[] { settings.ProviderUrl.Host, settings.DevUrlsHost }.OfType<string>()];

    /// <summary>Declares the records where the stack has a name server; each with the options for its host.</summary>
    public static IReadOnlyList<Resource> Declare(StackSettings settings, Output<string> address, Func<string, CustomResourceOptions> options) => settings.Dns.Server is not { } server ? []
        : [.. Hosts(settings).Select((host, index) => new DnsRecord(index == 0 ? "dns" : "dns-devurls", new DnsRecordArgs
        {
            Name = host,
            Address = address,
            Ttl = settings.Dns.Ttl,
            Zone = server.Zone,
        }, options(host)))];

    /// <summary>What a person has to write, as lines of a zone file (RFC 1035 §5.1), and a note that says so; null where nobody has to.</summary>
    public static Output<string>? ByHand(StackSettings settings, Output<string> address, Resource resource) => settings.Dns.Mode != DnsMode.Manual ? null : address.Apply(target =>
    {
        var lines = string.Join('\n', Hosts(settings).Select(host => AddressRecord.To(host, target)).Select(record =>
            $"{record.Name}. {settings.Dns.Ttl} IN {record.Type} {record.Target}{(record.Type == "CNAME" ? "." : "")}"));
        Log.Info($"Create this DNS record, unless it exists; the provider becomes ready once it does:\n{lines}", resource);
        return lines;
    });

    /// <summary>Annotations from which external-dns makes the records.</summary>
    public static IEnumerable<KeyValuePair<string, string>> Annotations(StackSettings settings) => settings.Dns.Mode != DnsMode.ExternalDns ? [] :
    [
        new("external-dns.alpha.kubernetes.io/hostname", string.Join(',', Hosts(settings))),
        new("external-dns.alpha.kubernetes.io/ttl", settings.Dns.Ttl.ToString(System.Globalization.CultureInfo.InvariantCulture)),
    ];
}
