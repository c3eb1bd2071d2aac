using System.Collections.Immutable;
using System.Text.Json.Nodes;
using Coder.Infra.Coder;
using Coder.Infra.Coder.V1;
using Pulumi.Experimental;

namespace Coder.Infra.Resources.Tests.Coder;

/// <summary>What each change of a registration does: in place, recreated, refused.</summary>
public sealed class RegistrationChangesTests(CoderDeploymentFixture coder) : IClassFixture<CoderDeploymentFixture>
{
    private readonly string _name = $"eu-{Guid.NewGuid():N}"[..20];

    private ImmutableDictionary<string, PropertyValue> Inputs => ProviderDriver.Map(
        ("name", _name), ("hostname", $"http://{_name}.coder.localhost"), ("clusterAddress", CoderDeploymentFixture.ClusterAddress), ("namespace", "coder"));

    public static TheoryData<string, string> Moves => new()
    {
        { "hostname", "http://us.coder.localhost" },
        { "clusterAddress", "https://other.example.com:6443" },
        { "tokenGeneration", "1" },
        { "namespace", "elsewhere" },
    };

    [Theory]
    [MemberData(nameof(Moves))]
    public async Task What_takes_workspaces_away_is_refused_while_there_are_any_and_nothing_is_touched(string input, string value)
    {
        var (driver, id) = await InstalledAsync();
        var workspace = await coder.CallAsync(HttpMethod.Post, "sandbox/workspaces", new JsonObject { ["name"] = "alpha", ["provider"] = _name });
        lock (coder.Requests)
            coder.Requests.Clear();

        var error = await Assert.ThrowsAsync<CoderException>(() => driver.DiffAsync(id, Inputs, Inputs.SetItem(input, Value(value))));

        Assert.Contains("still holds 1 workspace: alpha", error.Message);
        Assert.Contains("nothing has been touched", error.Message);
        Assert.Contains($"pulumi config set {input} {(input == "tokenGeneration" ? "0" : Text(Inputs[input]))}", error.Message);
        lock (coder.Requests)
            Assert.All(coder.Requests, request => Assert.StartsWith("GET ", request));

        await coder.CallAsync(HttpMethod.Delete, $"api/v0/workspaces/{workspace!["id"]}");
        Assert.True((await driver.DiffAsync(id, Inputs, Inputs.SetItem(input, Value(value)))).Changes);
    }

    [Theory]
    [InlineData("hostname", "http://us.coder.localhost")]
    [InlineData("clusterAddress", "https://other.example.com:6443")]
    [InlineData("tokenGeneration", "1")]
    public async Task Another_host_cluster_or_token_is_a_new_registration_and_frees_the_name_first(string input, string value)
    {
        var (driver, id) = await InstalledAsync();

        var difference = await driver.DiffAsync(id, Inputs, Inputs.SetItem(input, Value(value)));

        Assert.Equal([input], difference.Replaces!);
        Assert.True(difference.DeleteBeforeReplace);
    }

    [Fact]
    public async Task Another_namespace_keeps_the_registration()
    {
        var (driver, id) = await InstalledAsync();

        var difference = await driver.DiffAsync(id, Inputs, Inputs.SetItem("namespace", new PropertyValue("elsewhere")));

        Assert.True(difference.Changes);
        Assert.Empty(difference.Replaces!);
    }

    [Fact]
    public async Task A_rename_is_in_place_with_workspaces_too()
    {
        var (driver, id) = await InstalledAsync();
        await coder.CallAsync(HttpMethod.Post, "sandbox/workspaces", new JsonObject { ["name"] = "beta", ["provider"] = _name });

        var difference = await driver.DiffAsync(id, Inputs, Inputs.SetItem("name", new PropertyValue(_name + "-2")));

        Assert.Equal(["name"], difference.Diffs!);
        Assert.Empty(difference.Replaces!);
    }

    [Fact]
    public async Task A_registration_from_before_there_were_namespaces_and_generations_is_unchanged()
    {
        var (driver, id) = await InstalledAsync();
        var old = Inputs.Remove("namespace");

        Assert.False((await driver.DiffAsync(id, old, Inputs.SetItem("tokenGeneration", new PropertyValue(0)))).Changes);
    }

    [Fact]
    public async Task What_this_deployment_does_not_know_is_not_made_anew_in_it()
    {
        var (driver, _) = await InstalledAsync();

        var error = await Assert.ThrowsAsync<CoderException>(() => driver.DiffAsync("rp-elsewhere", Inputs, Inputs.SetItem("hostname", new PropertyValue("http://us.coder.localhost"))));

        Assert.Contains("knows no workspace provider rp-elsewhere", error.Message);
        Assert.Contains("pulumi refresh", error.Message);
    }

    private async Task<(ProviderDriver Driver, string Id)> InstalledAsync()
    {
        var driver = await ProviderDriver.ForAsync(coder, Registration.TypeToken);
        var (id, outputs) = await driver.CreateAsync(Inputs);
        Assert.True(outputs["envproxyToken"].TryGetString(out var token));
        coder.Install(token, $"http://{_name}.coder.localhost");
        return (driver, id);
    }

    private static PropertyValue Value(string text) => int.TryParse(text, out var number) ? new PropertyValue(number) : new PropertyValue(text);

    private static string Text(PropertyValue value) => value.TryGetString(out var text) ? text : "";
}
