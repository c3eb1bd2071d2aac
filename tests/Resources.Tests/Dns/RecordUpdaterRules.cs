using Coder.Infra.Dns;
using Coder.Infra.Settings;

namespace Coder.Infra.Resources.Tests.Dns;

/// <summary>The rules of an update, against a server that a derived class starts.</summary>
public abstract class RecordUpdaterRules
{
    private protected const string Zone = Bind.Zone;
    private protected static readonly TimeSpan Limit = TimeSpan.FromSeconds(20);

    private protected abstract DnsSettings Settings { get; }

    private protected static AddressRecord Record(string label, string address) => AddressRecord.To($"{label}.{Zone}", address);

    private protected RecordUpdater Updater(DnsSettings? settings = null, TimeProvider? time = null) => new(settings ?? Settings, time ?? TimeProvider.System, _ => { });

    private protected async Task Each_kind_of_address_gets_its_type()
    {
        foreach (var (label, address, type) in (ValueTuple<string, string, string>[])[("eu", "203.0.113.7", "A"), ("six", "2001:db8::7", "AAAA"), ("name", "lb.example.net", "CNAME"), ("*.eu", "203.0.113.7", "A")])
        {
            var record = Record(label, address);
            await Updater().CreateAsync(record, Limit, default);
            Assert.Equal(type, record.Type);
            Assert.Equal([record], await Updater().ReadAsync(record.Name, default));
        }
    }

    private protected async Task An_address_changes_in_place_even_to_another_type()
    {
        await Updater().CreateAsync(Record("eu", "203.0.113.7"), Limit, default);
        await Updater().UpdateAsync(Record("eu", "203.0.113.7"), Record("eu", "203.0.113.8"), Limit, default);
        Assert.Equal([Record("eu", "203.0.113.8")], await Updater().ReadAsync($"eu.{Zone}", default));

        await Updater().UpdateAsync(Record("eu", "203.0.113.8"), Record("eu", "lb.example.net"), Limit, default);
        Assert.Equal([Record("eu", "lb.example.net")], await Updater().ReadAsync($"eu.{Zone}", default));
    }

    private protected async Task A_record_is_deleted_and_a_gone_or_changed_one_left_alone()
    {
        await Updater().CreateAsync(Record("eu", "203.0.113.7"), Limit, default);
        await Updater().DeleteAsync(Record("eu", "203.0.113.1"), Limit, default);
        Assert.NotEmpty(await Updater().ReadAsync($"eu.{Zone}", default));

        await Updater().DeleteAsync(Record("eu", "203.0.113.7"), Limit, default);
        Assert.Empty(await Updater().ReadAsync($"eu.{Zone}", default));
        await Updater().DeleteAsync(Record("eu", "203.0.113.7"), Limit, default);
    }

    private protected async Task A_foreign_record_is_never_touched()
    {
        var error = await Assert.ThrowsAsync<DnsException>(() => Updater().CreateAsync(Record("foreign", "203.0.113.7"), Limit, default));
        Assert.Contains($"foreign.{Zone} exists", error.Message);
        Assert.Contains("203.0.113.99", error.Message);

        await Assert.ThrowsAsync<DnsException>(() => Updater().UpdateAsync(Record("foreign", "203.0.113.1"), Record("foreign", "203.0.113.7"), Limit, default));
        Assert.Equal([Record("foreign", "203.0.113.99")], await Updater().ReadAsync($"foreign.{Zone}", default));
    }

    private protected async Task A_record_that_says_the_same_already_is_taken_as_ours()
    {
        await Updater().CreateAsync(Record("eu", "203.0.113.7"), Limit, default);
        await Updater().CreateAsync(Record("eu", "203.0.113.7"), Limit, default);
        // An update that a killed run had carried out already.
        await Updater().UpdateAsync(Record("eu", "203.0.113.6"), Record("eu", "203.0.113.7"), Limit, default);
        Assert.Equal([Record("eu", "203.0.113.7")], await Updater().ReadAsync($"eu.{Zone}", default));
    }

    private protected async Task A_refused_key_is_told_and_not_shown()
    {
        var wrong = Settings with { KeySecret = Convert.ToBase64String(new byte[32]) };
        var error = await Assert.ThrowsAsync<DnsException>(() => Updater(wrong, new QuickTime()).CreateAsync(Record("eu", "203.0.113.7"), TimeSpan.FromSeconds(1), default));
        Assert.Contains($"Failed to update eu.{Zone} on the name server", error.Message);
        Assert.DoesNotContain(wrong.KeySecret, error.ToString());
        Assert.Empty(await Updater().ReadAsync($"eu.{Zone}", default));

        var unknown = Settings with { KeyName = "nobody" };
        await Assert.ThrowsAsync<DnsException>(() => Updater(unknown, new QuickTime()).CreateAsync(Record("eu", "203.0.113.7"), TimeSpan.FromSeconds(1), default));
    }
}
