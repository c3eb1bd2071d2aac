using System.Collections.Immutable;
using System.Text.Json.Nodes;
using Coder.Infra.Coder;
using Coder.Infra.Coder.V1;
using Microsoft.AspNetCore.Http;
using Pulumi.Experimental;

namespace Coder.Infra.Resources.Tests.Coder;

public sealed class AdmissionTests : IAsyncLifetime
{
    private readonly CoderDeploymentFixture _coder = new();
    private string _id = "";
    private string _token = "";

    public async Task InitializeAsync()
    {
        await _coder.InitializeAsync();
        var pool = await _coder.CallAsync(HttpMethod.Post, "api/private/resource-pools", new JsonObject
        {
            ["name"] = "eu",
            ["type"] = "kubernetes",
            ["hostname"] = "http://eu.coder.localhost",
            ["cluster_address"] = CoderDeploymentFixture.ClusterAddress,
        });
        (_id, _token) = ((string)pool!["id"]!, (string)pool["envproxy_token"]!);
    }

    public Task DisposeAsync() => _coder.DisposeAsync();

    [Fact]
    public async Task It_waits_until_coder_reports_the_provider_ready()
    {
        var time = new QuickTime();
        time.Waiting = waited =>
        {
            if (waited > TimeSpan.FromSeconds(5))
            {
                time.Waiting = null;
                _coder.Install(_token, "http://eu.coder.localhost");
            }
        };

        var (id, outputs) = await (await DriverAsync(time)).CreateAsync(Inputs("default"));

        Assert.Equal(_id, id);
        Assert.Equal(new PropertyValue("ready"), outputs["status"]);
    }

    [Fact]
    public async Task After_its_limit_it_says_what_coder_last_said_and_where_to_look()
    {
        var error = await Assert.ThrowsAsync<CoderException>(async () => await (await DriverAsync(new QuickTime())).CreateAsync(Inputs("default")));

        Assert.Contains("eu is still pending after 0:02:00: no deployment named envproxy runs in the cluster", error.Message);
        Assert.Contains("/admin/providers", error.Message);
        Assert.Contains("kubectl logs deployment/envproxy", error.Message);
    }

    [Fact]
    public async Task Organizations_are_set_by_name()
    {
        _coder.Install(_token, "http://eu.coder.localhost");

        await (await DriverAsync()).CreateAsync(Inputs("platform", "data"));

        var pool = await PoolAsync();
        Assert.Equal(["org-platform", "org-data"], pool["org_whitelist"]!.AsArray().Select(id => (string)id!));
    }

    [Fact]
    public async Task Without_organizations_the_deployments_choice_stays()
    {
        _coder.Install(_token, "http://eu.coder.localhost");

        await (await DriverAsync()).CreateAsync(ProviderDriver.Map(("providerId", _id)));

        Assert.Equal(["org-default"], (await PoolAsync())["org_whitelist"]!.AsArray().Select(id => (string)id!));
        Assert.DoesNotContain(_coder.Requests, request => request.StartsWith("PATCH"));
    }

    [Fact]
    public async Task An_unknown_organization_fails_the_check_and_names_the_known_ones()
    {
        var failure = Assert.Single(await (await DriverAsync()).CheckAsync(Inputs("default", "plattform")));

        Assert.Equal("organizations", failure.Property);
        Assert.Contains("no organization \"plattform\"; it has default, platform, data", failure.Reason);
    }

    [Fact]
    public async Task A_deployment_that_does_not_take_the_organizations_is_told()
    {
        _coder.Install(_token, "http://eu.coder.localhost");
        _coder.Instead = async context =>
        {
            if (context.Request.Method != "PATCH")
                return false;
            await context.Response.WriteAsync("{}");
            return true;
        };

        var error = await Assert.ThrowsAsync<CoderException>(async () => await (await DriverAsync(new QuickTime())).CreateAsync(Inputs("platform")));

        Assert.Contains("took the allowed organizations", error.Message);
        Assert.Contains("does not show it", error.Message);
    }

    [Fact]
    public async Task Stale_reads_after_a_write_are_waited_out()
    {
        _coder.Install(_token, "http://eu.coder.localhost");
        var stale = false;
        _coder.Instead = async context =>
        {
            if (context.Request.Method == "PATCH" && !stale)
            {
                stale = true;
                _ = await _coder.CallAsync(HttpMethod.Get, "api");
            }
            else if (stale && context.Request.Method == "GET")
            {
                stale = false;
                await _coder.CallAsync(HttpMethod.Put, "sandbox/stale-reads", new JsonObject { ["count"] = 4 });
            }

            return false;
        };

        await (await DriverAsync(new QuickTime())).CreateAsync(Inputs("platform"));

        Assert.Equal(["org-platform"], (await PoolAsync())["org_whitelist"]!.AsArray().Select(id => (string)id!));
    }

    [Fact]
    public async Task Deleting_cordons_refuses_and_names_the_workspaces_and_succeeds_after_they_are_gone()
    {
        var driver = await ReadyAsync();
        var workspace = await _coder.CallAsync(HttpMethod.Post, "sandbox/workspaces", new JsonObject { ["name"] = "alpha", ["provider"] = "eu" });

        var error = await Assert.ThrowsAsync<CoderException>(() => driver.DeleteAsync(_id, Inputs("default"), Inputs("default")));
        Assert.Contains("eu still holds 1 workspace: alpha", error.Message);
        Assert.Contains("pulumi up", error.Message);
        Assert.Equal("cordoned", (string?)(await PoolAsync())["status"]);

        await _coder.CallAsync(HttpMethod.Delete, $"api/v0/workspaces/{workspace!["id"]}");
        await driver.DeleteAsync(_id, Inputs("default"), Inputs("default"));
    }

    [Fact]
    public async Task A_destroy_that_was_given_up_shows_as_a_difference_and_is_uncordoned()
    {
        var driver = await ReadyAsync();
        Assert.False((await driver.DiffAsync(_id, Inputs("default"), Inputs("default"))).Changes);
        await _coder.CallAsync(HttpMethod.Post, $"api/private/resource-pools/{_id}/cordon", new JsonObject { ["reason"] = "removal" });

        var difference = await driver.DiffAsync(_id, Inputs("default"), Inputs("default"));
        Assert.True(difference.Changes);
        Assert.Equal(["status"], difference.Diffs!);
        Assert.Empty(difference.Replaces!);

        await driver.UpdateAsync(_id, Inputs("default"), Inputs("default"), Inputs("default"));
        Assert.Equal("ready", (string?)(await PoolAsync())["status"]);
    }

    [Fact]
    public async Task Another_provider_replaces_the_admission_of_the_old_one_first()
    {
        var difference = await (await DriverAsync()).DiffAsync(_id, Inputs("default"), Inputs("default").SetItem("providerId", new PropertyValue("rp-other")));

        Assert.Equal(["providerId"], difference.Replaces!);
        Assert.True(difference.DeleteBeforeReplace);
    }

    [Fact]
    public async Task Organizations_changed_behind_the_stacks_back_are_read()
    {
        var driver = await ReadyAsync();
        await _coder.CallAsync(HttpMethod.Patch, $"api/private/resource-pools/{_id}", new JsonObject { ["org_whitelist"] = new JsonArray("org-data") });

        var read = await driver.ReadAsync(_id, Inputs("default"), Inputs("default"));

        Assert.Equal(ProviderDriver.Map(("o", (string[])["data"]))["o"], read.Inputs!["organizations"]);
    }

    [Fact]
    public async Task A_provider_that_is_gone_is_gone_on_read_and_deleted_on_delete()
    {
        var driver = await ReadyAsync();
        await _coder.CallAsync(HttpMethod.Delete, $"api/private/resource-pools/{_id}");

        Assert.Equal("", (await driver.ReadAsync(_id, Inputs("default"), Inputs("default"))).Id);
        await driver.DeleteAsync(_id, Inputs("default"), Inputs("default"));
    }

    private static ImmutableDictionary<string, PropertyValue> With(string id, string[] organizations) => ProviderDriver.Map(("providerId", id), ("organizations", organizations));

    private ImmutableDictionary<string, PropertyValue> Inputs(params string[] organizations) => With(_id, organizations);

    private Task<ProviderDriver> DriverAsync(TimeProvider? time = null) => ProviderDriver.ForAsync(_coder, Admission.TypeToken, time);

    private async Task<ProviderDriver> ReadyAsync()
    {
        _coder.Install(_token, "http://eu.coder.localhost");
        var driver = await DriverAsync(new QuickTime());
        await driver.CreateAsync(Inputs("default"));
        return driver;
    }

    private async Task<JsonObject> PoolAsync() => (await _coder.CallAsync(HttpMethod.Get, $"api/private/resource-pools/{_id}"))!.AsObject();
}
