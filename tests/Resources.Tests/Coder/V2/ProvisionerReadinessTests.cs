using System.Collections.Immutable;
using System.Text.Json.Nodes;
using Coder.Infra.Coder;
using Coder.Infra.Coder.V2;
using Pulumi.Experimental;

namespace Coder.Infra.Resources.Tests.Coder.V2;

public sealed class ProvisionerReadinessTests : IAsyncLifetime
{
    private readonly DeploymentFixture _coder = new();
    private string _organization = "";
    private string _id = "";
    private string _key = "";

    private ImmutableDictionary<string, PropertyValue> Inputs => ProviderDriver.Map(("organizationId", _organization), ("keyId", _id), ("replicas", 2), ("version", "2.19.0"));

    public async Task InitializeAsync()
    {
        await _coder.InitializeAsync();
        _key = (string)(await _coder.CallAsync(HttpMethod.Post, "api/v2/organizations/default/provisionerkeys", new JsonObject { ["name"] = "eu" }))!["key"]!;
        _id = (string)(await _coder.CallAsync(HttpMethod.Get, "api/v2/organizations/default/provisionerkeys"))![0]!["id"]!;
        _organization = (string)(await _coder.CallAsync(HttpMethod.Get, "api/v2/organizations/default"))!["id"]!;
    }

    public Task DisposeAsync() => _coder.DisposeAsync();

    [Fact]
    public async Task It_waits_for_as_many_daemons_as_replicas()
    {
        _coder.StartDaemon("one", _key);
        var time = new QuickTime();
        time.Waiting = waited =>
        {
            if (waited > TimeSpan.FromSeconds(5))
            {
                time.Waiting = null;
                _coder.StartDaemon("two", _key);
            }
        };

        var (_, outputs) = await (await DriverAsync(time)).CreateAsync(Inputs);

        Assert.True(outputs["status"].TryGetString(out var status) && status == "ready");
    }

    [Fact]
    public async Task Daemons_of_another_version_do_not_count_and_are_named()
    {
        _coder.StartDaemon("one", _key);
        _coder.StartDaemon("two", _key, "2.20.0");

        var error = await Assert.ThrowsAsync<CoderException>(async () => await (await DriverAsync(new QuickTime())).CreateAsync(Inputs));

        Assert.Contains("1 of 2 daemons are connected at version 2.19.0; two is at version 2.20.0", error.Message);
    }

    [Fact]
    public async Task A_busy_daemon_is_ready_and_one_that_has_gone_is_a_difference()
    {
        _coder.StartDaemon("one", _key);
        _coder.StartDaemon("two", _key);
        await BuildAsync("alpha");
        var driver = await DriverAsync(TimeProvider.System);
        var (id, _) = await driver.CreateAsync(Inputs);
        Assert.False((await driver.DiffAsync(id, Inputs, Inputs)).Changes);

        _coder.End("two");

        Assert.Equal(["status"], (await driver.DiffAsync(id, Inputs, Inputs)).Diffs!);
    }

    [Fact]
    public async Task Another_key_changes_it_in_place()
    {
        var difference = await (await DriverAsync(TimeProvider.System)).DiffAsync(_id, Inputs, Inputs.SetItem("keyId", new PropertyValue("other")));

        Assert.Equal((true, 0), (difference.Changes!.Value, difference.Replaces!.Count));
    }

    [Fact]
    public async Task A_destroy_waits_for_running_builds_by_name()
    {
        _coder.StartDaemon("one", _key);
        await BuildAsync("alpha");
        var time = new QuickTime();
        time.Waiting = waited =>
        {
            if (waited > TimeSpan.FromSeconds(5))
            {
                time.Waiting = null;
                _coder.CallAsync(HttpMethod.Delete, "sandbox/builds/alpha").Wait();
            }
        };

        await (await DriverAsync(time)).DeleteAsync(_id, Inputs, Inputs);

        await BuildAsync("beta");
        var error = await Assert.ThrowsAsync<CoderException>(async () => await (await DriverAsync(new QuickTime())).DeleteAsync(_id, Inputs, Inputs));
        Assert.Contains("workspace beta (by one)", error.Message);
    }

    [Fact]
    public async Task A_deployment_that_lists_no_jobs_still_names_the_template()
    {
        _coder.StartDaemon("one", _key);
        await BuildAsync("alpha");
        _coder.Instead = context =>
        {
            context.Response.StatusCode = 404;
            return Task.FromResult(context.Request.Path.Value!.EndsWith("/provisionerjobs", StringComparison.Ordinal));
        };

        var error = await Assert.ThrowsAsync<CoderException>(async () => await (await DriverAsync(new QuickTime())).DeleteAsync(_id, Inputs, Inputs));

        Assert.Contains("a build of the template kubernetes (by one)", error.Message);
    }

    private Task BuildAsync(string workspace) => _coder.CallAsync(HttpMethod.Post, "sandbox/builds", new JsonObject { ["workspace"] = workspace });

    private async Task<ProviderDriver> DriverAsync(TimeProvider time) => new(await ProviderDriver.ProviderAsync(_coder.Url, _coder.Owner, time), ProvisionerReadiness.TypeToken);
}
