using System.Net;
using ARSoft.Tools.Net;
using ARSoft.Tools.Net.Dns;
using ARSoft.Tools.Net.Dns.DynamicUpdate;
using Coder.Infra.Sandbox.Dns;

namespace Coder.Infra.Sandbox.Tests.Dns;

public sealed class NameServerTests : IDisposable
{
    private static readonly TsigKey Key = new("coder-infra.", "hmac-sha256", Convert.ToBase64String(new byte[32]));
    private readonly string _file = Path.Combine(Directory.CreateTempSubdirectory("zone-").FullName, "zone");
    private NameServer _server;

    public NameServerTests() => _server = NameServer.Start("coder.localhost", Key, file: _file);

    public void Dispose()
    {
        _server.Dispose();
        Directory.Delete(Path.GetDirectoryName(_file)!, recursive: true);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_signed_update_adds_a_record_that_queries_find(bool tcp)
    {
        Assert.Equal(ReturnCode.NoError, await UpdateAsync(tcp: tcp, changes: new AddRecordUpdate(A("eu", "203.0.113.7"))));

        var answer = await QueryAsync("eu.coder.localhost", RecordType.A, tcp);

        Assert.Equal(ReturnCode.NoError, answer.ReturnCode);
        Assert.True(answer.IsAuthoritiveAnswer);
        Assert.Equal("203.0.113.7", Assert.IsType<ARecord>(Assert.Single(answer.AnswerRecords)).Address.ToString());
    }

    [Fact]
    public async Task The_answer_to_a_signed_update_is_signed()
    {
        var message = Message(Key);
        message.Updates.Add(new AddRecordUpdate(A("eu", "203.0.113.7")));

        // The client checks the signature and gives nothing where it is wrong or missing.
        var answer = await Client(tcp: true).SendUpdateAsync(message);

        Assert.Equal(ReturnCode.NoError, answer!.TSigOptions!.ValidationResult);
    }

    [Fact]
    public async Task An_update_without_a_signature_is_refused()
    {
        var message = new DnsUpdateMessage { ZoneName = DomainName.Parse("coder.localhost"), Updates = { new AddRecordUpdate(A("eu", "203.0.113.7")) } };

        Assert.Equal(ReturnCode.Refused, (await Client(tcp: true).SendUpdateAsync(message))!.ReturnCode);
        Assert.Empty(_server.Records());
    }

    [Fact]
    public async Task An_update_signed_with_another_key_changes_nothing()
    {
        var message = Message(Key with { Secret = Convert.ToBase64String(Enumerable.Repeat((byte)1, 32).ToArray()) });
        message.Updates.Add(new AddRecordUpdate(A("eu", "203.0.113.7")));

        Assert.Equal(ReturnCode.NotAuthoritive, (await Unchecked().SendUpdateAsync(message))!.ReturnCode);
        Assert.Empty(_server.Records());
    }

    [Fact]
    public async Task A_prerequisite_that_does_not_hold_leaves_the_zone_alone()
    {
        _server.AddRecord("eu.coder.localhost. 60 A 203.0.113.9");

        var code = await UpdateAsync(
            [new RecordNotExistsPrequisite(Name("eu"), RecordType.A)],
            changes: new AddRecordUpdate(A("eu", "203.0.113.7")));

        Assert.Equal(ReturnCode.YXRRSet, code);
        Assert.Equal(["203.0.113.9"], _server.Resolve("eu.coder.localhost"));
    }

    [Fact]
    public async Task A_record_is_replaced_when_its_old_value_is_still_there()
    {
        _server.AddRecord("eu.coder.localhost. 60 A 203.0.113.9");
        Task<ReturnCode> Replace() => UpdateAsync(
            [new RecordExistsValueDependantPrequisite(A("eu", "203.0.113.9"))],
            changes: [new DeleteRecordUpdate(A("eu", "203.0.113.9")), new AddRecordUpdate(new CNameRecord(Name("eu"), 60, DomainName.Parse("lb.example.com")))]);

        Assert.Equal(ReturnCode.NoError, await Replace());
        Assert.Equal(["lb.example.com"], _server.Resolve("eu.coder.localhost"));
        Assert.Equal(ReturnCode.NXRRSet, await Replace());
    }

    [Fact]
    public async Task An_update_outside_the_zone_is_refused()
    {
        Assert.Equal(ReturnCode.NotZone, await UpdateAsync(changes: new AddRecordUpdate(new ARecord(DomainName.Parse("eu.example.com"), 60, IPAddress.Loopback))));
    }

    [Fact]
    public async Task A_wildcard_answers_for_names_that_do_not_exist_and_only_for_those()
    {
        _server.AddRecord("*.eu.coder.localhost. 60 A 203.0.113.7");
        _server.AddRecord("own.eu.coder.localhost. 60 TXT [\"own\"]");

        Assert.Single((await QueryAsync("dev.eu.coder.localhost", RecordType.A)).AnswerRecords);
        Assert.Empty((await QueryAsync("own.eu.coder.localhost", RecordType.A)).AnswerRecords);
        Assert.Empty((await QueryAsync("eu.coder.localhost", RecordType.A)).AnswerRecords);
    }

    [Fact]
    public async Task A_missing_name_is_told_apart_from_a_missing_type()
    {
        _server.AddRecord("eu.coder.localhost. 60 A 203.0.113.7");

        Assert.Equal(ReturnCode.NxDomain, (await QueryAsync("us.coder.localhost", RecordType.A)).ReturnCode);
        var answer = await QueryAsync("eu.coder.localhost", RecordType.Aaaa);
        Assert.Equal(ReturnCode.NoError, answer.ReturnCode);
        Assert.IsType<SoaRecord>(Assert.Single(answer.AuthorityRecords));
    }

    [Fact]
    public async Task The_zone_survives_a_restart_and_its_serial_goes_on()
    {
        await UpdateAsync(changes: new AddRecordUpdate(A("eu", "203.0.113.7")));
        var serial = await SerialAsync();
        _server.Dispose();

        _server = NameServer.Start("coder.localhost", Key, file: _file);

        Assert.Equal(["203.0.113.7"], _server.Resolve("eu.coder.localhost"));
        Assert.Equal(serial, await SerialAsync());
        await UpdateAsync(changes: new AddRecordUpdate(A("us", "203.0.113.8")));
        Assert.Equal(serial + 1, await SerialAsync());
    }

    [Fact]
    public async Task Another_zone_is_refused()
    {
        Assert.Equal(ReturnCode.Refused, (await QueryAsync("example.com", RecordType.A)).ReturnCode);
    }

    private static DomainName Name(string label) => DomainName.Parse($"{label}.coder.localhost");

    private static ARecord A(string label, string address) => new(Name(label), 60, IPAddress.Parse(address));

    private static DnsUpdateMessage Message(TsigKey key)
    {
        var message = new DnsUpdateMessage { ZoneName = DomainName.Parse("coder.localhost") };
        message.TSigOptions = new TSigRecord(DomainName.Parse(key.Name), TSigAlgorithm.Sha256, DateTime.UtcNow, TimeSpan.FromMinutes(5), message.TransactionID, ReturnCode.NoError, [], Convert.FromBase64String(key.Secret));
        return message;
    }

    private DnsClient Client(bool tcp) => new([IPAddress.Loopback], [tcp ? new TcpClientTransport(_server.Port) : new UdpClientTransport(_server.Port)], true, 5000);

    /// <summary>A client that also gives an answer whose signature it cannot check: the server has none for a key that it does not know.</summary>
    private DnsClient Unchecked() => new([IPAddress.Loopback], [new TcpClientTransport(_server.Port)], true, 5000) { IsResponseValidationEnabled = false };

    private async Task<ReturnCode> UpdateAsync(PrequisiteBase[]? prerequisites = null, bool tcp = true, params UpdateBase[] changes)
    {
        var message = Message(Key);
        message.Prequisites.AddRange(prerequisites ?? []);
        message.Updates.AddRange(changes);
        return (await Client(tcp).SendUpdateAsync(message))!.ReturnCode;
    }

    private async Task<DnsMessage> QueryAsync(string name, RecordType type, bool tcp = false) => (await Client(tcp).ResolveAsync(DomainName.Parse(name), type))!;

    private async Task<uint> SerialAsync() => ((SoaRecord)(await QueryAsync("coder.localhost", RecordType.Soa)).AnswerRecords.Single()).SerialNumber;
}
