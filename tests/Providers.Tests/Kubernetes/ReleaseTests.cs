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

public sealed class ReleaseTests(ClusterFixture fixture) : IClassFixture<ClusterFixture>
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

    [Theory]
    [InlineData("preview-create", "Create")]
    [InlineData("preview-upgrade", "Update")]
    public async Task A_preview_answers_as_recorded(string run, string method)
    {
        await using var provider = await fixture.ProviderAsync();
        var call = Recording.Calls(run, "kubernetes").Single(call => call.Method == method && call.Urn.Contains("Release", StringComparison.Ordinal));
        JsonObject Here(JsonObject message) => JsonNode.Parse(System.Text.RegularExpressions.Regex.Replace(
            message.ToJsonString(), @"\.\./charts/[a-z0-9.-]*", Recording.PathOf("program", "chart")))!.AsObject();
        var (response, error) = await provider.PlayAsync(call with { Request = Here(call.Request) });
        Assert.Null(error);
        var expected = Here(call.Response!);
        Assert.True(JsonNode.DeepEquals(expected, response), $"expected {expected.ToJsonString()}\ngot      {response!.ToJsonString()}");
    }

    [Fact]
    public async Task A_preview_lists_what_changes_and_shows_no_secret()
    {
        var log = new RecordingLog();
        await using var provider = await fixture.ProviderAsync(log);
        var inputs = await InputsAsync(provider);
        var (id, state) = await provider.CreateAsync(Type, inputs);
        var news = With(With(inputs, "token", ((PropertyValue)"another-token").AsSecret()), "replicas", 2d);
        var planned = await ObjectTests.UpdateAsync(provider, Type, id, state, news, inputs, preview: true);
        Assert.Equal(PropertyValue.Computed, planned["status"]);
        var told = Assert.Single(log.Kept);
        Assert.StartsWith("Info: changes in the manifest of release", told, StringComparison.Ordinal);
        Assert.Contains("spec.replicas", told, StringComparison.Ordinal);
        Assert.Contains("[secret]", told, StringComparison.Ordinal);
        Assert.DoesNotContain(Token, log.All, StringComparison.Ordinal);
        Assert.DoesNotContain("another-token", log.All, StringComparison.Ordinal);
        Assert.DoesNotContain(Convert.ToBase64String("another-token"u8), log.All, StringComparison.Ordinal);
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
        await ObjectTests.DeleteAsync(provider, Type, id, updated, news);
    }

    [Fact]
    public async Task A_refresh_sees_what_was_changed_behind_the_release_and_the_next_update_mends_it()
    {
        var log = new RecordingLog();
        await using var provider = await fixture.ProviderAsync(log);
        var inputs = await InputsAsync(provider);
        var (id, state) = await provider.CreateAsync(Type, inputs);
        var (_, same, _) = await provider.ReadAsync(Type, id, state, inputs);
        Assert.Equal(state, same);
        Assert.Empty(log.Kept);

        await fixture.Client.PatchAsync(Envproxy(inputs), PatchKind.Merge, ClusterFixture.JsonProperties("{'spec':{'replicas':3}}"));
        var (_, drifted, live) = await provider.ReadAsync(Type, id, state, inputs);
        Assert.Equal("drifted", drifted.Map("status")!.Text("status"));
        Assert.Equal(inputs, live);
        Assert.Contains("spec.replicas", Assert.Single(log.Kept), StringComparison.Ordinal);
        var diff = await provider.DiffAsync(Type, drifted, inputs, inputs, id);
        Assert.Equal(["status.status"], diff.DetailedDiff.Keys);
        Assert.Empty(diff.Replaces);

        var mended = await ObjectTests.UpdateAsync(provider, Type, id, drifted, inputs, inputs);
        Assert.Equal("deployed", mended.Map("status")!.Text("status"));
        Assert.Equal(1, (int?)(await fixture.Client.GetAsync(Envproxy(inputs)))["spec"]!["replicas"]);
    }

    [Fact]
    public async Task A_failed_release_says_which_pod_and_why_and_atomic_leaves_nothing()
    {
        await using var provider = await fixture.ProviderAsync();
        var inputs = With(await InputsAsync(provider), "image", "broken.invalid/envproxy:1").Set("timeout", 1d);
        var error = await Assert.ThrowsAsync<RpcException>(() => provider.CreateAsync(Type, inputs));
        Assert.Equal(StatusCode.DeadlineExceeded, error.StatusCode);
        Assert.StartsWith("release envproxy failed, and has been uninstalled due to atomic being set: context deadline exceeded", error.Status.Detail, StringComparison.Ordinal);
        Assert.Contains("broken.invalid/envproxy:1", error.Status.Detail, StringComparison.Ordinal);
        Assert.Null(ProviderErrors.GetInitFailed(error));
        Assert.Null(await fixture.Client.FindAsync(Envproxy(inputs)));
    }

    [Fact]
    public async Task A_release_that_failed_without_atomic_stays_in_the_state_and_the_next_update_mends_it()
    {
        await using var provider = await fixture.ProviderAsync();
        var good = (await InputsAsync(provider)).Set("atomic", false).Set("timeout", 1d);
        var bad = With(good, "image", "broken.invalid/envproxy:1");
        var error = await Assert.ThrowsAsync<RpcException>(() => provider.CreateAsync(Type, bad));
        var details = ProviderErrors.GetInitFailed(error)!;
        Assert.Equal($"{good.Text("namespace")}/envproxy", details.Id);
        var state = PropertyMarshaler.FromStruct(details.Properties);
        Assert.Equal("failed", state.Map("status")!.Text("status"));
        Assert.Contains("broken.invalid", Assert.Single(details.Reasons), StringComparison.Ordinal);
        var mended = await ObjectTests.UpdateAsync(provider, Type, details.Id, state, good.Set("timeout", 60d), bad);
        Assert.Equal("deployed", mended.Map("status")!.Text("status"));
    }

    [Theory]
    [InlineData(ReleaseStatus.PendingInstall)]
    [InlineData(ReleaseStatus.Failed)]
    [InlineData(ReleaseStatus.Deployed)]
    public async Task What_a_killed_run_left_is_gone_on_with(ReleaseStatus left)
    {
        await using var provider = await fixture.ProviderAsync();
        var inputs = await InputsAsync(provider);
        await provider.CreateAsync(Type, inputs);
        await SetStatusAsync(inputs, left);
        // The state knows nothing of it: the run that made it was killed.
        var (_, state) = await provider.CreateAsync(Type, With(inputs, "replicas", 2d));
        Assert.Equal("deployed", state.Map("status")!.Text("status"));
        Assert.Equal(2, (int?)(await fixture.Client.GetAsync(Envproxy(inputs)))["spec"]!["replicas"]);
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
    public async Task An_update_after_a_kill_in_the_middle_of_one_recovers_the_release()
    {
        await using var provider = await fixture.ProviderAsync();
        var inputs = await InputsAsync(provider);
        var (id, state) = await provider.CreateAsync(Type, inputs);
        await ObjectTests.UpdateAsync(provider, Type, id, state, With(inputs, "replicas", 2d), inputs);
        await SetStatusAsync(inputs, ReleaseStatus.PendingUpgrade);
        var updated = await ObjectTests.UpdateAsync(provider, Type, id, state, With(inputs, "replicas", 3d), inputs);
        Assert.Equal("deployed", updated.Map("status")!.Text("status"));
        Assert.Equal(3, (int?)(await fixture.Client.GetAsync(Envproxy(inputs)))["spec"]!["replicas"]);
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

    [Theory]
    [InlineData("./no-such-chart", "path \"./no-such-chart\" not found")]
    [InlineData("https://127.0.0.1:1/chart-1.tgz", "127.0.0.1:1")]
    public async Task A_chart_that_is_not_there_fails_the_preview_though_values_are_unknown(string chart, string message)
    {
        await using var provider = await fixture.ProviderAsync();
        var inputs = With((await InputsAsync(provider)).Set("chart", chart), "token", PropertyValue.Computed);
        var error = await Assert.ThrowsAsync<RpcException>(() => provider.CreateAsync(Type, inputs, preview: true));
        Assert.Contains(message, error.Status.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_template_that_fails_fails_the_preview_with_its_place()
    {
        await using var provider = await fixture.ProviderAsync();
        var inputs = (await InputsAsync(provider)).Set("values", PropertyMap.Empty);
        var error = await Assert.ThrowsAsync<RpcException>(() => provider.CreateAsync(Type, inputs, preview: true));
        Assert.Contains("workspace-provider/templates/", error.Status.Detail, StringComparison.Ordinal);
        Assert.Contains("envproxy.token must be set", error.Status.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Values_files_come_before_the_program_s_own_values()
    {
        await using var provider = await fixture.ProviderAsync();
        var inputs = (await InputsAsync(provider)).Set("valueYamlFiles", new ArrayValue(
        [
            new AssetValue(null, "envproxy: {replicas: 3, image: a/b:1}", null, null),
            new AssetValue(null, "envproxy: {image: a/b:2}", null, null),
        ]));
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

    private async Task<PropertyMap> InputsAsync(IResourceProvider provider)
    {
        var response = await provider.CheckAsync(Type, PropertyMap.Of(
            ("atomic", true),
            ("chart", Recording.PathOf("program", "chart")),
            ("name", "envproxy"),
            ("namespace", await fixture.NamespaceAsync()),
            ("timeout", 60d),
            ("values", PropertyMap.Of(("envproxy", PropertyMap.Of(("token", ((PropertyValue)Token).AsSecret()), ("accessURL", "http://wsp.coder.example.com"))), ("ingress", PropertyMap.Of(("host", "wsp.coder.example.com")))))));
        Assert.Empty(response.Failures);
        return PropertyMarshaler.FromStruct(response.Inputs);
    }

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
