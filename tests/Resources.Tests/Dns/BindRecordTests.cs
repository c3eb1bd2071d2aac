using Coder.Infra.Dns;
using Coder.Infra.Settings;

namespace Coder.Infra.Resources.Tests.Dns;

/// <summary>Against BIND 9.</summary>
public sealed class BindRecordTests : RecordUpdaterRules, IAsyncLifetime
{
    private readonly Bind? _bind = Bind.Executable is null ? null : new Bind();

    private protected override DnsSettings Settings => _bind!.Settings();

    public Task InitializeAsync() => _bind?.StartAsync() ?? Task.CompletedTask;

    public async Task DisposeAsync()
    {
        if (_bind is not null)
            await _bind.DisposeAsync();
    }

    [BindFact]
    public Task Types() => Each_kind_of_address_gets_its_type();

    [BindFact]
    public Task Changes() => An_address_changes_in_place_even_to_another_type();

    [BindFact]
    public Task Deletes() => A_record_is_deleted_and_a_gone_or_changed_one_left_alone();

    [BindFact]
    public Task Foreign() => A_foreign_record_is_never_touched();

    [BindFact]
    public Task Equal() => A_record_that_says_the_same_already_is_taken_as_ours();

    [BindFact]
    public Task Keys() => A_refused_key_is_told_and_not_shown();

    [BindFact]
    public async Task A_key_of_another_algorithm_signs_as_well()
    {
        await Updater(_bind!.Settings("hmac-sha512")).CreateAsync(Record("eu", "203.0.113.7"), Limit, default);

        Assert.NotEmpty(await Updater().ReadAsync($"eu.{Zone}", default));
    }

    [BindFact]
    public async Task A_key_without_the_right_is_refused_with_a_hint_at_the_policy()
    {
        var settings = Settings with { KeyName = "key-readonly" };

        var error = await Assert.ThrowsAsync<DnsException>(() => Updater(settings).CreateAsync(Record("eu", "203.0.113.7"), Limit, default));

        Assert.Contains("(REFUSED). Check the server's update policy.", error.Message);
    }

    [BindFact]
    public async Task A_server_that_is_down_for_a_while_is_asked_again()
    {
        await _bind!.StopAsync();
        var time = new QuickTime();
        time.Waiting = _ =>
        {
            time.Waiting = null;
            _bind.StartAsync().GetAwaiter().GetResult();
        };

        await Updater(time: time).CreateAsync(Record("eu", "203.0.113.7"), TimeSpan.FromMinutes(1), default);

        Assert.NotEmpty(await Updater().ReadAsync($"eu.{Zone}", default));
    }

    [BindFact]
    public async Task A_server_that_stays_down_is_told()
    {
        await _bind!.StopAsync();

        var error = await Assert.ThrowsAsync<DnsException>(() => Updater(time: new QuickTime()).CreateAsync(Record("eu", "203.0.113.7"), TimeSpan.FromSeconds(5), default));

        Assert.Contains("did not answer", error.Message);
        Assert.Contains("coder-infra:dns.server", error.Message);
    }

    [BindFact]
    public async Task An_answer_too_long_for_UDP_is_read_by_TCP()
    {
        await using var server = new Bind { MoreRecords = string.Concat(Enumerable.Range(1, 90).Select(i => $"big IN A 198.51.100.{i}\n")) };
        await server.StartAsync();

        Assert.Equal(90, (await Updater(server.Settings()).ReadAsync($"big.{Zone}", default)).Count);
    }

    [BindFact]
    public async Task A_zone_that_is_not_served_is_told_as_a_failure_of_the_server()
    {
        await using var server = new Bind { MoreRecords = "broken IN A not-an-address\n" };
        await server.StartAsync();

        var read = await Assert.ThrowsAsync<DnsException>(() => Updater(server.Settings()).ReadAsync($"eu.{Zone}", default));
        Assert.Contains("(SERVFAIL). Look at the name server's log.", read.Message);
        var write = await Assert.ThrowsAsync<DnsException>(() => Updater(server.Settings(), new QuickTime()).CreateAsync(Record("eu", "203.0.113.7"), TimeSpan.FromSeconds(5), default));
        Assert.Contains("Failed to update", write.Message);
    }

    [BindFact]
    public async Task A_secondary_that_forwards_updates_is_read_until_it_has_caught_up()
    {
        await using var primary = new Bind();
        await using var secondary = new Bind(primary);
        primary.Notified = secondary;
        await primary.StartAsync();
        await secondary.StartAsync();
        await TransferredAsync(secondary);

        await Updater(secondary.Settings()).CreateAsync(Record("eu", "203.0.113.7"), Limit, default);

        Assert.Equal([Record("eu", "203.0.113.7")], await Updater(secondary.Settings()).ReadAsync($"eu.{Zone}", default));
    }

    [BindFact]
    public async Task A_secondary_that_stays_behind_is_told()
    {
        await using var primary = new Bind();
        await using var secondary = new Bind(primary);
        await primary.StartAsync();
        await secondary.StartAsync();
        await TransferredAsync(secondary);

        var error = await Assert.ThrowsAsync<DnsException>(() => Updater(secondary.Settings(), new QuickTime()).CreateAsync(Record("eu", "203.0.113.7"), TimeSpan.FromSeconds(10), default));

        Assert.Contains("but still answers with nothing after 0:00:10. Is it a secondary that lags behind?", error.Message);
    }

    /// <summary>Until the secondary has the zone it answers with SERVFAIL.</summary>
    private async Task TransferredAsync(Bind secondary)
    {
        for (var start = TimeProvider.System.GetTimestamp(); TimeProvider.System.GetElapsedTime(start) < Limit; await Task.Yield())
        {
            try
            {
                if ((await Updater(secondary.Settings()).ReadAsync($"foreign.{Zone}", default)).Count == 1)
                    return;
            }
            catch (DnsException)
            {
            }
        }

        Assert.Fail("The secondary did not get the zone.");
    }
}
