using Coder.Infra.Sandbox.Dns;
using Coder.Infra.Settings;

namespace Coder.Infra.Resources.Tests.Dns;

/// <summary>Against the sandbox's name server.</summary>
public sealed class SandboxRecordTests : RecordUpdaterRules, IDisposable
{
    private readonly NameServer _server = NameServer.Start(Zone, new TsigKey("key", "hmac-sha256", Bind.Secret));

    public SandboxRecordTests() => _server.AddRecord($"foreign.{Zone}. 60 A 203.0.113.99");

    private protected override DnsSettings Settings => new("127.0.0.1", _server.Port, Zone, "key", "hmac-sha256", Bind.Secret, 30);

    public void Dispose() => _server.Dispose();

    [Fact]
    public Task Types() => Each_kind_of_address_gets_its_type();

    [Fact]
    public Task Changes() => An_address_changes_in_place_even_to_another_type();

    [Fact]
    public Task Deletes() => A_record_is_deleted_and_a_gone_or_changed_one_left_alone();

    [Fact]
    public Task Foreign() => A_foreign_record_is_never_touched();

    [Fact]
    public Task Equal() => A_record_that_says_the_same_already_is_taken_as_ours();

    [Fact]
    public Task Keys() => A_refused_key_is_told_and_not_shown();

    [Fact]
    public async Task The_time_to_live_is_the_settings()
    {
        await Updater().CreateAsync(Record("eu", "203.0.113.7"), Limit, default);

        Assert.Contains($"eu.{Zone}. 30 A 203.0.113.7", _server.Records());
    }
}
