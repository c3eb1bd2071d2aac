using System.Text.Json.Nodes;
using Coder.Infra.Helm.Kube;
using Coder.Infra.Helm.Tests;
using Coder.Infra.Protocol;
using Coder.Infra.Protocol.Properties;
using Coder.Infra.Providers.Bridge;
using Coder.Infra.Providers.Tests.Recordings;
using Grpc.Core;
using Pulumirpc;

namespace Coder.Infra.Providers.Tests.Kubernetes;

public sealed class ObjectTests(ClusterFixture fixture) : IClassFixture<ClusterFixture>
{
    private const string ConfigMap = "kubernetes:core/v1:ConfigMap";
    private const string Secret = "kubernetes:core/v1:Secret";
    private const string Namespace = "kubernetes:core/v1:Namespace";

    [Theory]
    [InlineData("preview-create")]
    [InlineData("up-create")]
    public async Task A_namespace_is_made_as_recorded(string run)
    {
        var log = new RecordingLog();
        await using var provider = await fixture.ProviderAsync(log);
        var call = Recording.Calls(run, "kubernetes").Single(call => call.Method == "Create" && call.Urn.Contains("Namespace", StringComparison.Ordinal));
        // Both runs made the same namespace.
        call = call with { Request = Renamed(call.Request, run), Response = Renamed(call.Response!, run) };
        var (response, error) = await provider.PlayAsync(call);
        Assert.Null(error);
        Assert.Equal(Masked(call.Response!), Masked(response!));
    }

    [Fact]
    public async Task An_object_without_a_name_gets_one_and_keeps_it()
    {
        await using var provider = await fixture.ProviderAsync();
        var first = await CheckedAsync(provider, ConfigMap, Calls.Map("{'data':{'a':'1'}}"));
        var name = first.Map("metadata")!.Text("name")!;
        Assert.Matches("^it-[0-9a-f]{8}$", name);
        Assert.Equal("true", first.Map("metadata")!.Map("annotations")!.Text("pulumi.com/autonamed"));
        Assert.Equal("default", first.Map("metadata")!.Text("namespace"));
        Assert.Equal(first.Set("data", Calls.Map("{'a':'2'}")), PropertyMarshaler.FromStruct((await provider.CheckAsync(ConfigMap, Calls.Map("{'data':{'a':'2'}}"), first)).Inputs));
    }

    [Fact]
    public async Task Where_names_must_not_be_chosen_a_missing_one_is_refused()
    {
        await using var provider = await fixture.ProviderAsync();
        var response = await provider.CheckAsync(
            new CheckRequest
            {
                Urn = Calls.Urn(ConfigMap),
                News = PropertyMarshaler.ToStruct(PropertyMap.Empty),
                Autonaming = new CheckRequest.Types.AutonamingOptions { Mode = CheckRequest.Types.AutonamingOptions.Types.Mode.Disable },
            },
            CancellationToken.None);
        Assert.Equal("metadata.name", Assert.Single(response.Failures).Property);
    }

    [Fact]
    public async Task An_update_sets_what_changed_and_removes_what_is_gone()
    {
        await using var provider = await fixture.ProviderAsync(settings: "{'enableConfigMapMutable':'true'}");
        var inputs = await InputsAsync("{'a':'1','b':'2'}");
        var (id, state) = await provider.CreateAsync(ConfigMap, inputs);
        var news = inputs.Set("data", Calls.Map("{'a':'3'}"));
        var diff = await provider.DiffAsync(ConfigMap, state, news, inputs, id);
        Assert.Equal(["data.a: Update", "data.b: Delete"], diff.DetailedDiff.OrderBy(entry => entry.Key).Select(entry => $"{entry.Key}: {entry.Value.Kind}"));
        Assert.Empty(diff.Replaces);
        // Somebody else's field stays.
        var reference = Reference("ConfigMap", inputs);
        await fixture.Client.PatchAsync(reference, PatchKind.Merge, ClusterFixture.JsonProperties("{'data':{'other':'x'}}"));
        var updated = await UpdateAsync(provider, ConfigMap, id, state, news, inputs);
        Assert.Equal(Calls.Map("{'a':'3','other':'x'}"), updated.Map("data"));
        Assert.Equal(state.Text("__fieldManager"), updated.Text("__fieldManager"));
        Assert.Equal("""{"a":"3","other":"x"}""", (await fixture.Client.GetAsync(reference))["data"]!.ToJsonString());
    }

    [Fact]
    public async Task Preview_of_an_update_shows_the_server_s_answer_and_stores_nothing()
    {
        await using var provider = await fixture.ProviderAsync(settings: "{'enableConfigMapMutable':'true'}");
        var inputs = (await InputsAsync("{'a':'1'}")).Set("apiVersion", "v1").Set("kind", "ConfigMap");
        var (id, state) = await provider.CreateAsync(ConfigMap, inputs);
        var planned = await UpdateAsync(provider, ConfigMap, id, state, inputs.Set("data", Calls.Map("{'a':'2'}")), inputs, preview: true);
        Assert.Equal("2", planned.Map("data")!.Text("a"));
        Assert.Equal("1", (string?)(await fixture.Client.GetAsync(Reference("ConfigMap", inputs)))["data"]!["a"]);
    }

    [Fact]
    public async Task What_is_not_known_yet_is_previewed_without_asking_the_server()
    {
        await using var provider = await fixture.ProviderAsync();
        var inputs = await InputsAsync("{'a':'1'}");
        inputs = inputs.Set("data", PropertyMap.Of(("a", PropertyValue.Computed)));
        var (id, state) = await provider.CreateAsync(ConfigMap, inputs, preview: true);
        Assert.Equal("", id);
        Assert.Equal(inputs, state);
    }

    [Fact]
    public async Task An_object_in_a_namespace_that_this_run_makes_is_previewed_as_asked_for()
    {
        await using var provider = await fixture.ProviderAsync(time: Quick);
        var inputs = Calls.Map("{'apiVersion':'v1','kind':'ConfigMap','metadata':{'name':'later','namespace':'not-there-yet'},'data':{'a':'1'}}");
        Assert.Equal(inputs, (await provider.CreateAsync(ConfigMap, inputs, preview: true)).State);
        var error = await Assert.ThrowsAsync<RpcException>(() => provider.CreateAsync(ConfigMap, inputs));
        Assert.Contains("resource not-there-yet/later was not successfully created by the Kubernetes API server", error.Status.Detail, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("{}", true)]
    [InlineData("{'enableConfigMapMutable':true}", false)]
    public async Task A_config_map_is_replaced_unless_it_is_said_to_be_mutable(string settings, bool replaced)
    {
        await using var provider = await fixture.ProviderAsync(settings: settings);
        var inputs = await InputsAsync("{'a':'1'}");
        var (id, state) = await provider.CreateAsync(ConfigMap, inputs);
        var diff = await provider.DiffAsync(ConfigMap, state, inputs.Set("data", Calls.Map("{'a':'2'}")), inputs, id);
        Assert.Equal(replaced ? ["data.a"] : [], diff.Replaces);
        Assert.Equal(replaced, diff.DeleteBeforeReplace); // its name is fixed
    }

    [Fact]
    public async Task An_object_that_this_run_deletes_before_it_is_replaced_is_previewed_as_asked_for()
    {
        await using var provider = await fixture.ProviderAsync();
        var inputs = (await InputsAsync("{'a':'1'}")).Set("apiVersion", "v1").Set("kind", "ConfigMap");
        await provider.CreateAsync(ConfigMap, inputs);
        var news = inputs.Set("data", Calls.Map("{'a':'2'}"));
        Assert.Equal(news, (await provider.CreateAsync(ConfigMap, news, preview: true)).State);
    }

    [Theory]
    [InlineData("kubernetes:core/v1:ConfigMap", "{'metadata':{'name':'x','namespace':'default'},'data':{'a b':'refused by the server'}}")]
    [InlineData("kubernetes:core/v1:ConfigMapPatch", "{'apiVersion':'v1','kind':'ConfigMap','metadata':{'name':'x','namespace':'default'},'data':{'a b':'refused by the server'}}")]
    public async Task Patches_and_inputs_that_do_not_name_their_kind_are_previewed_without_asking_the_server(string type, string json)
    {
        await using var provider = await fixture.ProviderAsync();
        var inputs = Calls.Map(json);
        Assert.Equal(inputs, (await provider.CreateAsync(type, inputs, preview: true)).State);
        Assert.Equal(inputs, await UpdateAsync(provider, type, "default/x", PropertyMap.Empty, inputs, inputs, preview: true));
    }

    [Fact]
    public async Task What_a_secret_holds_is_secret_though_the_program_did_not_say_so()
    {
        await using var provider = await fixture.ProviderAsync();
        var inputs = (await InputsAsync("{}")).Remove("data").Set("stringData", Calls.Map("{'token':'hunter2'}"));
        var (id, state) = await provider.CreateAsync(Secret, inputs);
        Assert.IsType<SecretValue>(state["data"]);
        Assert.IsType<SecretValue>(state.Map("__inputs") is null ? null : ((ObjectValue)state["__inputs"]).Properties["stringData"]);
        Assert.Equal("aHVudGVyMg==", state.Map("data")!.Text("token"));
        var (_, _, read) = await provider.ReadAsync(Secret, id, state, inputs);
        Assert.Equal("hunter2", read.Map("stringData")!.Text("token"));
        Assert.Equal(DiffResponse.Types.DiffChanges.DiffNone, (await provider.DiffAsync(Secret, state, inputs, read, id)).Changes);
    }

    [Fact]
    public async Task What_the_program_says_is_secret_stays_so_in_the_outputs()
    {
        await using var provider = await fixture.ProviderAsync();
        var inputs = await InputsAsync("{}");
        inputs = inputs.Set("data", PropertyMap.Of(("open", "1"), ("hidden", ((PropertyValue)"2").AsSecret())));
        var (_, state) = await provider.CreateAsync(ConfigMap, inputs);
        var data = ((ObjectValue)state["data"]).Properties;
        Assert.Equal("1", data["open"]);
        Assert.IsType<SecretValue>(data["hidden"]);
    }

    [Fact]
    public async Task A_refresh_shows_what_was_changed_and_not_what_was_added()
    {
        await using var provider = await fixture.ProviderAsync(settings: "{'enableConfigMapMutable':'true'}");
        var inputs = await InputsAsync("{'a':'1'}");
        var (id, state) = await provider.CreateAsync(ConfigMap, inputs);
        await fixture.Client.PatchAsync(Reference("ConfigMap", inputs), PatchKind.Merge, ClusterFixture.JsonProperties("{'data':{'a':'changed','other':'x'}}"));
        var (_, refreshed, live) = await provider.ReadAsync(ConfigMap, id, state, inputs);
        Assert.Equal(inputs.Set("data", Calls.Map("{'a':'changed'}")), live);
        Assert.Equal("x", refreshed.Map("data")!.Text("other"));
        Assert.Equal(["data.a"], (await provider.DiffAsync(ConfigMap, refreshed, inputs, live, id)).DetailedDiff.Keys);
        var updated = await UpdateAsync(provider, ConfigMap, id, refreshed, inputs, live, force: true);
        Assert.Equal("1", updated.Map("data")!.Text("a"));
    }

    [Fact]
    public async Task Gone_on_read_means_gone_and_gone_on_delete_means_deleted()
    {
        await using var provider = await fixture.ProviderAsync();
        var inputs = await InputsAsync("{'a':'1'}");
        var (id, state) = await provider.CreateAsync(ConfigMap, inputs);
        await DeleteAsync(provider, ConfigMap, id, state, inputs);
        Assert.Null(await fixture.Client.FindAsync(Reference("ConfigMap", inputs)));
        Assert.Equal("", (await provider.ReadAsync(ConfigMap, id, state, inputs)).Id);
        await DeleteAsync(provider, ConfigMap, id, state, inputs);
    }

    [Fact]
    public async Task Deleting_a_namespace_waits_until_it_is_gone()
    {
        var log = new RecordingLog();
        await using var provider = await fixture.ProviderAsync(log);
        var inputs = Calls.Map("{'apiVersion':'v1','kind':'Namespace','metadata':{'name':'to-go'}}");
        var (id, state) = await provider.CreateAsync(Namespace, inputs);
        await DeleteAsync(provider, Namespace, id, state, inputs);
        Assert.Equal(["Resource scheduled for deletion", ""], log.Ephemeral.TakeLast(2));
        Assert.Null(await fixture.Client.FindAsync(new ObjectReference("v1", "Namespace", "to-go")));
    }

    [Fact]
    public async Task An_object_that_is_there_already_is_refused_or_taken_over_as_the_setting_says()
    {
        var inputs = await InputsAsync("{'a':'1'}");
        await using var careful = await fixture.ProviderAsync();
        await careful.CreateAsync(ConfigMap, inputs);
        var error = await Assert.ThrowsAsync<RpcException>(() => careful.CreateAsync(ConfigMap, inputs));
        Assert.Contains("already exists", error.Status.Detail, StringComparison.Ordinal);
        await using var bold = await fixture.ProviderAsync(settings: "{'upsertExistingObjects':'true'}");
        Assert.Equal("2", (await bold.CreateAsync(ConfigMap, inputs.Set("data", Calls.Map("{'a':'2'}")))).State.Map("data")!.Text("a"));
    }

    [Fact]
    public async Task A_kind_that_the_server_does_not_serve_is_named()
    {
        await using var provider = await fixture.ProviderAsync(time: Quick);
        var inputs = Calls.Map("{'apiVersion':'example.com/v1','kind':'Thing','metadata':{'name':'x'}}");
        Assert.Equal(inputs, (await provider.CreateAsync("kubernetes:example.com/v1:Thing", inputs, preview: true)).State);
        var error = await Assert.ThrowsAsync<RpcException>(() => provider.CreateAsync("kubernetes:example.com/v1:Thing", inputs));
        Assert.Contains("Verify that any required CRDs have been created: no matches for kind \"Thing\" in version \"example.com/v1\"", error.Status.Detail, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Failed", true)]
    [InlineData("Complete", false)]
    public async Task A_job_that_failed_is_made_anew_where_the_program_says_so(string condition, bool replaced)
    {
        await using var provider = await fixture.ProviderAsync(time: Quick);
        var inputs = Calls.Map("{'apiVersion':'batch/v1','kind':'Job','metadata':{'name':'job','namespace':'default','annotations':{'pulumi.com/replaceUnready':'true'}}}");
        var state = inputs.Set("status", Calls.Map($"{{'conditions':[{{'type':'{condition}','status':'True'}}]}}"));
        var diff = await provider.DiffAsync("kubernetes:batch/v1:Job", state, inputs, inputs, "default/job");
        Assert.Equal(replaced ? ["metadata.annotations[\"pulumi.com/replaceUnready\"]"] : [], diff.Replaces);
        Assert.Equal(replaced, diff.DeleteBeforeReplace);
    }

    [Fact]
    public async Task An_object_waits_for_a_namespace_that_is_created_beside_it()
    {
        var log = new RecordingLog();
        log.OnMessage = message => Task.Run(() => fixture.Client.CreateAsync(ClusterFixture.JsonProperties("{'apiVersion':'v1','kind':'Namespace','metadata':{'name':'beside'}}"))).GetAwaiter().GetResult();
        await using var provider = await fixture.ProviderAsync(log, time: Quick);
        var (id, _) = await provider.CreateAsync(ConfigMap, Calls.Map("{'metadata':{'name':'later','namespace':'beside'},'data':{'a':'1'}}"));
        Assert.Equal("beside/later", id);
        Assert.Equal(["Retry #0; creation failed: namespaces \"beside\" not found"], log.Ephemeral);
    }

    [Fact]
    public async Task Many_reads_at_once_are_answered_like_single_ones()
    {
        await using var provider = await fixture.ProviderAsync();
        var space = await fixture.NamespaceAsync();
        var inputs = Enumerable.Range(0, 40).Select(i => Calls.Map($"{{'metadata':{{'name':'map-{i}','namespace':'{space}'}},'data':{{'a':'{i}'}}}}")).ToList();
        var made = await Task.WhenAll(inputs.Select(one => provider.CreateAsync(ConfigMap, one)));
        await fixture.Client.DeleteAsync(new ObjectReference("v1", "ConfigMap", "map-7", space));
        var read = await Task.WhenAll(made.Select((one, i) => provider.ReadAsync(ConfigMap, one.Id, one.State, inputs[i])));
        Assert.Equal("", read[7].Id);
        Assert.All(read.Where((_, i) => i != 7).Zip(made.Where((_, i) => i != 7)), pair => Assert.Equal((pair.Second.Id, pair.Second.State), (pair.First.Id, pair.First.State)));
    }

    // The pauses between the tries of a creation are over at once.
    private static StepTime Quick => new(TimeSpan.FromSeconds(16));

    private async Task<PropertyMap> InputsAsync(string data) => Calls.Map(
        $"{{'metadata':{{'name':'settings','namespace':'{await fixture.NamespaceAsync()}'}},'data':{data}}}");

    private static async Task<PropertyMap> CheckedAsync(IResourceProvider provider, string type, PropertyMap inputs)
    {
        var response = await provider.CheckAsync(type, inputs);
        Assert.Empty(response.Failures);
        return PropertyMarshaler.FromStruct(response.Inputs);
    }

    private static ObjectReference Reference(string kind, PropertyMap inputs) =>
        new("v1", kind, inputs.Map("metadata")!.Text("name")!, inputs.Map("metadata")!.Text("namespace"));

    internal static async Task<PropertyMap> UpdateAsync(
        IResourceProvider provider, string type, string id, PropertyMap state, PropertyMap news, PropertyMap olds, bool preview = false, bool force = false)
    {
        if (force)
            news = news.Set("metadata", news.Map("metadata")!.Set("annotations", Calls.Map("{'pulumi.com/patchForce':'true'}")));
        var response = await provider.UpdateAsync(
            new UpdateRequest
            {
                Urn = Calls.Urn(type),
                Id = id,
                Olds = PropertyMarshaler.ToStruct(state),
                News = PropertyMarshaler.ToStruct(news),
                OldInputs = PropertyMarshaler.ToStruct(olds),
                Preview = preview,
            },
            CancellationToken.None);
        return PropertyMarshaler.FromStruct(response.Properties);
    }

    internal static Task DeleteAsync(IResourceProvider provider, string type, string id, PropertyMap state, PropertyMap inputs) => provider.DeleteAsync(
        new DeleteRequest { Urn = Calls.Urn(type), Id = id, Properties = PropertyMarshaler.ToStruct(state), OldInputs = PropertyMarshaler.ToStruct(inputs) },
        CancellationToken.None);

    private static JsonObject Renamed(JsonObject message, string name) =>
        JsonNode.Parse(message.ToJsonString().Replace("coder-wsp", name, StringComparison.Ordinal))!.AsObject();

    /// <summary>Without what every cluster and run has of its own.</summary>
    private static string Masked(JsonObject response)
    {
        var copy = response.DeepClone().AsObject();
        var properties = copy["properties"]!.AsObject();
        properties["__fieldManager"] = "…";
        var metadata = properties["metadata"]!.AsObject();
        foreach (var name in new[] { "creationTimestamp", "uid", "resourceVersion" })
        {
            if (metadata.ContainsKey(name))
                metadata[name] = "…";
        }

        foreach (var entry in metadata["managedFields"]!.AsArray())
            (entry!["time"], entry["fieldsV1"]) = ("…", "…");
        return copy.ToJsonString();
    }
}
