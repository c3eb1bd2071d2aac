using System.Collections.Immutable;
using System.Text.Json.Nodes;
using Coder.Infra.Coder;
using Coder.Infra.Coder.V2;
using Pulumi.Experimental;

namespace Coder.Infra.Resources.Tests.Coder.V2;

public sealed class ProxyRegistrationTests(DeploymentFixture coder) : IClassFixture<DeploymentFixture>
{
    private readonly string _name = $"eu-{Guid.NewGuid():N}"[..20];

    private ImmutableDictionary<string, PropertyValue> Inputs => ProviderDriver.Map(("name", _name), ("displayName", "Europe"), ("icon", "/emojis/1f1ea-1f1fa.png"));

    [Fact]
    public async Task Creating_gives_the_token_as_a_secret()
    {
        var (id, outputs) = await (await DriverAsync()).CreateAsync(Inputs);

        Assert.True(outputs["token"].IsSecret);
        Assert.StartsWith(id + ":", Token(outputs));
        var proxy = await ProxyAsync(id);
        Assert.Equal((_name, "Europe", "/emojis/1f1ea-1f1fa.png"), ((string)proxy["name"]!, (string)proxy["display_name"]!, (string)proxy["icon_url"]!));
    }

    [Fact]
    public async Task A_preview_registers_nothing()
    {
        var (id, outputs) = await (await DriverAsync()).CreateAsync(Inputs, preview: true);

        Assert.Equal("", id);
        Assert.True(outputs["token"].IsComputed);
        Assert.Empty(await NamedAsync());
    }

    [Fact]
    public async Task A_registration_that_a_killed_run_left_behind_is_taken_with_another_token()
    {
        var driver = await DriverAsync();
        var (lost, before) = await driver.CreateAsync(Inputs);

        await driver.CreateAsync(Inputs, preview: true);
        var (id, outputs) = await driver.CreateAsync(Inputs);

        Assert.Equal(lost, id);
        Assert.NotEqual(Token(before), Token(outputs));
        Assert.Single(await NamedAsync());
    }

    [Theory]
    [InlineData(true, "Europe")]
    [InlineData(false, "Somebody else's")]
    public async Task A_proxy_of_that_name_that_is_used_or_shown_otherwise_is_somebody_elses(bool isUsed, string displayName)
    {
        var driver = await DriverAsync();
        var (id, outputs) = await driver.CreateAsync(Inputs.SetItem("displayName", new PropertyValue(displayName)));
        if (isUsed)
            coder.StartProxy(_name, Token(outputs), $"http://{_name}.coder.localhost");

        foreach (var preview in new[] { true, false })
        {
            var error = await Assert.ThrowsAsync<CoderException>(() => driver.CreateAsync(Inputs.SetItem("name", new PropertyValue(_name.ToUpperInvariant())), preview));
            Assert.Contains($"named \"{_name}\" exists already: {id}", error.Message);
            Assert.Contains("pulumi config set adopt true", error.Message);
        }
    }

    [Fact]
    public async Task Name_display_name_and_icon_change_in_place_and_keep_the_token()
    {
        var driver = await DriverAsync();
        var (id, outputs) = await driver.CreateAsync(Inputs);
        var changed = Inputs.SetItem("displayName", new PropertyValue("Frankfurt")).SetItem("name", new PropertyValue(_name + "-2")).Remove("icon");

        Assert.Empty((await driver.DiffAsync(id, Inputs, changed)).Replaces!);
        var after = await driver.UpdateAsync(id, Inputs, outputs, changed);

        Assert.Equal(Token(outputs), Token(after));
        var proxy = await ProxyAsync(id);
        Assert.Equal((_name + "-2", "Frankfurt", ""), ((string)proxy["name"]!, (string)proxy["display_name"]!, (string)proxy["icon_url"]!));
        coder.StartProxy(_name, Token(after), $"http://{_name}.coder.localhost");
        Assert.Equal("ok", (string?)(await ProxyAsync(id))["status"]!["status"]);
    }

    [Fact]
    public async Task Another_generation_is_a_new_token_of_the_same_registration()
    {
        var driver = await DriverAsync();
        var (id, outputs) = await driver.CreateAsync(Inputs);
        var next = Inputs.SetItem("tokenGeneration", new PropertyValue(1));

        Assert.Empty((await driver.DiffAsync(id, Inputs, next)).Replaces!);
        var after = await driver.UpdateAsync(id, Inputs, outputs, next);

        Assert.NotEqual(Token(outputs), Token(after));
        Assert.True(after["token"].IsSecret);
        Assert.StartsWith(id + ":", Token(after));
    }

    [Fact]
    public async Task Nothing_changed_is_no_difference()
    {
        var driver = await DriverAsync();
        var (id, _) = await driver.CreateAsync(Inputs);

        Assert.False((await driver.DiffAsync(id, Inputs, Inputs.SetItem("tokenGeneration", new PropertyValue(0)))).Changes);
    }

    [Fact]
    public async Task Gone_on_read_is_gone_and_gone_at_a_preview_says_what_to_run()
    {
        var driver = await DriverAsync();
        var (id, outputs) = await driver.CreateAsync(Inputs);
        Assert.Equal(id, (await driver.ReadAsync(id, Inputs, outputs)).Id);

        await driver.DeleteAsync(id, Inputs, outputs);

        Assert.Equal("", (await driver.ReadAsync(id, Inputs, outputs)).Id);
        Assert.Contains("pulumi refresh", (await Assert.ThrowsAsync<CoderException>(() => driver.DiffAsync(id, Inputs, Inputs))).Message);
        await driver.DeleteAsync(id, Inputs, outputs);
    }

    [Fact]
    public async Task Without_the_role_the_error_says_which_one_is_needed()
    {
        var driver = new ProviderDriver(await ProviderDriver.ProviderAsync(coder.Url, coder.Member, TimeProvider.System), ProxyRegistration.TypeToken);

        Assert.Contains("The token must be that of a user with the role Owner", (await Assert.ThrowsAsync<CoderException>(() => driver.CreateAsync(Inputs))).Message);
    }

    private static string Token(ImmutableDictionary<string, PropertyValue> outputs) => outputs["token"].TryGetString(out var token) ? token : "";

    private async Task<ProviderDriver> DriverAsync() => new(await ProviderDriver.ProviderAsync(coder.Url, coder.Owner, TimeProvider.System), ProxyRegistration.TypeToken);

    private async Task<JsonNode> ProxyAsync(string id) => (await coder.CallAsync(HttpMethod.Get, $"api/v2/workspaceproxies/{id}"))!;

    private async Task<List<JsonNode?>> NamedAsync() => [.. (await coder.CallAsync(HttpMethod.Get, "api/v2/workspaceproxies"))!["regions"]!.AsArray().Where(proxy => (string?)proxy!["name"] == _name)];
}
