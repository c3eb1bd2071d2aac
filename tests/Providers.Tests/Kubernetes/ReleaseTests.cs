using System.Text.Json.Nodes;
using Coder.Infra.Helm.Charts;
using Coder.Infra.Helm.Kube;
using Coder.Infra.Helm.Releases;
using Coder.Infra.Protocol;
using Coder.Infra.Protocol.Properties;
using Coder.Infra.Providers.Bridge;
using Coder.Infra.Providers.Tests.Recordings;
using Grpc.Core;
using Pulumirpc;

namespace Coder.Infra.Providers.Tests.Kubernetes;

public sealed class ReleaseTests(ClusterFixture fixture, RecordedCharts charts) : IClassFixture<ClusterFixture>, IClassFixture<RecordedCharts>
{
    private const string Type = "kubernetes:helm.sh/v3:Release";
    private const string Token = "s3cr3t-token";

    [Fact]
    public async Task A_release_is_made_as_recorded()
    {
        await using var provider = await fixture.ProviderAsync();
        var space = await fixture.NamespaceAsync();
        var call = Recording.Calls("up-create", "kubernetes").Single(call => call.Method == "Create" && call.Urn.Contains("Release", StringComparison.Ordinal));
        // The recorded chart is a copy of the one beside the recordings.
        JsonObject Here(JsonObject message) => JsonNode.Parse(message.ToJsonString()
            .Replace("coder-wsp", space, StringComparison.Ordinal)
            .Replace("../charts/workspace-provider", Recording.PathOf("program", "chart"), StringComparison.Ordinal))!.AsObject();
        var (response, error) = await provider.PlayAsync(call with { Request = Here(call.Request) });
        Assert.Null(error);
        var expected = Here(call.Response!);
        Assert.True(JsonNode.DeepEquals(expected, response), $"expected {expected.ToJsonString()}\ngot      {response!.ToJsonString()}");
    }

    [Fact]
    public async Task An_update_is_a_new_revision_and_a_delete_leaves_nothing_but_what_is_to_be_kept()
    {
        var log = new RecordingLog();
        await using var provider = await fixture.ProviderAsync(log);
        var inputs = await InputsAsync(provider);
        var (id, state) = await provider.CreateAsync(Type, inputs);
        var news = With(inputs, "replicas", 2d);
        Assert.Equal(["values.envproxy.replicas"], (await provider.DiffAsync(Type, state, news, inputs, id)).DetailedDiff.Keys);
        var updated = await ObjectTests.UpdateAsync(provider, Type, id, state, news, inputs);
        Assert.Equal(2, updated.Map("status")!.Number("revision"));
        Assert.Equal(2, (int?)(await fixture.Client.GetAsync(Envproxy(inputs)))["spec"]!["replicas"]);
        await ObjectTests.DeleteAsync(provider, Type, id, updated, news);
        Assert.Null(await fixture.Client.FindAsync(Envproxy(inputs)));
        Assert.Equal(
            ["Warning: Helm uninstall returned information: \"These resources were kept due to the resource policy:\\n[ServiceAccount] coder\\n\""],
            log.Kept);
        Assert.Equal("", (await provider.ReadAsync(Type, id, updated, news)).Id);
    }

    [Fact]
    public async Task A_refresh_does_not_see_what_was_changed_inside_the_release()
    {
        var log = new RecordingLog();
        await using var provider = await fixture.ProviderAsync(log);
        var inputs = await InputsAsync(provider);
        var (id, state) = await provider.CreateAsync(Type, inputs);
        await fixture.Client.PatchAsync(Envproxy(inputs), PatchKind.Merge, ClusterFixture.JsonProperties("{'spec':{'replicas':3}}"));
        var (_, same, live) = await provider.ReadAsync(Type, id, state, inputs);
        Assert.Equal(state, same);
        Assert.Equal(inputs, live);
        Assert.Equal(DiffResponse.Types.DiffChanges.DiffNone, (await provider.DiffAsync(Type, same, inputs, inputs, id)).Changes);
        Assert.Empty(log.Kept);

        // An upgrade with the same manifest puts it back; any changed input is one.
        await ObjectTests.UpdateAsync(provider, Type, id, state, inputs.Set("description", "again"), inputs);
        Assert.Equal(1, (int?)(await fixture.Client.GetAsync(Envproxy(inputs)))["spec"]!["replicas"]);
    }

    [Fact]
    public async Task A_refresh_sees_the_values_and_version_of_an_upgrade_by_hand()
    {
        await using var provider = await fixture.ProviderAsync();
        var inputs = await InputsAsync(provider);
        var (id, state) = await provider.CreateAsync(Type, inputs);
        var chart = ChartLoader.Load(Recording.PathOf("program", "chart"));
        chart.Metadata.Version = "1.43.0";
        await new HelmClient(fixture.Client, inputs.Text("namespace")).UpgradeAsync(
            "envproxy", chart, new() { ["envproxy"] = new Dictionary<string, object?> { ["accessURL"] = "http://by-hand.example.com" } }, new UpgradeOptions { ReuseValues = true });
        var (_, refreshed, read) = await provider.ReadAsync(Type, id, state, inputs);
        Assert.Equal(inputs, read);
        Assert.Equal(2, refreshed.Map("status")!.Number("revision"));
        var diff = await provider.DiffAsync(Type, refreshed, inputs, inputs, id);
        Assert.Equal(["values.envproxy.accessURL", "version"], diff.DetailedDiff.Keys.Order());
        Assert.Empty(diff.Replaces);
    }

    [Fact]
    public async Task A_failed_atomic_install_says_what_the_plugin_said_and_leaves_nothing()
    {
        await using var provider = await fixture.ProviderAsync();
        var inputs = With(await InputsAsync(provider), "image", "broken.invalid/envproxy:1").Set("timeout", 1d).Set("name", "coder-workspace-provider");
        var error = await Assert.ThrowsAsync<RpcException>(() => provider.CreateAsync(Type, inputs));
        var recorded = Recording.Calls("up-atomic-failure", "kubernetes").Single(call => call is { Method: "Create", Error: not null });
        Assert.Equal(recorded.Error, $"rpc error: code = {error.StatusCode} desc = {error.Status.Detail}");
        Assert.Null(ProviderErrors.GetInitFailed(error));
        Assert.Null(await fixture.Client.FindAsync(Envproxy(inputs)));
    }

    [Fact]
    public async Task A_failed_atomic_upgrade_says_what_the_plugin_said_and_keeps_the_failed_revision_in_the_state()
    {
        await using var provider = await fixture.ProviderAsync();
        var inputs = (await InputsAsync(provider)).Set("name", "coder-workspace-provider");
        var (id, state) = await provider.CreateAsync(Type, inputs);
        var bad = With(inputs, "image", "broken.invalid/envproxy:1").Set("timeout", 1d);
        var error = await Assert.ThrowsAsync<RpcException>(() => ObjectTests.UpdateAsync(provider, Type, id, state, bad, inputs));
        var recorded = Recording.Calls("grpc-3.274/up-upgrade-fails", "kubernetes").Single(call => call is { Method: "Update", Error: not null });
        Assert.Equal(recorded.Error!.Replace("coder-dev", inputs.Text("namespace"), StringComparison.Ordinal), $"rpc error: code = {error.StatusCode} desc = {error.Status.Detail}");
        var details = ProviderErrors.GetInitFailed(error)!;
        Assert.Equal([error.Status.Detail], details.Reasons);
        Assert.Null(details.Inputs);
        var kept = PropertyMarshaler.FromStruct(details.Properties);
        Assert.Equal(("failed", 2L), (kept.Map("status")!.Text("status"), kept.Map("status")!.Number("revision")));

        // The engine keeps the old inputs; the plugin compares with those of the state.
        Assert.Equal(["timeout", "values.envproxy.image"], (await provider.DiffAsync(Type, kept, inputs, inputs, id)).DetailedDiff.Keys.Order());
        var updated = await ObjectTests.UpdateAsync(provider, Type, id, kept, inputs, inputs);
        Assert.Equal(("deployed", 4L), (updated.Map("status")!.Text("status"), updated.Map("status")!.Number("revision")));
    }

    [Fact]
    public async Task An_install_that_failed_without_atomic_stays_in_the_state_and_can_be_upgraded()
    {
        var log = new RecordingLog();
        await using var provider = await fixture.ProviderAsync(log);
        var good = (await InputsAsync(provider)).Set("atomic", false).Set("timeout", 1d);
        var bad = With(good, "image", "broken.invalid/envproxy:1");
        var error = await Assert.ThrowsAsync<RpcException>(() => provider.CreateAsync(Type, bad));
        var id = $"{good.Text("namespace")}/envproxy";
        Assert.Equal(
            $"Helm release \"{id}\" was created, but failed to initialize completely. Use Helm CLI to investigate: "
            + $"failed to become available within allocated timeout. Error: Helm Release {id}: context deadline exceeded", error.Status.Detail);
        Assert.Equal(
            ["Warning: Helm release \"envproxy\" was created but has a failed status. Use the `helm` command to investigate the error, correct it, then retry. Reason: context deadline exceeded"],
            log.Kept);
        var details = ProviderErrors.GetInitFailed(error)!;
        Assert.Equal(id, details.Id);
        var state = PropertyMarshaler.FromStruct(details.Properties);
        Assert.Equal("failed", state.Map("status")!.Text("status"));
        var updated = await ObjectTests.UpdateAsync(provider, Type, details.Id, state, good.Set("timeout", 60d), bad);
        Assert.Equal("deployed", updated.Map("status")!.Text("status"));
    }

    [Theory]
    [InlineData(ReleaseStatus.PendingInstall)]
    [InlineData(ReleaseStatus.Failed)]
    [InlineData(ReleaseStatus.Deployed)]
    public async Task What_a_killed_run_left_is_in_the_way(ReleaseStatus left)
    {
        await using var provider = await fixture.ProviderAsync();
        var inputs = await InputsAsync(provider);
        await provider.CreateAsync(Type, inputs);
        await SetStatusAsync(inputs, left);
        // The state knows nothing of it: the run that made it was killed.
        var error = await Assert.ThrowsAsync<RpcException>(() => provider.CreateAsync(Type, inputs));
        var recorded = Recording.Calls("grpc-3.274/up-after-kill", "kubernetes").Single(call => call is { Method: "Create", Error: not null });
        Assert.Equal(recorded.Error, $"rpc error: code = {error.StatusCode} desc = {error.Status.Detail}");
    }

    [Fact]
    public async Task An_upgrade_that_a_killed_run_left_pending_is_in_the_way_until_its_record_is_removed()
    {
        await using var provider = await fixture.ProviderAsync();
        var inputs = await InputsAsync(provider);
        var (id, state) = await provider.CreateAsync(Type, inputs);
        await ObjectTests.UpdateAsync(provider, Type, id, state, With(inputs, "replicas", 2d), inputs);
        await SetStatusAsync(inputs, ReleaseStatus.PendingUpgrade);
        var news = With(inputs, "replicas", 3d);
        var error = await Assert.ThrowsAsync<RpcException>(() => ObjectTests.UpdateAsync(provider, Type, id, state, news, inputs));
        Assert.Equal((StatusCode.Unknown, "another operation (install/upgrade/rollback) is in progress"), (error.StatusCode, error.Status.Detail));
        await fixture.Client.DeleteAsync(new ObjectReference("v1", "Secret", "sh.helm.release.v1.envproxy.v2", inputs.Text("namespace")));
        await SetStatusAsync(inputs, ReleaseStatus.Deployed);
        Assert.Equal("deployed", (await ObjectTests.UpdateAsync(provider, Type, id, state, news, inputs)).Map("status")!.Text("status"));
    }

    [Fact]
    public async Task A_release_whose_record_is_gone_can_neither_be_updated_nor_deleted()
    {
        await using var provider = await fixture.ProviderAsync();
        var inputs = await InputsAsync(provider);
        var (id, state) = await provider.CreateAsync(Type, inputs);
        await fixture.Client.DeleteAsync(new ObjectReference("v1", "Secret", "sh.helm.release.v1.envproxy.v1", inputs.Text("namespace")));
        var update = await Assert.ThrowsAsync<RpcException>(() => ObjectTests.UpdateAsync(provider, Type, id, state, With(inputs, "replicas", 2d), inputs));
        Assert.Equal("\"envproxy\" has no deployed releases", update.Status.Detail);
        var delete = await Assert.ThrowsAsync<RpcException>(() => ObjectTests.DeleteAsync(provider, Type, id, state, inputs));
        Assert.Equal("uninstall: Release not loaded: envproxy: release: not found", delete.Status.Detail);
        Assert.Equal("", (await provider.ReadAsync(Type, id, state, inputs)).Id);
    }

    [Fact]
    public async Task Values_that_a_program_no_longer_gives_are_kept_as_helm_keeps_them()
    {
        await using var provider = await fixture.ProviderAsync();
        var inputs = await InputsAsync(provider);
        var (id, state) = await provider.CreateAsync(Type, inputs);
        var updated = await ObjectTests.UpdateAsync(provider, Type, id, state, inputs.Set("values", PropertyMap.Empty), inputs);
        Assert.Equal(2, updated.Map("status")!.Number("revision"));
        var record = await new HelmClient(fixture.Client, inputs.Text("namespace")).GetAsync("envproxy");
        Assert.Equal(Token, (string?)record.Config!["envproxy"]!["token"]);
    }

    [Fact]
    public async Task A_record_has_the_labels_that_helm_gives_it_and_no_other()
    {
        await using var provider = await fixture.ProviderAsync();
        var inputs = await InputsAsync(provider);
        await provider.CreateAsync(Type, inputs);
        var secret = await fixture.Client.GetAsync(new("v1", "Secret", "sh.helm.release.v1.envproxy.v1", inputs.Text("namespace")));
        Assert.Equal(["modifiedAt", "name", "owner", "status", "version"], secret["metadata"]!["labels"]!.AsObject().Select(label => label.Key).Order());
        Assert.Null(secret["metadata"]!["annotations"]);
    }

    [Fact]
    public async Task A_path_is_meant_from_the_programs_folder()
    {
        await using var provider = await fixture.ProviderAsync();
        await Assert.ThrowsAsync<RpcException>(() => provider.HandshakeAsync(
            new ProviderHandshakeRequest { EngineAddress = "127.0.0.1:1", RootDirectory = "/", ProgramDirectory = Recording.PathOf("program") }, CancellationToken.None));
        var (_, state) = await provider.CreateAsync(Type, (await InputsAsync(provider)).Set("chart", "./chart"));
        Assert.Equal("workspace-provider", state.Map("status")!.Text("chart"));
        Assert.Equal("./chart", state.Text("chart"));
    }

    [Fact]
    public async Task A_release_that_somebody_else_made_is_not_taken_over()
    {
        await using var provider = await fixture.ProviderAsync();
        var inputs = await InputsAsync(provider);
        await new HelmClient(fixture.Client, inputs.Text("namespace")).InstallAsync(
            "envproxy", ChartLoader.Load(Recording.PathOf("program", "chart")),
            new() { ["envproxy"] = new Dictionary<string, object?> { ["token"] = "theirs", ["accessURL"] = "http://x" }, ["ingress"] = new Dictionary<string, object?> { ["host"] = "x.example.com" } });
        var error = await Assert.ThrowsAsync<RpcException>(() => provider.CreateAsync(Type, inputs));
        Assert.StartsWith("cannot re-use a name that is still in use", error.Status.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_release_is_imported_by_namespace_and_name()
    {
        await using var provider = await fixture.ProviderAsync();
        var inputs = await InputsAsync(provider);
        var (id, state) = await provider.CreateAsync(Type, inputs);
        var (read, imported, from) = await provider.ReadAsync(Type, id);
        Assert.Equal(id, read);
        Assert.Equal(state.Map("status"), imported.Map("status"));
        Assert.Equal("workspace-provider", from.Text("chart"));
        Assert.Equal(inputs.Map("values"), from.Map("values"));
    }

    [Fact]
    public async Task An_import_reads_what_the_plugin_read()
    {
        await using var provider = await fixture.ProviderAsync();
        var recorded = Recording.Calls("grpc-3.274/import-up", "kubernetes").Single(call => call.Method == "Read");
        var values = PropertyMarshaler.FromStruct(Recording.Message<ReadResponse>(recorded.Response!).Inputs).Map("values")!;
        await fixture.Client.CreateAsync(ClusterFixture.JsonProperties("{'apiVersion':'v1','kind':'Namespace','metadata':{'name':'coder-dev'}}"));
        var inputs = PropertyMap.Of(("chart", "workspace-provider"), ("name", "coder-workspace-provider"), ("namespace", "coder-dev"), ("values", values), ("version", "1.20.0"),
            ("repositoryOpts", PropertyMap.Of(("repo", charts.Repository))), ("skipAwait", true));
        var (id, state) = await provider.CreateAsync(Type, await CheckedAsync(provider, inputs));
        for (var revision = 2; revision <= 4; revision++)
            state = await ObjectTests.UpdateAsync(provider, Type, id, state, inputs.Set("description", $"revision {revision}"), inputs);
        var (response, error) = await provider.PlayAsync(charts.Here(recorded));
        Assert.Null(error);
        Assert.True(JsonNode.DeepEquals(recorded.Response, response), $"expected {recorded.Response!.ToJsonString()}\ngot      {response!.ToJsonString()}");
    }

    [Theory]
    [InlineData("./no-such-chart", "path \"./no-such-chart\" not found; check the chart name and repository configuration.")]
    [InlineData("workspace-provider", "non-absolute URLs should be in form of repo_name/path_to_chart, got: workspace-provider; check the chart name and repository configuration.")]
    public async Task A_chart_that_is_not_there_fails_the_check_unless_something_is_unknown(string chart, string message)
    {
        await using var provider = await fixture.ProviderAsync();
        var inputs = Calls.Map("{'name':'web','values':{'a':1}}").Set("chart", chart);
        Assert.Equal([$"chart: {message}"], await provider.ProblemsAsync(Type, inputs));
        Assert.Empty(await provider.ProblemsAsync(Type, inputs.Set("values", PropertyMap.Of(("a", PropertyValue.Computed)))));
    }

    [Fact]
    public async Task A_chart_is_checked_for_its_version_and_no_template_is_rendered_before_the_install()
    {
        await using var provider = await fixture.ProviderAsync();
        var inputs = (await InputsAsync(provider)).Set("values", PropertyMap.Empty).Set("version", ">=1.0");
        var news = await CheckedAsync(provider, inputs);
        Assert.Equal("1.41.0", news.Text("version"));
        var (_, planned) = await provider.CreateAsync(Type, news, preview: true);
        Assert.Equal(PropertyValue.Computed, planned["status"]);
        var error = await Assert.ThrowsAsync<RpcException>(() => provider.CreateAsync(Type, news));
        Assert.Contains("workspace-provider/templates/", error.Status.Detail, StringComparison.Ordinal);
        Assert.Contains("envproxy.token must be set", error.Status.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Check_writes_out_every_option_of_the_repository()
    {
        await using var provider = await fixture.ProviderAsync();
        var inputs = PropertyMap.Of(("chart", "workspace-provider"), ("name", "web"), ("repositoryOpts", PropertyMap.Of(("repo", charts.Repository))));
        Assert.Equal(
            Calls.Map("{'caFile':'','certFile':'','keyFile':'','password':'','username':''}").Set("repo", charts.Repository),
            (await CheckedAsync(provider, inputs)).Map("repositoryOpts"));
    }

    [Fact]
    public async Task Values_files_come_before_the_program_s_own_values()
    {
        await using var provider = await fixture.ProviderAsync();
        var inputs = await CheckedAsync(provider, (await InputsAsync(provider)).Set("valueYamlFiles", new ArrayValue(
        [
            new AssetValue(null, "envproxy: {replicas: 3, image: a/b:1}", null, null),
            new AssetValue(null, "envproxy: {image: a/b:2}", null, null),
        ])));
        Assert.False(inputs.ContainsKey("valueYamlFiles"));
        await provider.CreateAsync(Type, inputs);
        var deployment = await fixture.Client.GetAsync(Envproxy(inputs));
        Assert.Equal(3, (int?)deployment["spec"]!["replicas"]);
        Assert.Equal("a/b:2", (string?)deployment["spec"]!["template"]!["spec"]!["containers"]![0]!["image"]);
    }

    [Fact]
    public async Task Every_wrong_input_is_named_at_once()
    {
        await using var provider = await fixture.ProviderAsync();
        var failures = (await provider.CheckAsync(Type, Calls.Map("{'timeout':'soon','values':'x','atomic':'perhaps','postrender':'sed','verify':true}"))).Failures;
        Assert.Equal(["atomic", "chart", "postrender", "timeout", "values", "verify"], failures.Select(failure => failure.Property).Order());
    }

    [Fact]
    public async Task A_release_without_a_name_gets_one_and_keeps_it()
    {
        await using var provider = await fixture.ProviderAsync();
        var inputs = PropertyMarshaler.FromStruct((await provider.CheckAsync(Type, Calls.Map("{'chart':'c'}"))).Inputs);
        Assert.Matches("^it-[0-9a-f]{8}$", inputs.Text("name"));
        Assert.Equal("default", inputs.Text("namespace"));
        Assert.Equal(inputs, PropertyMarshaler.FromStruct((await provider.CheckAsync(Type, Calls.Map("{'chart':'c'}"), inputs)).Inputs));
    }

    private static async Task<PropertyMap> CheckedAsync(IResourceProvider provider, PropertyMap inputs)
    {
        var response = await provider.CheckAsync(Type, inputs);
        Assert.Empty(response.Failures);
        return PropertyMarshaler.FromStruct(response.Inputs);
    }

    private async Task<PropertyMap> InputsAsync(IResourceProvider provider) => await CheckedAsync(provider, PropertyMap.Of(
            ("atomic", true),
            ("chart", Recording.PathOf("program", "chart")),
            ("name", "envproxy"),
            ("namespace", await fixture.NamespaceAsync()),
            ("timeout", 60d),
            ("values", PropertyMap.Of(("envproxy", PropertyMap.Of(("token", ((PropertyValue)Token).AsSecret()), ("accessURL", "http://wsp.coder.example.com"))), ("ingress", PropertyMap.Of(("host", "wsp.coder.example.com")))))));

    private static PropertyMap With(PropertyMap inputs, string name, PropertyValue value)
    {
        var values = ((ObjectValue)inputs["values"]).Properties;
        return inputs.Set("values", values.Set("envproxy", ((ObjectValue)values["envproxy"]).Properties.Set(name, value)));
    }

    private static ObjectReference Envproxy(PropertyMap inputs) => new("apps/v1", "Deployment", "envproxy", inputs.Text("namespace"));

    /// <summary>Makes the newest record say what it would say if the run had been killed.</summary>
    private async Task SetStatusAsync(PropertyMap inputs, ReleaseStatus status)
    {
        var helm = new HelmClient(fixture.Client, inputs.Text("namespace"));
        var release = await helm.GetAsync("envproxy");
        var reference = new ObjectReference("v1", "Secret", $"sh.helm.release.v1.envproxy.v{release.Version}", inputs.Text("namespace"));
        var record = release.Record.DeepClone().AsObject();
        record["info"]!["status"] = status.ToText();
        using var packed = new MemoryStream();
        await using (var zip = new System.IO.Compression.GZipStream(packed, System.IO.Compression.CompressionLevel.Fastest))
            await zip.WriteAsync(System.Text.Encoding.UTF8.GetBytes(record.ToJsonString()));
        var inner = Convert.ToBase64String(packed.ToArray());
        await fixture.Client.PatchAsync(reference, PatchKind.Merge, new JsonObject
        {
            ["metadata"] = new JsonObject { ["labels"] = new JsonObject { ["status"] = status.ToText() } },
            ["data"] = new JsonObject { ["release"] = Convert.ToBase64String(System.Text.Encoding.UTF8.GetBytes(inner)) },
        });
    }
}
