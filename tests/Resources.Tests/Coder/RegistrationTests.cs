using System.Collections.Immutable;
using System.Text.Json.Nodes;
using Coder.Infra.Coder;
using Coder.Infra.Coder.V1;
using Pulumi.Experimental;

namespace Coder.Infra.Resources.Tests.Coder;

public sealed class RegistrationTests(CoderDeploymentFixture coder) : IClassFixture<CoderDeploymentFixture>
{
    private readonly string _name = $"eu-{Guid.NewGuid():N}"[..20];

    private ImmutableDictionary<string, PropertyValue> Inputs => ProviderDriver.Map(
        ("name", _name), ("hostname", $"http://{_name}.coder.localhost"), ("clusterAddress", CoderDeploymentFixture.ClusterAddress));

    [Fact]
    public async Task Creating_gives_the_token_as_a_secret()
    {
        var (id, outputs) = await (await DriverAsync()).CreateAsync(Inputs);

        Assert.StartsWith("rp-", id);
        Assert.True(outputs["envproxyToken"].IsSecret);
        Assert.True(outputs["envproxyToken"].TryGetString(out var token) && token.Length > 20);
    }

    [Fact]
    public async Task A_preview_registers_nothing()
    {
        var (id, outputs) = await (await DriverAsync()).CreateAsync(Inputs, preview: true);

        Assert.Equal("", id);
        Assert.True(outputs["envproxyToken"].IsComputed);
        Assert.DoesNotContain(await PoolsAsync(), pool => (string?)pool!["name"] == _name);
    }

    [Fact]
    public async Task A_registration_that_a_killed_run_left_behind_is_made_anew()
    {
        var driver = await DriverAsync();
        var (lost, _) = await driver.CreateAsync(Inputs);

        var (id, outputs) = await driver.CreateAsync(Inputs);

        Assert.NotEqual(lost, id);
        Assert.True(outputs["envproxyToken"].TryGetString(out var token) && token.Length > 0);
        Assert.Equal([id], (await PoolsAsync()).Where(pool => (string?)pool!["name"] == _name).Select(pool => (string)pool!["id"]!));
    }

    [Fact]
    public async Task A_preview_already_tells_that_somebody_else_has_the_name()
    {
        await (await DriverAsync()).CreateAsync(Inputs);
        var other = Inputs.SetItem("hostname", new PropertyValue($"http://other-{_name}.coder.localhost"));

        var error = await Assert.ThrowsAsync<CoderException>(async () => await (await DriverAsync()).CreateAsync(other, preview: true));

        Assert.Contains($"named \"{_name}\" exists already", error.Message);
    }

    [Fact]
    public async Task A_preview_of_a_replacement_knows_its_own_name()
    {
        var driver = await DriverAsync();
        var (id, outputs) = await driver.CreateAsync(Inputs);
        var other = Inputs.SetItem("hostname", new PropertyValue($"http://other-{_name}.coder.localhost"));

        Assert.Contains("hostname", (await driver.DiffAsync(id, outputs, other)).Replaces!);
        await driver.CreateAsync(other, preview: true);
    }

    [Fact]
    public async Task A_provider_of_the_same_name_for_another_host_is_left_alone_and_told_how_to_adopt()
    {
        var driver = await DriverAsync();
        var (id, _) = await driver.CreateAsync(Inputs);

        var error = await Assert.ThrowsAsync<CoderException>(() => driver.CreateAsync(Inputs.SetItem("hostname", new PropertyValue($"http://other-{_name}.coder.localhost"))));

        Assert.Contains($"named \"{_name}\" exists already", error.Message);
        Assert.Contains("pulumi config set adopt true", error.Message);
        Assert.Contains(await PoolsAsync(), pool => (string?)pool!["id"] == id);
    }

    [Fact]
    public async Task A_ready_provider_of_the_same_name_host_and_cluster_is_somebody_elses()
    {
        var driver = await DriverAsync();
        var (_, outputs) = await driver.CreateAsync(Inputs);
        Install(outputs);

        await Assert.ThrowsAsync<CoderException>(() => driver.CreateAsync(Inputs));
    }

    [Fact]
    public async Task Another_name_renames_in_place_and_keeps_the_token()
    {
        var driver = await DriverAsync();
        var (id, outputs) = await driver.CreateAsync(Inputs);
        var renamed = Inputs.SetItem("name", new PropertyValue(_name + "-2"));

        var difference = await driver.DiffAsync(id, Inputs, renamed);
        Assert.True(difference.Changes);
        Assert.Empty(difference.Replaces!);

        var after = await driver.UpdateAsync(id, Inputs, outputs, renamed);
        Assert.Equal(outputs["envproxyToken"], after["envproxyToken"]);
        Assert.Contains(await PoolsAsync(), pool => (string?)pool!["id"] == id && (string?)pool["name"] == _name + "-2");
    }

    [Fact]
    public async Task Nothing_changed_is_no_difference()
    {
        Assert.False((await (await DriverAsync()).DiffAsync("rp-1", Inputs, Inputs)).Changes);
    }

    [Fact]
    public async Task Reading_tells_what_the_deployment_has_and_gone_means_gone()
    {
        var driver = await DriverAsync();
        var (id, outputs) = await driver.CreateAsync(Inputs);
        await coder.CallAsync(HttpMethod.Patch, $"api/private/resource-pools/{id}", new JsonObject { ["name"] = _name + "-x" });

        var read = await driver.ReadAsync(id, Inputs, outputs);
        Assert.True(read.Inputs!["name"].TryGetString(out var name));
        Assert.Equal(_name + "-x", name);
        Assert.Equal(outputs["envproxyToken"], read.Outputs!["envproxyToken"]);

        await driver.DeleteAsync(id, Inputs, outputs);
        Assert.Equal("", (await driver.ReadAsync(id, Inputs, outputs)).Id);
        await driver.DeleteAsync(id, Inputs, outputs);
    }

    [Fact]
    public async Task A_registration_with_workspaces_is_not_deleted()
    {
        var driver = await DriverAsync();
        var (id, outputs) = await driver.CreateAsync(Inputs);
        Install(outputs);
        var workspace = await coder.CallAsync(HttpMethod.Post, "sandbox/workspaces", new JsonObject { ["name"] = "alpha", ["provider"] = _name });

        var error = await Assert.ThrowsAsync<CoderException>(() => driver.DeleteAsync(id, Inputs, outputs));
        Assert.Contains("still holds 1 workspace: alpha", error.Message);

        await coder.CallAsync(HttpMethod.Delete, $"api/v0/workspaces/{workspace!["id"]}");
        await driver.DeleteAsync(id, Inputs, outputs);
    }

    private Task<ProviderDriver> DriverAsync() => ProviderDriver.ForAsync(coder, Registration.TypeToken);

    private void Install(ImmutableDictionary<string, PropertyValue> outputs)
    {
        Assert.True(outputs["envproxyToken"].TryGetString(out var token));
        coder.Install(token, $"http://{_name}.coder.localhost");
    }

    private async Task<JsonArray> PoolsAsync() => (await coder.CallAsync(HttpMethod.Get, "api/private/resource-pools"))!["kubernetes"]!.AsArray();
}
