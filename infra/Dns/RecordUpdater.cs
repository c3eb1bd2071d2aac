using System.Net;
using System.Net.Sockets;
using ARSoft.Tools.Net;
using ARSoft.Tools.Net.Dns;
using ARSoft.Tools.Net.Dns.DynamicUpdate;
using Coder.Infra.Settings;

namespace Coder.Infra.Dns;

/// <summary>
/// Reads and changes address records of one name on one server: RFC 2136 updates signed by TSIG (RFC 8945), each with a
/// prerequisite that says what must be there before, so that a record of somebody else is never touched.
/// </summary>
/// <param name="settings">The server, the zone and the key.</param>
/// <param name="time">The clock.</param>
/// <param name="progress">Takes what is waited for.</param>
internal sealed class RecordUpdater(DnsSettings settings, TimeProvider time, Action<string> progress)
{
    private static readonly RecordType[] Types = [RecordType.A, RecordType.Aaaa, RecordType.CName];

    /// <summary>
    /// Puts the record there. One that says the same already is taken as ours: a killed run may have written it.
    /// </summary>
    public async Task CreateAsync(AddressRecord record, TimeSpan limit, CancellationToken cancellationToken)
    {
        var code = await SendAsync(record.Name, limit, cancellationToken, message =>
        {
            foreach (var type in Types)
                message.Prequisites.Add(new RecordNotExistsPrequisite(DomainName.Parse(record.Name), type));
            message.Updates.Add(new AddRecordUpdate(record.ToRecord(settings.Ttl)));
        });
        if (code is ReturnCode.YXRRSet or ReturnCode.YXDomain)
        {
            var live = await ReadAsync(record.Name, cancellationToken);
            if (live is not [var only] || only != record)
                throw Foreign(record.Name, live);
        }

        await ReadBackAsync(record, limit, cancellationToken);
    }

    /// <summary>Puts the record in the place of the old one, in one step.</summary>
    public async Task UpdateAsync(AddressRecord old, AddressRecord record, TimeSpan limit, CancellationToken cancellationToken)
    {
        var code = await SendAsync(record.Name, limit, cancellationToken, message =>
        {
            message.Prequisites.Add(new RecordExistsValueDependantPrequisite(old.ToRecord(0)));
            message.Updates.Add(new DeleteRecordUpdate(old.ToRecord(0)));
            message.Updates.Add(new AddRecordUpdate(record.ToRecord(settings.Ttl)));
        });
        if (code is ReturnCode.NXRRSet or ReturnCode.NxDomain)
            await CreateAsync(record, limit, cancellationToken);
        else
            await ReadBackAsync(record, limit, cancellationToken);
    }

    /// <summary>Takes the record away; one that is gone, or says something else by now, is left alone.</summary>
    public async Task DeleteAsync(AddressRecord record, TimeSpan limit, CancellationToken cancellationToken) =>
        await SendAsync(record.Name, limit, cancellationToken, message =>
        {
            message.Prequisites.Add(new RecordExistsValueDependantPrequisite(record.ToRecord(0)));
            message.Updates.Add(new DeleteRecordUpdate(record.ToRecord(0)));
        });

    /// <summary>The records of a name, as the server has them.</summary>
    public async Task<IReadOnlyList<AddressRecord>> ReadAsync(string name, CancellationToken cancellationToken)
    {
        var client = await ClientAsync(cancellationToken);
        var owner = DomainName.Parse(name);
        var found = new List<AddressRecord>();
        foreach (var type in Types)
        {
            var answer = await client.ResolveAsync(owner, type, token: cancellationToken)
                ?? throw new DnsException($"Failed to read {name} from the name server {settings.Server}:{settings.Port}: it did not answer.");
            if (answer.ReturnCode is not (ReturnCode.NoError or ReturnCode.NxDomain))
                throw new DnsException($"Failed to read {name} from the name server {settings.Server}:{settings.Port}: {Explain(answer.ReturnCode)}");
            found.AddRange(answer.AnswerRecords.Where(record => record.Name.Equals(owner)).Select(AddressRecord.Of).OfType<AddressRecord>());
        }

        return [.. found.Distinct()];
    }

    private Task ReadBackAsync(AddressRecord record, TimeSpan limit, CancellationToken cancellationToken) => new Wait(limit, time, progress).UntilAsync(
        $"the name server {settings.Server}:{settings.Port} to answer with {record}",
        async stop =>
        {
            try
            {
                var live = await ReadAsync(record.Name, stop);
                return live is [var only] && only == record ? null : $"it answers with {(live.Count == 0 ? "nothing" : string.Join(", ", live))}";
            }
            catch (DnsException error)
            {
                return error.Message;
            }
        },
        seen => new DnsException(seen.StartsWith("it answers", StringComparison.Ordinal)
            ? $"The name server {settings.Server}:{settings.Port} took {record}, but {seen.Replace("it answers", "still answers", StringComparison.Ordinal)} after {limit:g}. Is it a secondary that lags behind?"
            : seen),
        cancellationToken);

    private async Task<ReturnCode> SendAsync(string name, TimeSpan limit, CancellationToken cancellationToken, Action<DnsUpdateMessage> fill)
    {
        var taken = ReturnCode.NoError;
        await new Wait(limit, time, progress).UntilAsync(
            $"the name server {settings.Server}:{settings.Port} to take the update of {name}",
            async stop =>
            {
                // Signed at each attempt: a signature is only good for a few minutes.
                var message = new DnsUpdateMessage { ZoneName = DomainName.Parse(settings.Zone) };
                fill(message);
                message.TSigOptions = new TSigRecord(
                    DomainName.Parse(settings.KeyName), Algorithm(settings.KeyAlgorithm), time.GetUtcNow().UtcDateTime, TimeSpan.FromMinutes(5),
                    message.TransactionID, ReturnCode.NoError, [], Convert.FromBase64String(settings.KeySecret));
                var answer = await (await ClientAsync(stop)).SendUpdateAsync(message, stop);
                if (answer?.ReturnCode is ReturnCode.NoError or ReturnCode.NxDomain or ReturnCode.NXRRSet or ReturnCode.YXDomain or ReturnCode.YXRRSet)
                {
                    taken = answer.ReturnCode;
                    return null;
                }

                // A server that is down or fails for a while is asked again; a refusal is final.
                return answer is null ? $"it did not answer for {limit:g}. Are coder-infra:dns.server and dns.port right?"
                    : answer.ReturnCode == ReturnCode.ServerFailure ? Explain(answer.ReturnCode)
                    : throw Failed(name, Explain(answer.ReturnCode));
            },
            seen => Failed(name, seen),
            cancellationToken);
        return taken;
    }

    private DnsException Failed(string name, string why) => new($"Failed to update {name} on the name server {settings.Server}:{settings.Port}: {why}");

    private async Task<DnsClient> ClientAsync(CancellationToken cancellationToken)
    {
        var addresses = IPAddress.TryParse(settings.Server, out var given) ? [given]
            : settings.Server.EndsWith(".localhost", StringComparison.OrdinalIgnoreCase) ? [IPAddress.Loopback]
            : await AddressesAsync(cancellationToken);
        // By UDP first, as servers expect it; by TCP where an answer is cut short, or UDP does not get through.
        return new DnsClient(addresses, [new UdpClientTransport(settings.Port), new TcpClientTransport(settings.Port)], disposeTransport: true, queryTimeout: 5000) { IsResponseValidationEnabled = true };
    }

    private async Task<IPAddress[]> AddressesAsync(CancellationToken cancellationToken)
    {
        try
        {
            return await System.Net.Dns.GetHostAddressesAsync(settings.Server, cancellationToken);
        }
        catch (SocketException error)
        {
            throw new DnsException($"The name server {settings.Server} cannot be found: {error.Message}. Set it with: pulumi config set --path dns.server <host name or address>");
        }
    }

    private string Explain(ReturnCode code) => code switch
    {
        ReturnCode.NotAuthoritive => $"it does not accept the key {settings.KeyName} ({settings.KeyAlgorithm}), or is not authoritative for the zone {settings.Zone} (NOTAUTH). Check dns.keyName, dns.keyAlgorithm, dns.keySecret and dns.zone.",
        ReturnCode.Refused => $"it refuses updates of this name with the key {settings.KeyName} (REFUSED). Check the server's update policy.",
        ReturnCode.NotZone => $"the name is not in the zone {settings.Zone} (NOTZONE). Set it with: pulumi config set --path dns.zone <zone>",
        ReturnCode.ServerFailure => "it failed (SERVFAIL). Look at the name server's log.",
        _ => $"it answered {code}.",
    };

    private DnsException Foreign(string name, IReadOnlyList<AddressRecord> live) => new(
        $"{name} exists in the zone {settings.Zone} and is not this stack's: {string.Join(", ", live)}. " +
        "It was left as it is. Remove it from the zone, or choose another host name with: pulumi config set hostname <host>");

    private static TSigAlgorithm Algorithm(string name) => name switch
    {
        "hmac-sha384" => TSigAlgorithm.Sha384,
        "hmac-sha512" => TSigAlgorithm.Sha512,
        _ => TSigAlgorithm.Sha256,
    };
}

/// <summary>A failed look-up or update of a record; the message says what to do and holds no key.</summary>
internal sealed class DnsException(string message) : Exception(message);
