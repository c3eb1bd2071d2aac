using ARSoft.Tools.Net.Dns;
using ARSoft.Tools.Net.Dns.DynamicUpdate;

namespace Coder.Infra.Sandbox.Dns;

/// <summary>Prerequisites and updates of a zone (RFC 2136 §3.2 to §3.4).</summary>
internal static class DynamicUpdate
{
    /// <summary>Whether the prerequisites hold and the updates are ones the zone can take.</summary>
    public static ReturnCode Check(Zone zone, DnsUpdateMessage update)
    {
        foreach (var prerequisite in update.Prequisites)
        {
            if (!zone.Covers(prerequisite.Name))
                return ReturnCode.NotZone;
            var records = zone.At(prerequisite.Name);
            var code = prerequisite switch
            {
                NameIsInUsePrequisite => records.Count > 0 ? ReturnCode.NoError : ReturnCode.NxDomain,
                NameIsNotInUsePrequisite => records.Count == 0 ? ReturnCode.NoError : ReturnCode.YXDomain,
                RecordExistsValueIndependantPrequisite any => records.Any(r => r.RecordType == any.RecordType) ? ReturnCode.NoError : ReturnCode.NXRRSet,
                RecordNotExistsPrequisite none => records.All(r => r.RecordType != none.RecordType) ? ReturnCode.NoError : ReturnCode.YXRRSet,
                RecordExistsValueDependantPrequisite => ReturnCode.NoError,
                _ => ReturnCode.FormatError,
            };
            if (code != ReturnCode.NoError)
                return code;
        }

        // §3.2.3: the value-dependent ones name whole sets, compared as sets.
        foreach (var wanted in update.Prequisites.OfType<RecordExistsValueDependantPrequisite>().GroupBy(p => (p.Name, p.Record.RecordType)))
        {
            var live = zone.At(wanted.Key.Name).Where(r => r.RecordType == wanted.Key.RecordType).ToList();
            var given = wanted.Select(p => p.Record).ToList();
            if (live.Count != given.Count || !live.All(r => given.Any(g => SameData(r, g))))
                return ReturnCode.NXRRSet;
        }

        foreach (var change in update.Updates)
        {
            if (!zone.Covers(change.Name))
                return ReturnCode.NotZone;
            if (change is AddRecordUpdate add && !RecordText.Supports(add.Record))
                return ReturnCode.Refused;
        }

        return ReturnCode.NoError;
    }

    /// <summary>Applies the updates, in their order.</summary>
    public static void Apply(Zone zone, List<DnsRecordBase> records, DnsUpdateMessage update)
    {
        foreach (var change in update.Updates)
        {
            switch (change)
            {
                case AddRecordUpdate add:
                    Add(zone, records, add.Record);
                    break;
                case DeleteRecordUpdate delete:
                    records.RemoveAll(r => r.Name.Equals(delete.Name) && SameData(r, delete.Record));
                    break;
                case DeleteAllRecordsUpdate all:
                    records.RemoveAll(r => r.Name.Equals(all.Name) && (all.RecordType == RecordType.Any || r.RecordType == all.RecordType));
                    break;
            }
        }
    }

    /// <summary>§3.4.2.2: an alias and other data exclude each other; the later update is ignored, not refused.</summary>
    private static void Add(Zone zone, List<DnsRecordBase> records, DnsRecordBase record)
    {
        var others = records.Where(r => r.Name.Equals(record.Name)).ToList();
        if (record is CNameRecord ? record.Name.Equals(zone.Name) || others.Any(r => r is not CNameRecord) : others.Any(r => r is CNameRecord))
            return;
        records.RemoveAll(r => r.Name.Equals(record.Name) && (SameData(r, record) || (record is CNameRecord && r is CNameRecord)));
        records.Add(record);
    }

    private static bool SameData(DnsRecordBase left, DnsRecordBase right) => (left, right) switch
    {
        (ARecord a, ARecord b) => a.Address.Equals(b.Address),
        (AaaaRecord a, AaaaRecord b) => a.Address.Equals(b.Address),
        (CNameRecord a, CNameRecord b) => a.CanonicalName.Equals(b.CanonicalName),
        (TxtRecord a, TxtRecord b) => a.TextParts.SequenceEqual(b.TextParts),
        _ => false,
    };
}
