using System.Net;
using System.Net.Sockets;
using ARSoft.Tools.Net;
using ARSoft.Tools.Net.Dns;
using ARSoft.Tools.Net.Dns.DynamicUpdate;

namespace Coder.Infra.Sandbox.Dns;

/// <summary>A key for signed messages (RFC 8945).</summary>
/// <param name="Name">Name of the key.</param>
/// <param name="Algorithm">Such as <c>hmac-sha256</c>.</param>
/// <param name="Secret">The key itself, base64.</param>
public sealed record TsigKey(string Name, string Algorithm, string Secret)
{
    internal TSigAlgorithm AlgorithmCode => Algorithm switch
    {
        "hmac-sha256" => TSigAlgorithm.Sha256,
        "hmac-sha384" => TSigAlgorithm.Sha384,
        "hmac-sha512" => TSigAlgorithm.Sha512,
        _ => throw new NotSupportedException($"TSIG algorithm \"{Algorithm}\" is not supported; use hmac-sha256, hmac-sha384 or hmac-sha512."),
    };
}

/// <summary>
/// The authoritative name server of one zone, on UDP and TCP of a loopback port: answers queries, takes updates that are
/// signed with its key (RFC 2136), refuses the rest.
/// </summary>
public sealed class NameServer : IDisposable
{
    private readonly DnsServer _server;
    private readonly Zone _zone;
    private readonly TsigKey _key;
    private readonly DomainName _keyName;
    private readonly byte[] _secret;

    private NameServer(Zone zone, TsigKey key, int port)
    {
        (_zone, _key, Port) = (zone, key, port);
        _keyName = DomainName.Parse(key.Name);
        _secret = Convert.FromBase64String(key.Secret);
        var endpoint = new IPEndPoint(IPAddress.Loopback, port);
        _server = new DnsServer(new UdpServerTransport(endpoint, 5000), new TcpServerTransport(endpoint, 5000, 5000))
        {
            TsigKeySelector = (algorithm, _, name) => algorithm == key.AlgorithmCode && name.Equals(_keyName) ? _secret : null!,
        };
        _server.QueryReceived += OnMessage;
        _server.InvalidSignedMessageReceived += (_, _) => Task.CompletedTask;
    }

    /// <summary>The port, for UDP and TCP.</summary>
    public int Port { get; }

    /// <summary>Name of the zone without a trailing dot.</summary>
    public string ZoneName => _zone.Name.ToString().TrimEnd('.');

    /// <summary>Raised after each change of the zone.</summary>
    public event Action? Changed
    {
        add => _zone.Changed += value;
        remove => _zone.Changed -= value;
    }

    /// <summary>Starts a server.</summary>
    /// <param name="zone">Name of the zone.</param>
    /// <param name="key">Key that updates must be signed with.</param>
    /// <param name="port">Port, or 0 for a free one.</param>
    /// <param name="file">Where the zone is kept; null for memory only.</param>
    /// <exception cref="SocketException">The port is taken.</exception>
    public static NameServer Start(string zone, TsigKey key, int port = 0, string? file = null)
    {
        var server = new NameServer(new Zone(zone, file), key, port == 0 ? FreePort() : port);
        server._server.Start();
        return server;
    }

    /// <summary>What a name resolves to within the zone: IPv4 and IPv6 addresses, CNAMEs followed, and the names on the way.</summary>
    public IReadOnlyList<string> Resolve(string name)
    {
        if (!DomainName.TryParse(name, out var parsed) || parsed is null || !_zone.Covers(parsed))
            return [];
        var answers = new List<string>();
        foreach (var type in (RecordType[])[RecordType.A, RecordType.Aaaa])
        {
            foreach (var record in Answer(parsed, type, out _))
            {
                var text = record switch
                {
                    AddressRecordBase a => a.Address.ToString(),
                    CNameRecord c => c.CanonicalName.ToString().TrimEnd('.'),
                    _ => null,
                };
                if (text is not null && !answers.Contains(text))
                    answers.Add(text);
            }
        }

        return answers;
    }

    /// <summary>The records of the zone, a line each.</summary>
    public IReadOnlyList<string> Records() => [.. _zone.All().Select(RecordText.Write)];

    /// <summary>Puts a record into the zone as an administrator would, unsigned.</summary>
    /// <param name="line"><c>name ttl type data</c>.</param>
    public void AddRecord(string line) => _zone.Change(() => ReturnCode.NoError, records => records.Add(RecordText.Parse(line)));

    /// <summary>Name of the TXT record that marks a host's record as external-dns's.</summary>
    internal static string Mark(string host) => host.StartsWith("*.", StringComparison.Ordinal) ? $"externaldns-wildcard.{host[2..]}" : $"externaldns-{host}";

    /// <summary>Keeps the marked records of hosts: those that are wanted there, others away. What is not marked stays as it is.</summary>
    /// <param name="wanted">Host → its record and its mark, a line each.</param>
    internal void Keep(IReadOnlyDictionary<string, string[]> wanted) => _zone.Change(() => ReturnCode.NoError, records =>
    {
        var marks = records.OfType<TxtRecord>().Where(record => record.TextData.StartsWith("heritage=external-dns", StringComparison.Ordinal)).Select(record => record.Name.ToString()).ToHashSet(StringComparer.OrdinalIgnoreCase);
        var hosts = records.Select(record => record.Name.ToString().TrimEnd('.')).Where(host => marks.Contains(Mark(host) + ".")).ToHashSet(StringComparer.OrdinalIgnoreCase);
        var present = records.Select(RecordText.Write).ToHashSet(StringComparer.OrdinalIgnoreCase);
        foreach (var host in hosts.Where(host => !wanted.TryGetValue(host, out var lines) || !lines.All(present.Contains)))
            records.RemoveAll(record => record.Name.ToString().TrimEnd('.').Equals(host, StringComparison.OrdinalIgnoreCase) || record.Name.ToString().TrimEnd('.').Equals(Mark(host), StringComparison.OrdinalIgnoreCase));
        foreach (var (host, lines) in wanted)
        {
            if (DomainName.TryParse(host, out var name) && name is not null && _zone.Covers(name) && !records.Any(record => record.Name.Equals(name)))
                records.AddRange(lines.Select(RecordText.Parse));
        }
    });

    /// <inheritdoc/>
    public void Dispose() => _server.Stop();

    private static int FreePort()
    {
        // A port that is free for TCP may be taken for UDP: ask for both.
        for (var attempt = 0; ; attempt++)
        {
            using var tcp = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
            tcp.Bind(new IPEndPoint(IPAddress.Loopback, 0));
            using var udp = new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
            try
            {
                udp.Bind(tcp.LocalEndPoint!);
                return ((IPEndPoint)tcp.LocalEndPoint!).Port;
            }
            catch (SocketException) when (attempt < 20)
            {
            }
        }
    }

    private Task OnMessage(object sender, QueryReceivedEventArgs args)
    {
        switch (args.Query)
        {
            case DnsMessage query:
                args.Response = Respond(query);
                break;
            case DnsUpdateMessage update:
                args.Response = Respond(update);
                break;
        }

        return Task.CompletedTask;
    }

    private DnsMessage Respond(DnsMessage query)
    {
        var response = query.CreateResponseInstance();
        response.IsRecursionAllowed = false;
        if (query.Questions is not [var question])
        {
            response.ReturnCode = ReturnCode.FormatError;
            return response;
        }

        if (!_zone.Covers(question.Name))
        {
            response.ReturnCode = ReturnCode.Refused;
            return response;
        }

        response.IsAuthoritiveAnswer = true;
        var answers = Answer(question.Name, question.RecordType, out var exists);
        response.AnswerRecords.AddRange(answers);
        response.ReturnCode = exists ? ReturnCode.NoError : ReturnCode.NxDomain;
        if (answers.Count == 0)
            response.AuthorityRecords.Add(_zone.Soa);
        return response;
    }

    /// <summary>RFC 1034 §4.3.2: the records of a name, aliases followed inside the zone, wildcards where nothing else stands.</summary>
    private List<DnsRecordBase> Answer(DomainName name, RecordType type, out bool exists)
    {
        var answers = new List<DnsRecordBase>();
        exists = false;
        for (var hop = 0; hop < 8 && _zone.Covers(name); hop++)
        {
            var records = _zone.At(name);
            if (records.Count == 0 && !_zone.HasDescendants(name))
                records = Wildcard(name);
            var found = records.Count > 0 || _zone.HasDescendants(name);
            exists |= found;
            var matching = records.Where(record => type == RecordType.Any || record.RecordType == type).ToList();
            answers.AddRange(matching);
            if (matching.Count > 0 || records.OfType<CNameRecord>().FirstOrDefault() is not { } alias)
                break;
            answers.Add(alias);
            name = alias.CanonicalName;
        }

        return answers;
    }

    private IReadOnlyList<DnsRecordBase> Wildcard(DomainName name)
    {
        for (var parent = name.GetParentName(); _zone.Covers(parent); parent = parent.GetParentName())
        {
            var records = _zone.At(DomainName.Parse($"*.{parent}"));
            if (records.Count > 0)
                return [.. records.Select(record => Renamed(record, name))];
            // The closest encloser decides (RFC 4592 §3.3.1): a wildcard further up does not reach below an existing name.
            if (_zone.At(parent).Count > 0 || _zone.HasDescendants(parent) || parent.LabelCount <= 1)
                break;
        }

        return [];
    }

    private static DnsRecordBase Renamed(DnsRecordBase record, DomainName name) => record switch
    {
        ARecord a => new ARecord(name, a.TimeToLive, a.Address),
        AaaaRecord a => new AaaaRecord(name, a.TimeToLive, a.Address),
        CNameRecord c => new CNameRecord(name, c.TimeToLive, c.CanonicalName),
        TxtRecord t => new TxtRecord(name, t.TimeToLive, t.TextParts),
        _ => record,
    };

    private DnsUpdateMessage Respond(DnsUpdateMessage update)
    {
        var response = update.CreateResponseInstance();
        response.ReturnCode = Apply(update);
        if (update.TSigOptions is { ValidationResult: ReturnCode.NoError })
            response.TSigOptions = new TSigRecord(_keyName, _key.AlgorithmCode, TimeProvider.System.GetUtcNow().UtcDateTime, TimeSpan.FromMinutes(5), update.TransactionID, ReturnCode.NoError, [], _secret);
        return response;
    }

    private ReturnCode Apply(DnsUpdateMessage update)
    {
        if (update.TSigOptions is not { ValidationResult: ReturnCode.NoError })
            return update.TSigOptions is null ? ReturnCode.Refused : ReturnCode.NotAuthoritive;
        if (!update.ZoneName.Equals(_zone.Name))
            return ReturnCode.NotAuthoritive;
        return _zone.Change(() => DynamicUpdate.Check(_zone, update), records => DynamicUpdate.Apply(_zone, records, update));
    }
}
