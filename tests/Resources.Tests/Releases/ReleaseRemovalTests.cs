using System.Collections.Immutable;
using Coder.Infra.Releases;
using Pulumi;
using Pulumi.Experimental;
using Pulumi.Experimental.Provider;

namespace Coder.Infra.Resources.Tests.Releases;

public sealed class ReleaseRemovalTests(RemovalCluster cluster) : IClassFixture<RemovalCluster>
{
    private static readonly Urn Urn = new($"urn:pulumi:dev::coder-infra::{ReleaseRemoval.TypeToken}::it");
    private readonly List<string> _messages = [];

    private ReleaseRemovalHandler Handler => new(() => cluster.Client, TimeProvider.System, _messages.Add);

    [Fact]
    public async Task Creating_promises_and_deleting_removes()
    {
        var release = await cluster.NewAsync();
        var created = await Handler.CreateAsync(new CreateRequest(Urn, Inputs(release), default, false), default);
        await release.InstallAsync(Templates.ConfigMap("a"));

        Assert.Equal($"{release.Namespace}/{TestRelease.Name}", created.Id);
        await DeleteAsync(created.Outputs!);
        await DeleteAsync(created.Outputs!);

        Assert.Equal(("", ""), (await release.HistoryAsync(), await release.ObjectsAsync()));
    }

    [Theory]
    [InlineData("token", "another", false)]
    [InlineData("timeout", "", false)]
    [InlineData("name", "another", true)]
    [InlineData("namespace", "another", true)]
    public async Task Another_place_replaces_and_the_old_one_goes_last(string name, string value, bool replaces)
    {
        var old = ProviderDriver.Map(("namespace", "coder"), ("name", "it"), ("token", "t"), ("timeout", 60));
        var now = old.SetItem(name, value.Length > 0 ? new PropertyValue(value) : new PropertyValue(90));

        var difference = await Handler.DiffAsync(new DiffRequest(Urn, "coder/it", old, now, [], old), default);

        Assert.Equal((true, replaces ? 1 : 0, false), (difference.Changes, difference.Replaces?.Count, difference.DeleteBeforeReplace));
    }

    [Fact]
    public async Task A_release_that_has_an_earlier_token_still_is_removed()
    {
        var release = await cluster.NewAsync();
        await release.InstallAsync(Templates.ConfigMap("a"));
        var outputs = Inputs(release);
        foreach (var token in new[] { "second", "third" })
            outputs = (await Handler.UpdateAsync(new UpdateRequest(Urn, "id", outputs, outputs.Remove(ReleaseRemovalHandler.EarlierTokens).SetItem("token", new PropertyValue(token)), default, [], false, outputs), default)).Outputs!.ToImmutableDictionary();

        await DeleteAsync(outputs);

        Assert.Equal("", await release.HistoryAsync());
    }

    [Fact]
    public async Task A_release_with_a_token_of_others_is_reported_and_stays()
    {
        var release = await cluster.NewAsync();
        await release.InstallAsync(Templates.ConfigMap("a"));

        await DeleteAsync(Inputs(release).SetItem("token", new PropertyValue("another")));

        Assert.Equal("1 deployed", await release.HistoryAsync());
        Assert.Contains("belongs to another installation", Assert.Single(_messages));
        Assert.DoesNotContain(TestRelease.Token, _messages[0]);
    }

    [Fact]
    public async Task A_read_never_finds_it_gone()
    {
        var release = await cluster.NewAsync();
        var inputs = Inputs(release);

        var read = await Handler.ReadAsync(new ReadRequest(Urn, "coder/it", inputs, inputs), default);
        var imported = await Handler.ReadAsync(new ReadRequest(Urn, "coder/it", ImmutableDictionary<string, PropertyValue>.Empty, ImmutableDictionary<string, PropertyValue>.Empty), default);

        Assert.Equal(("coder/it", inputs), (read.Id, read.Inputs));
        Assert.Equal(("coder/it", "it"), (imported.Id, imported.Outputs!["name"].TryGetString(out var name) ? name : null));
    }

    [Fact]
    public async Task A_preview_has_no_id()
    {
        var created = await Handler.CreateAsync(new CreateRequest(Urn, ProviderDriver.Map(("namespace", "coder")), default, true), default);

        Assert.True(string.IsNullOrEmpty(created.Id));
    }

    private static ImmutableDictionary<string, PropertyValue> Inputs(TestRelease release) =>
        ProviderDriver.Map(("namespace", release.Namespace), ("name", TestRelease.Name), ("token", TestRelease.Token), ("timeout", 60));

    private Task DeleteAsync(IDictionary<string, PropertyValue> outputs) =>
        Handler.DeleteAsync(new DeleteRequest(Urn, "id", outputs.ToImmutableDictionary(), default, outputs.ToImmutableDictionary()), default);
}
