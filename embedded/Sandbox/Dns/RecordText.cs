using System.Globalization;
using System.Net;
using System.Text.Json;
using ARSoft.Tools.Net;
using ARSoft.Tools.Net.Dns;

namespace Coder.Infra.Sandbox.Dns;

/// <summary>A record as a line: <c>name ttl type data</c>; of TXT the data is a JSON array of its strings.</summary>
internal static class RecordText
{
    /// <summary>Types that the zone can hold.</summary>
    public static bool Supports(DnsRecordBase record) => record is ARecord or AaaaRecord or CNameRecord or TxtRecord;

    public static string Write(DnsRecordBase record) => $"{record.Name} {record.TimeToLive} " + record switch
    {
        ARecord a => $"A {a.Address}",
        AaaaRecord a => $"AAAA {a.Address}",
        CNameRecord c => $"CNAME {c.CanonicalName}",
        TxtRecord t => $"TXT {JsonSerializer.Serialize(t.TextParts)}",
        _ => throw new NotSupportedException($"The zone cannot hold records of type {record.RecordType}; it holds A, AAAA, CNAME and TXT."),
    };

    /// <exception cref="FormatException">The line is not of this form.</exception>
    public static DnsRecordBase Parse(string line)
    {
        if (line.Split(' ', 4) is not [var name, var ttl, var type, var data])
            throw new FormatException($"\"{line}\" is not a record: it must read \"name ttl type data\".");
        var owner = DomainName.Parse(name);
        var seconds = int.Parse(ttl, CultureInfo.InvariantCulture);
        return type switch
        {
            "A" => new ARecord(owner, seconds, IPAddress.Parse(data)),
            "AAAA" => new AaaaRecord(owner, seconds, IPAddress.Parse(data)),
            "CNAME" => new CNameRecord(owner, seconds, DomainName.Parse(data)),
            "TXT" => new TxtRecord(owner, seconds, JsonSerializer.Deserialize<string[]>(data)!),
            _ => throw new FormatException($"\"{line}\" is of type {type}; the zone holds A, AAAA, CNAME and TXT."),
        };
    }
}
