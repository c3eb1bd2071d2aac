using System.Collections.Immutable;
using System.Text.Json.Nodes;
using Coder.Infra.Coder;
using Coder.Infra.Coder.V2;
using Pulumi.Experimental;

namespace Coder.Infra.Resources.Tests.Coder.V2;

public sealed class ProvisionerKeyTests : IAsyncLifetime
{
    private readonly DeploymentFixture _coder = new();

    private static ImmutableDictionary<string, PropertyValue> Inputs => ProviderDriver.Map(("name", "eu"), ("stack", "coder-infra/eu"), ("tags", Tags("region", "eu")));

    public Task InitializeAsync() => _coder.InitializeAsync();

    public Task DisposeAsync() => _coder.DisposeAsync();

    [Fact]
    public async Task Creating_gives_a_key_with_its_tags_under_a_name_of_its_own()
    {
        var (id, outputs) = await (await DriverAsync()).CreateAsync(Inputs);

        Assert.True(outputs["key"].IsSecret);
        var key = Assert.Single(await KeysAsync());
        Assert.Equal(id, (string?)key!["id"]);
        Assert.Matches("^eu-[0-9a-f]{6}$", (string)key["name"]!);
        Assert.Equal("eu", (string?)key["tags"]!["region"]);
    }

    [Theory]
    [InlineData("name")]
    [InlineData("tags")]
    [InlineData("tokenGeneration")]
    [InlineData("organization")]
    public async Task Every_change_is_another_key_that_is_made_before_the_old_one_goes(string changed)
    {
        var driver = await DriverAsync();
        var (id, outputs) = await driver.CreateAsync(Inputs);
        var next = Inputs.SetItem(changed, changed switch { "tags" => Tags("region", "us"), "tokenGeneration" => new PropertyValue(1), "organization" => new PropertyValue("platform"), _ => new PropertyValue("us") });

        var difference = await driver.DiffAsync(id, Inputs, next, outputs);
        Assert.Equal([changed], difference.Replaces!);
        Assert.False(difference.DeleteBeforeReplace);

        var (second, _) = await driver.CreateAsync(next);
        Assert.NotEqual(id, second);
        await driver.DeleteAsync(id, Inputs, outputs);
        Assert.Equal([second], (await KeysAsync()).Concat(await KeysAsync("platform")).Select(key => (string?)key!["id"]));
    }

    [Fact]
    public async Task A_key_that_a_killed_run_left_behind_is_removed()
    {
        var driver = await DriverAsync();
        var (lost, _) = await driver.CreateAsync(Inputs);

        var (id, _) = await driver.CreateAsync(Inputs);

        Assert.NotEqual(lost, id);
        Assert.Equal(id, (string?)Assert.Single(await KeysAsync())!["id"]);
    }

    [Fact]
    public async Task A_key_that_daemons_use_stays_beside_the_one_of_the_same_inputs()
    {
        var driver = await DriverAsync();
        var (old, outputs) = await driver.CreateAsync(Inputs);
        _coder.StartDaemon("daemon", Text(outputs, "key"));

        var (id, _) = await driver.CreateAsync(Inputs);

        Assert.Equal(new[] { old, id }.Order(), (await KeysAsync()).Select(key => (string)key!["id"]!).Order());
    }

    [Fact]
    public async Task A_deletion_waits_for_the_builds_of_its_daemons_and_refuses()
    {
        var (id, outputs) = await (await DriverAsync()).CreateAsync(Inputs);
        _coder.StartDaemon("daemon", Text(outputs, "key"));
        await _coder.CallAsync(HttpMethod.Post, "sandbox/builds", new JsonObject { ["workspace"] = "alpha" });

        var error = await Assert.ThrowsAsync<CoderException>(async () => await (await DriverAsync(new QuickTime())).DeleteAsync(id, Inputs, outputs));
        Assert.Contains("workspace alpha (by daemon)", error.Message);
        Assert.Contains("timeouts.builds", error.Message);
        Assert.Single(await KeysAsync());

        await _coder.CallAsync(HttpMethod.Delete, "sandbox/builds/alpha");
        await (await DriverAsync()).DeleteAsync(id, Inputs, outputs);
        Assert.Empty(await KeysAsync());
    }

    [Fact]
    public async Task A_key_that_was_removed_by_hand_is_replaced()
    {
        var driver = await DriverAsync();
        var (id, outputs) = await driver.CreateAsync(Inputs);
        Assert.False((await driver.DiffAsync(id, Inputs, Inputs, outputs)).Changes);

        await _coder.CallAsync(HttpMethod.Delete, $"api/v2/organizations/default/provisionerkeys/{Text(outputs, "keyName")}");

        Assert.NotEmpty((await driver.DiffAsync(id, Inputs, Inputs, outputs)).Replaces!);
        Assert.Equal("", (await driver.ReadAsync(id, Inputs, outputs)).Id);
        await driver.DeleteAsync(id, Inputs, outputs);
    }

    [Fact]
    public async Task An_organization_that_is_not_there_is_said_at_the_preview()
    {
        var failure = Assert.Single(await (await DriverAsync()).CheckAsync(Inputs.SetItem("organization", new PropertyValue("nobody"))));

        Assert.Contains("Coder has no organization \"nobody\"; it has", failure.Reason);
    }

    private static PropertyValue Tags(string name, string value) => new(ProviderDriver.Map((name, value)));

    private static string Text(ImmutableDictionary<string, PropertyValue> outputs, string name) => outputs[name].TryGetString(out var text) ? text : "";

    private async Task<ProviderDriver> DriverAsync(TimeProvider? time = null) => new(await ProviderDriver.ProviderAsync(_coder.Url, _coder.Owner, time ?? TimeProvider.System), ProvisionerKey.TypeToken);

    private async Task<JsonArray> KeysAsync(string organization = "default") => (await _coder.CallAsync(HttpMethod.Get, $"api/v2/organizations/{organization}/provisionerkeys"))!.AsArray();
}
