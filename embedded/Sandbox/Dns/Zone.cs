using ARSoft.Tools.Net;
using ARSoft.Tools.Net.Dns;

namespace Coder.Infra.Sandbox.Dns;

/// <summary>
/// The records of one zone, with their file: every change is written before it is answered. A record is written as a zone
/// file writes it (RFC 1035 §5.1). SOA and NS of the apex are made here and cannot be changed from outside.
/// </summary>
internal sealed class Zone
{
    private const int DefaultTtl = 60;
    private readonly string? _file;
    private readonly Lock _lock = new();
    private readonly List<DnsRecordBase> _records = [];
    private uint _serial;

    /// <param name="name">Name of the zone, with or without a trailing dot.</param>
    /// <param name="file">Where it is kept; null for a zone in memory only.</param>
    public Zone(string name, string? file = null)
    {
        Name = DomainName.Parse(name);
        _file = file;
        Load();
    }

    /// <summary>The apex.</summary>
    public DomainName Name { get; }

    /// <summary>Raised after a change, outside of any lock.</summary>
    public event Action? Changed;

    /// <summary>The zone's SOA with the present serial (RFC 1035 §3.3.13).</summary>
    public SoaRecord Soa
    {
        get
        {
            lock (_lock)
                return new SoaRecord(Name, DefaultTtl, Child("ns"), Child("hostmaster"), _serial, 3600, 600, 86400, 5);
        }
    }

    /// <summary>Whether a name belongs to the zone.</summary>
    public bool Covers(DomainName name) => name.Equals(Name) || name.IsSubDomainOf(Name);

    /// <summary>All records of a name, without wildcards.</summary>
    public IReadOnlyList<DnsRecordBase> At(DomainName name)
    {
        lock (_lock)
        {
            var found = _records.Where(record => record.Name.Equals(name));
            return name.Equals(Name) ? [Soa, new NsRecord(Name, DefaultTtl, Child("ns")), .. found] : [.. found];
        }
    }

    /// <summary>All records, apex SOA and NS aside.</summary>
    public IReadOnlyList<DnsRecordBase> All()
    {
        lock (_lock)
            return [.. _records];
    }

    /// <summary>Whether a name exists because something stands below it (an empty non-terminal, RFC 4592 §2.2.2).</summary>
    public bool HasDescendants(DomainName name)
    {
        lock (_lock)
            return _records.Any(record => record.Name.IsSubDomainOf(name));
    }

    /// <summary>
    /// Applies changes as one: all of them, or none when <paramref name="check"/> returns a code other than NoError.
    /// </summary>
    public ReturnCode Change(Func<ReturnCode> check, Action<List<DnsRecordBase>> change)
    {
        lock (_lock)
        {
            if (check() is var code and not ReturnCode.NoError)
                return code;
            var before = _records.ToList();
            change(_records);
            if (before.SequenceEqual(_records) && before.Zip(_records).All(pair => pair.First.TimeToLive == pair.Second.TimeToLive))
                return ReturnCode.NoError;
            _serial++;
            Save();
        }

        Changed?.Invoke();
        return ReturnCode.NoError;
    }

    private DomainName Child(string label) => DomainName.Parse($"{label}.{Name}");

    private void Load()
    {
        _serial = 1;
        if (_file is null || !File.Exists(_file))
            return;
        foreach (var line in File.ReadLines(_file))
        {
            if (line.StartsWith("; serial ", StringComparison.Ordinal))
                _serial = uint.Parse(line.AsSpan(9));
            else if (line.Length > 0)
                _records.Add(RecordText.Parse(line));
        }
    }

    private void Save()
    {
        if (_file is null)
            return;
        var temporary = _file + ".new";
        File.WriteAllLines(temporary, _records.Select(RecordText.Write).Prepend($"; serial {_serial}"));
        File.Move(temporary, _file, overwrite: true);
    }
}
