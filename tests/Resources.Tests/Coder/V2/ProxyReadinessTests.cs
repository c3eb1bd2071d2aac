using System.Collections.Immutable;
using System.Text.Json.Nodes;
using Coder.Infra.Coder;
using Coder.Infra.Coder.V2;
using Pulumi.Experimental;

namespace Coder.Infra.Resources.Tests.Coder.V2;

public sealed class ProxyReadinessTests : IAsyncLifetime
{
    private const string Url = "http://eu.coder.localhost";
    private readonly DeploymentFixture _coder = new();
    private string _id = "";
    private string _token = "";

    private ImmutableDictionary<string, PropertyValue> Inputs => ProviderDriver.Map(("proxyId", _id), ("version", "2.19.0"), ("url", Url), ("wildcardHostname", "*.eu.coder.localhost"));

    public async Task InitializeAsync()
    {
        await _coder.InitializeAsync();
        var made = await _coder.CallAsync(HttpMethod.Post, "api/v2/workspaceproxies", new JsonObject { ["name"] = "eu" });
        (_id, _token) = ((string)made!["proxy"]!["id"]!, (string)made["proxy_token"]!);
    }

    public Task DisposeAsync() => _coder.DisposeAsync();

    [Fact]
    public async Task It_waits_until_the_proxy_is_healthy()
    {
        var time = new QuickTime();
        time.Waiting = waited =>
        {
            if (waited > TimeSpan.FromSeconds(5))
            {
                time.Waiting = null;
                _coder.StartProxy("eu", _token, Url, "*.eu.coder.localhost");
            }
        };

        var (id, outputs) = await (await DriverAsync(time)).CreateAsync(Inputs);

        Assert.Equal(_id, id);
        Assert.True(outputs["status"].TryGetString(out var status) && status == "ok");
    }

    [Fact]
    public async Task A_proxy_that_stays_unhealthy_fails_with_its_report()
    {
        _coder.StartProxy("eu", _token, Url, "*.eu.coder.localhost");
        await _coder.CallAsync(HttpMethod.Put, "sandbox/proxies/eu/fault", new JsonObject { ["error"] = "replica 10.0.0.7 cannot be reached" });

        var error = await Assert.ThrowsAsync<CoderException>(async () => await (await DriverAsync(new QuickTime())).CreateAsync(Inputs));

        Assert.Contains("Workspace proxy eu is not healthy after", error.Message);
        Assert.Contains("Coder reports unhealthy: replica 10.0.0.7 cannot be reached", error.Message);
        Assert.Contains("timeouts.readiness", error.Message);
    }

    [Fact]
    public async Task Its_warnings_are_shown_too()
    {
        await _coder.CallAsync(HttpMethod.Put, "sandbox/version", new JsonObject { ["version"] = "2.20.0" });
        _coder.StartProxy("eu", _token, Url, "*.eu.coder.localhost");

        var error = await Assert.ThrowsAsync<CoderException>(async () => await (await DriverAsync(new QuickTime())).CreateAsync(Inputs.SetItem("version", new PropertyValue("2.20.0"))));

        Assert.Contains("it is at version 2.19.0, not 2.20.0: warning: version mismatch", error.Message);
    }

    [Theory]
    [InlineData("http://old.coder.localhost", "*.eu.coder.localhost", "it is at http://old.coder.localhost, not http://eu.coder.localhost")]
    [InlineData(Url, "", "its wildcard host is \"\", not \"*.eu.coder.localhost\"")]
    public async Task A_proxy_that_still_has_its_old_addresses_is_not_ready(string url, string wildcard, string said)
    {
        _coder.StartProxy("eu", _token, url, wildcard);

        var error = await Assert.ThrowsAsync<CoderException>(async () => await (await DriverAsync(new QuickTime())).CreateAsync(Inputs));

        Assert.Contains(said, error.Message);
    }

    [Fact]
    public async Task Another_version_and_a_status_that_is_not_ok_are_differences()
    {
        var driver = await DriverAsync(TimeProvider.System);
        _coder.StartProxy("eu", _token, Url, "*.eu.coder.localhost");

        Assert.False((await driver.DiffAsync(_id, Inputs, Inputs)).Changes);
        var bump = await driver.DiffAsync(_id, Inputs, Inputs.SetItem("version", new PropertyValue("2.20.0")));
        Assert.Equal((true, 0), (bump.Changes!.Value, bump.Replaces!.Count));

        _coder.End("eu");
        Assert.Equal(["status"], (await driver.DiffAsync(_id, Inputs, Inputs)).Diffs!);
    }

    private async Task<ProviderDriver> DriverAsync(TimeProvider time) => new(await ProviderDriver.ProviderAsync(_coder.Url, _coder.Owner, time), ProxyReadiness.TypeToken);
}
