using System.Text.Json.Nodes;
using Coder.Infra.Helm.Kube;
using Coder.Infra.Protocol;
using Coder.Infra.Protocol.Properties;
using Coder.Infra.Providers.Bridge;
using Coder.Infra.Providers.Kubernetes.Waiting;
using Grpc.Core;
using Pulumirpc;

namespace Coder.Infra.Providers.Tests.Kubernetes;

public sealed class WaitingTests(ClusterFixture fixture) : IClassFixture<ClusterFixture>
{
    private const string Deployment = "kubernetes:apps/v1:Deployment";
    private const string ConfigMap = "kubernetes:core/v1:ConfigMap";

    [Fact]
    public async Task A_deployment_is_waited_for()
    {
        var log = new RecordingLog();
        await using var provider = await fixture.ProviderAsync(log);
        var (_, state) = await provider.CreateAsync(Deployment, await DeploymentAsync("registry.example.com/envproxy:1"));
        Assert.Equal(1, state.Map("status")!.Number("availableReplicas"));
        Assert.Equal(["Deployment initialization complete", ""], log.Ephemeral.TakeLast(2));
    }

    [Fact]
    public async Task A_deployment_that_does_not_become_ready_is_kept_with_the_reason()
    {
        using var cancelled = new CancellationTokenSource();
        var log = new RecordingLog { OnMessage = message => { if (message.Contains("ImagePull", StringComparison.Ordinal) || message.Contains("broken.invalid", StringComparison.Ordinal)) cancelled.Cancel(); } };
        await using var provider = await fixture.ProviderAsync(log);
        var inputs = await DeploymentAsync("broken.invalid/envproxy:1");
        var error = await Assert.ThrowsAsync<RpcException>(() => provider.CreateAsync(
            new CreateRequest { Urn = Calls.Urn(Deployment), Properties = PropertyMarshaler.ToStruct(inputs) }, cancelled.Token));
        var details = ProviderErrors.GetInitFailed(error)!;
        Assert.Equal($"{inputs.Map("metadata")!.Text("namespace")}/envproxy", details.Id);
        Assert.Contains("broken.invalid/envproxy:1", string.Join("\n", details.Reasons), StringComparison.Ordinal);
        Assert.Equal(inputs, PropertyMarshaler.FromStruct(details.Inputs));
    }

    [Theory]
    [InlineData("v1", "PersistentVolume", "{'phase':'Available'}", "{}", true)]
    [InlineData("v1", "PersistentVolume", "{'phase':'Failed'}", "{}", false)]
    [InlineData("v1", "PersistentVolumeClaim", "{'phase':'Bound'}", "{}", true)]
    [InlineData("v1", "PersistentVolumeClaim", "{'phase':'Pending'}", "{}", false)]
    [InlineData("v1", "ResourceQuota", "{'hard':{'pods':'2'}}", "{'hard':{'pods':'2'}}", true)]
    [InlineData("v1", "ResourceQuota", "{}", "{'hard':{'pods':'2'}}", false)]
    [InlineData("v1", "Pod", "{'phase':'Succeeded'}", "{}", true)]
    [InlineData("v1", "Pod", "{'phase':'Failed'}", "{}", false)]
    [InlineData("v1", "ReplicationController", "{'availableReplicas':2}", "{'replicas':2}", true)]
    [InlineData("v1", "ReplicationController", "{'readyReplicas':2}", "{'replicas':2}", false)]
    [InlineData("apps/v1", "Deployment", "{'conditions':[{'type':'Progressing','status':'False','reason':'ProgressDeadlineExceeded'}]}", "{}", false)]
    [InlineData("apps/v1", "DaemonSet", "{'desiredNumberScheduled':1,'numberAvailable':1}", "{}", false)]
    [InlineData("apps/v1", "DaemonSet", "{'desiredNumberScheduled':1,'currentNumberScheduled':1,'numberReady':1,'numberAvailable':1}", "{'updateStrategy':{'type':'OnDelete'}}", false)]
    [InlineData("apps/v1", "DaemonSet", "{'desiredNumberScheduled':1,'currentNumberScheduled':1,'updatedNumberScheduled':1,'numberReady':1,'numberAvailable':1}", "{}", true)]
    [InlineData("apps/v1", "DaemonSet", "{}", "{}", false)]
    [InlineData("apps/v1", "StatefulSet", "{'replicas':2,'readyReplicas':2,'currentReplicas':2,'currentRevision':'a','updateRevision':'a'}", "{'replicas':2}", true)]
    [InlineData("apps/v1", "StatefulSet", "{'replicas':2,'readyReplicas':2,'updatedReplicas':2,'currentRevision':'a','updateRevision':'b'}", "{'replicas':2}", false)]
    [InlineData("apps/v1", "StatefulSet", "{'replicas':3,'readyReplicas':3,'currentReplicas':3,'currentRevision':'a','updateRevision':'a'}", "{'replicas':2}", false)]
    public void Each_kind_is_ready_by_its_own_condition(string version, string kind, string status, string spec, bool ready)
    {
        var value = ClusterFixture.JsonProperties($"{{'apiVersion':'{version}','kind':'{kind}','metadata':{{'name':'x','namespace':'y'}},'spec':{spec},'status':{status}}}");
        Assert.Equal(ready ? ReadinessState.Ready : ReadinessState.Waiting, ReadyRules.For(value)!.Judge(value, Surroundings.None).State);
    }

    [Theory]
    [InlineData(1, false)]
    [InlineData(2, true)]
    public void A_stateful_set_whose_pods_are_deleted_by_hand_is_not_waited_for_once_it_is_there(int generation, bool ready)
    {
        var set = ClusterFixture.JsonProperties(
            $"{{'apiVersion':'apps/v1','kind':'StatefulSet','metadata':{{'name':'x','generation':{generation}}},'spec':{{'replicas':1,'updateStrategy':{{'type':'OnDelete'}}}},'status':{{'observedGeneration':2,'replicas':1,'readyReplicas':1,'currentRevision':'a','updateRevision':'b'}}}}");
        Assert.Equal(ready ? ReadinessState.Ready : ReadinessState.Waiting, ReadyRules.For(set)!.Judge(set, Surroundings.None).State);
    }

    [Theory]
    [InlineData("Pending", false)]
    [InlineData("Bound", true)]
    public void A_deployment_waits_for_the_claims_that_it_mounts(string phase, bool ready)
    {
        var deployment = ClusterFixture.JsonProperties(
            "{'apiVersion':'apps/v1','kind':'Deployment','metadata':{'name':'x','namespace':'y'},'spec':{'replicas':0,'template':{'spec':{'volumes':[{'persistentVolumeClaim':{'claimName':'data'}}]}}},'status':{}}");
        var claim = ClusterFixture.JsonProperties($"{{'kind':'PersistentVolumeClaim','metadata':{{'name':'data'}},'status':{{'phase':'{phase}'}}}}");
        var rule = ReadyRules.For(deployment)!;
        Assert.True(rule.Related(deployment).Single().IsWanted(claim));
        Assert.Equal(ready ? ReadinessState.Ready : ReadinessState.Waiting, rule.Judge(deployment, new Surroundings([claim], false)).State);
    }

    [Fact]
    public async Task A_refresh_keeps_a_deployment_that_is_not_ready_any_more_with_the_reason()
    {
        await using var provider = await fixture.ProviderAsync();
        var inputs = await DeploymentAsync("registry.example.com/envproxy:1");
        var (id, state) = await provider.CreateAsync(Deployment, inputs);
        Assert.Equal(id, (await provider.ReadAsync(Deployment, id, state, inputs)).Id);

        await fixture.Client.PatchAsync(
            new ObjectReference("apps/v1", "Deployment", "envproxy", id.Split('/')[0]), PatchKind.Merge, ClusterFixture.JsonProperties("{'spec':{'replicas':2,'paused':true}}"));
        var error = await Assert.ThrowsAsync<RpcException>(() => provider.ReadAsync(Deployment, id, state, inputs));
        var details = ProviderErrors.GetInitFailed(error)!;
        Assert.Equal(id, details.Id);
        Assert.Contains("failed to fully initialize or become live", details.Reasons[0], StringComparison.Ordinal);
        Assert.Equal(2, PropertyMarshaler.FromStruct(details.Inputs).Map("spec")!.Number("replicas"));

        // What is only looked up is taken as it is.
        Assert.Equal(id, (await provider.ReadAsync(Deployment, id, PropertyMap.Empty, PropertyMap.Empty)).Id);
    }

    [Theory]
    [InlineData("v1", "Namespace")]
    [InlineData("v1", "ServiceAccount")]
    [InlineData("apps/v1", "ReplicaSet")]
    [InlineData("v1", "ConfigMap")]
    public void Some_kinds_are_ready_once_they_exist(string version, string kind) =>
        Assert.Null(ReadyRules.For(ClusterFixture.JsonProperties($"{{'apiVersion':'{version}','kind':'{kind}','metadata':{{'name':'x'}}}}")));

    [Fact]
    public void A_claim_that_is_bound_at_its_first_use_is_not_waited_for()
    {
        var claim = ClusterFixture.JsonProperties("{'apiVersion':'v1','kind':'PersistentVolumeClaim','metadata':{'name':'x'},'spec':{'storageClassName':'slow'},'status':{'phase':'Pending'}}");
        var rule = ReadyRules.For(claim)!;
        var storage = ClusterFixture.JsonProperties("{'kind':'StorageClass','metadata':{'name':'slow'},'volumeBindingMode':'WaitForFirstConsumer'}");
        Assert.True(rule.Related(claim).Single().IsWanted(storage));
        Assert.Equal(ReadinessState.Ready, rule.Judge(claim, new Surroundings([storage], false)).State);
    }

    [Theory]
    [InlineData("", false, false)]
    [InlineData("", true, true)]
    [InlineData("{'conditions':{'ready':true}}", false, true)]
    [InlineData("{'conditions':{'ready':true}},{'conditions':{'ready':false}}", true, false)]
    public void A_service_waits_for_pending_endpoints_and_not_for_any(string endpoints, bool settled, bool ready)
    {
        var service = ClusterFixture.JsonProperties("{'apiVersion':'v1','kind':'Service','metadata':{'name':'x','namespace':'y'},'spec':{'selector':{'app':'x'}}}");
        var slice = ClusterFixture.JsonProperties($"{{'kind':'EndpointSlice','metadata':{{'labels':{{'kubernetes.io/service-name':'x'}}}},'endpoints':[{endpoints}]}}");
        var rule = ReadyRules.For(service)!;
        Assert.True(rule.Related(service).Single().IsWanted(slice));
        Assert.Equal(ready ? ReadinessState.Ready : ReadinessState.Waiting, rule.Judge(service, new Surroundings([slice], settled)).State);
    }

    [Fact]
    public async Task A_service_whose_selector_matches_nothing_is_ready_once_it_has_settled()
    {
        await using var provider = await fixture.ProviderAsync();
        var inputs = Calls.Map($"{{'apiVersion':'v1','kind':'Service','metadata':{{'name':'zero','namespace':'{await fixture.NamespaceAsync()}'}},'spec':{{'selector':{{'app':'zero'}},'ports':[{{'port':80}}]}}}}");
        Assert.EndsWith("/zero", (await provider.CreateAsync("kubernetes:core/v1:Service", inputs)).Id, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("other", "{}", false, false)]
    [InlineData("other", "{}", true, true)]
    [InlineData("web", "{}", false, true)]
    [InlineData("other", "{'type':'ExternalName'}", false, true)]
    public void An_ingress_waits_for_its_services_a_while_and_for_its_address(string served, string spec, bool settled, bool ready)
    {
        var ingress = ClusterFixture.JsonProperties(
            "{'apiVersion':'networking.k8s.io/v1','kind':'Ingress','metadata':{'name':'x','namespace':'y'},'spec':{'rules':[{'http':{'paths':[{'backend':{'service':{'name':'web'}}}]}}]},'status':{'loadBalancer':{'ingress':[{'ip':'1.2.3.4'}]}}}");
        JsonObject[] around =
        [
            ClusterFixture.JsonProperties($"{{'kind':'EndpointSlice','metadata':{{'labels':{{'kubernetes.io/service-name':'{served}'}}}},'endpoints':[]}}"),
            ClusterFixture.JsonProperties($"{{'kind':'Service','metadata':{{'name':'web'}},'spec':{spec}}}"),
        ];
        var rule = ReadyRules.For(ingress)!;
        Assert.Equal(ready ? ReadinessState.Ready : ReadinessState.Waiting, rule.Judge(ingress, new Surroundings(around, settled)).State);
        ingress.Remove("status");
        Assert.Equal(ReadinessState.Waiting, rule.Judge(ingress, new Surroundings(around, true)).State);
    }

    [Fact]
    public async Task Many_deletions_and_waits_in_a_namespace_go_through_one_watch_and_all_end()
    {
        await using var provider = await fixture.ProviderAsync();
        var space = await fixture.NamespaceAsync();
        var made = await Task.WhenAll(Enumerable.Range(0, 30).Select(i => provider.CreateAsync(
            ConfigMap, Calls.Map($"{{'apiVersion':'v1','kind':'ConfigMap','metadata':{{'name':'map-{i}','namespace':'{space}','finalizers':['example.com/hold']}},'data':{{'a':'1'}}}}"))));
        var deletions = made.Select(one => ObjectTests.DeleteAsync(provider, ConfigMap, one.Id, one.State, PropertyMap.Empty)).ToList();
        foreach (var one in made)
        {
            var reference = new ObjectReference("v1", "ConfigMap", one.Id.Split('/')[1], space);
            while ((await fixture.Client.GetAsync(reference))["metadata"]!["deletionTimestamp"] is null)
                await Task.Yield();
            Assert.Contains(deletions, deletion => !deletion.IsCompleted);
            await fixture.Client.PatchAsync(reference, PatchKind.Merge, ClusterFixture.JsonProperties("{'metadata':{'finalizers':null}}"));
        }

        await Task.WhenAll(deletions);
        Assert.DoesNotContain(
            (await fixture.Client.ListAsync("v1", "ConfigMap", space)).Items, map => ((string?)map["metadata"]!["name"])!.StartsWith("map-", StringComparison.Ordinal));
    }

    [Fact]
    public async Task The_engine_s_cancel_ends_a_wait()
    {
        var log = new RecordingLog();
        await using var provider = await fixture.ProviderAsync(log);
        log.OnMessage = message => _ = provider.CancelAsync(CancellationToken.None);
        var inputs = Annotated(await ConfigMapAsync(), "pulumi.com/waitFor", "jsonpath={.data.b}");
        var error = await Assert.ThrowsAsync<RpcException>(() => provider.CreateAsync(ConfigMap, inputs));
        Assert.Contains("Resource operation was cancelled for \"settings\". {.data.b} selected nothing", error.Status.Detail, StringComparison.Ordinal);
        Assert.NotNull(ProviderErrors.GetInitFailed(error));
    }

    [Fact]
    public async Task A_wait_ends_when_its_time_is_up()
    {
        await using var provider = await fixture.ProviderAsync();
        var inputs = Annotated(Annotated(await ConfigMapAsync(), "pulumi.com/waitFor", "jsonpath={.data.b}"), "pulumi.com/timeoutSeconds", "0.2");
        var error = await Assert.ThrowsAsync<RpcException>(() => provider.CreateAsync(ConfigMap, inputs));
        Assert.Contains("it was not ready within", error.Status.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Nothing_is_waited_for_where_the_program_says_so()
    {
        await using var provider = await fixture.ProviderAsync();
        var made = await provider.CreateAsync(ConfigMap, Annotated(Annotated(await ConfigMapAsync(), "pulumi.com/waitFor", "jsonpath={.data.b}"), "pulumi.com/skipAwait", "true"));
        Assert.EndsWith("/settings", made.Id, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("jsonpath={.data.b}", "{}", "{.data.b} selected nothing")]
    [InlineData("jsonpath={.data.a}", "{}", null)]
    [InlineData("jsonpath={.data.a}=2", "{}", "{.data.a} has value \"1\", expected \"2\"")]
    [InlineData("jsonpath={.data.a}=1", "{}", null)]
    [InlineData("condition=Ready", "{}", "Missing condition Ready")]
    [InlineData("condition=Ready", "{'conditions':[{'type':'Ready','status':'False','message':'not yet'}]}", "Condition Ready is False, expected True: not yet")]
    [InlineData("condition=Ready=False", "{'conditions':[{'type':'Ready','status':'False'}]}", null)]
    [InlineData("['jsonpath={.data.a}','condition=Ready']", "{}", "Missing condition Ready")]
    public void An_annotation_says_what_to_wait_for(string annotation, string status, string? waiting)
    {
        annotation = annotation.StartsWith('[') ? annotation.Replace('\'', '"') : annotation;
        var value = ClusterFixture.JsonProperties($"{{'metadata':{{}},'data':{{'a':'1'}},'status':{status}}}");
        value["metadata"]!["annotations"] = new JsonObject { ["pulumi.com/waitFor"] = annotation };
        var readiness = WaitConditions.Judge(WaitConditions.Of(value), value);
        Assert.Equal(waiting is null ? ReadinessState.Ready : ReadinessState.Waiting, readiness.State);
        if (waiting is not null)
            Assert.Equal(waiting, readiness.Message);
    }

    [Theory]
    [InlineData("pulumi.com/waitFor", "ready", "\"ready\" is none of jsonpath={.path}")]
    [InlineData("pulumi.com/waitFor", "jsonpath={.a[}", "The path {.a[} can't be read from \"[\" on")]
    [InlineData("pulumi.com/waitFor", "[1]", "\"[1]\" is not a JSON list of texts")]
    [InlineData("pulumi.com/timeoutSeconds", "soon", "\"soon\" is not a number of seconds above 0")]
    [InlineData("pulumi.com/skipAwait", "yes", "\"yes\" is neither \"true\" nor \"false\"")]
    [InlineData("pulumi.com/deletionPropagationPolicy", "sideways", "\"sideways\" is none of \"foreground\", \"background\" and \"orphan\"")]
    public async Task An_annotation_that_makes_no_sense_is_refused(string annotation, string value, string reason)
    {
        await using var provider = await fixture.ProviderAsync();
        var failure = Assert.Single((await provider.CheckAsync(ConfigMap, Annotated(await ConfigMapAsync(), annotation, value))).Failures);
        Assert.Equal($"metadata.annotations[\"{annotation}\"]", failure.Property);
        Assert.StartsWith(reason, failure.Reason, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("{.items[0].name}", "one")]
    [InlineData("{.items[-1].name}", "two")]
    [InlineData("{.items[*].name}", "one two")]
    [InlineData("{.items[?(@.name==\"two\")].value}", "2")]
    [InlineData("{.map['a.b']}", "dotted")]
    [InlineData("{.map.a\\.b}", "dotted")]
    [InlineData("{$.items[7].name}", "")]
    public void A_path_is_read_as_kubectl_reads_it(string path, string found)
    {
        var root = ClusterFixture.JsonProperties("{'items':[{'name':'one','value':1},{'name':'two','value':2}],'map':{'a.b':'dotted'}}");
        Assert.Equal(found, string.Join(" ", JsonPath.Parse(path).Select(root).Select(node => node!.ToString())));
    }

    private async Task<PropertyMap> ConfigMapAsync() =>
        Calls.Map($"{{'apiVersion':'v1','kind':'ConfigMap','metadata':{{'name':'settings','namespace':'{await fixture.NamespaceAsync()}'}},'data':{{'a':'1'}}}}");

    private async Task<PropertyMap> DeploymentAsync(string image) => Calls.Map(
        """
        {'apiVersion':'apps/v1','kind':'Deployment','metadata':{'name':'envproxy','namespace':'SPACE'},
         'spec':{'replicas':1,'selector':{'matchLabels':{'app':'envproxy'}},'template':{'metadata':{'labels':{'app':'envproxy'}},'spec':{'containers':[{'name':'envproxy','image':'IMAGE'}]}}}}
        """.Replace("SPACE", await fixture.NamespaceAsync(), StringComparison.Ordinal).Replace("IMAGE", image, StringComparison.Ordinal));

    private static PropertyMap Annotated(PropertyMap inputs, string annotation, string value)
    {
        var metadata = inputs.Map("metadata")!;
        return inputs.Set("metadata", metadata.Set("annotations", (metadata.Map("annotations") ?? PropertyMap.Empty).Set(annotation, value)));
    }
}
