using System.Text.Json.Nodes;
using Coder.Infra.Helm.Kube;
using Coder.Infra.Protocol;
using Coder.Infra.Protocol.Properties;
using Coder.Infra.Providers.Bridge;
using Coder.Infra.Providers.Tests.Recordings;
using Grpc.Core;
using Pulumirpc;

namespace Coder.Infra.Providers.Tests.Kubernetes;

public sealed class PatchTests(ClusterWithoutAddresses fixture) : IClassFixture<ClusterWithoutAddresses>
{
    private const string IngressPatch = "kubernetes:networking.k8s.io/v1:IngressPatch";
    private const string ConfigMapPatch = "kubernetes:core/v1:ConfigMapPatch";

    [Fact]
    public async Task An_ingress_patch_waits_for_the_address_as_recorded()
    {
        var space = await fixture.NamespaceAsync();
        await fixture.Client.CreateAsync(ClusterFixture.JsonProperties(
            """
            {'apiVersion':'networking.k8s.io/v1','kind':'Ingress','metadata':{'name':'web-ingress','namespace':'SPACE'},
             'spec':{'ingressClassName':'nobody','rules':[{'host':'wsp.coder.example.com','http':{'paths':[{'path':'/','pathType':'Prefix','backend':{'service':{'name':'envproxy','port':{'number':8080}}}}]}}]}}
            """.Replace("SPACE", space, StringComparison.Ordinal)));
        var reference = new ObjectReference("networking.k8s.io/v1", "Ingress", "web-ingress", space);
        var log = new RecordingLog();
        log.OnMessage = message =>
        {
            if (message.EndsWith("selected nothing", StringComparison.Ordinal))
            {
                _ = fixture.Client.PatchAsync(
                    reference, PatchKind.Merge, ClusterFixture.JsonProperties("{'status':{'loadBalancer':{'ingress':[{'ip':'203.0.113.77'}]}}}"),
                    new Helm.Kube.WriteOptions { Subresource = "status", FieldManager = "kubectl-patch" });
            }
        };
        await using var provider = await fixture.ProviderAsync(log);
        var call = Recording.Calls("up-ingress-patch-waits", "kubernetes").Single(call => call.Method == "Create" && call.Urn.Contains("IngressPatch", StringComparison.Ordinal));
        var (response, error) = await provider.PlayAsync(call with { Request = JsonNode.Parse(call.Request.ToJsonString().Replace("coder-wsp2", space, StringComparison.Ordinal))!.AsObject() });
        Assert.Null(error);
        Assert.Equal($"{space}/web-ingress", (string?)response!["id"]);
        Assert.Equal("203.0.113.77", (string?)response["properties"]!["status"]!["loadBalancer"]!["ingress"]![0]!["ip"]);
        var manager = (string)response["properties"]!["__fieldManager"]!;
        Assert.Matches("^pulumi-kubernetes-[0-9a-f]{8}$", manager);
        var owned = response["properties"]!["metadata"]!["managedFields"]!.AsArray().Single(entry => (string?)entry!["manager"] == manager)!;
        Assert.Equal("Apply", (string?)owned["operation"]);
        Assert.Equal("""{"f:metadata":{"f:annotations":{"f:pulumi.com/patchForce":{},"f:pulumi.com/waitFor":{}}}}""", owned["fieldsV1"]!.ToJsonString());
        Assert.Equal(["{.status.loadBalancer.ingress[0]} selected nothing", "Found {.status.loadBalancer.ingress[0]}", ""], log.Ephemeral);
    }

    [Fact]
    public async Task A_patch_takes_a_field_only_when_told_to_and_gives_it_up_when_it_is_deleted()
    {
        var space = await fixture.NamespaceAsync();
        await fixture.Client.ApplyAsync(
            ClusterFixture.JsonProperties($"{{'apiVersion':'v1','kind':'ConfigMap','metadata':{{'name':'shared','namespace':'{space}'}},'data':{{'a':'theirs'}}}}"),
            new Helm.Kube.WriteOptions { FieldManager = "others" });
        var reference = new ObjectReference("v1", "ConfigMap", "shared", space);
        await using var provider = await fixture.ProviderAsync();
        var inputs = Calls.Map($"{{'apiVersion':'v1','kind':'ConfigMap','metadata':{{'name':'shared','namespace':'{space}'}},'data':{{'a':'ours','b':'ours'}}}}");
        var refused = await Assert.ThrowsAsync<RpcException>(() => provider.CreateAsync(ConfigMapPatch, inputs));
        Assert.Contains("pulumi.com/patchForce", refused.Status.Detail, StringComparison.Ordinal);
        Assert.Contains("others", refused.Status.Detail, StringComparison.Ordinal);

        var forced = inputs.Set("metadata", inputs.Map("metadata")!.Set("annotations", Calls.Map("{'pulumi.com/patchForce':'true'}")));
        var (id, state) = await provider.CreateAsync(ConfigMapPatch, forced);
        Assert.Equal(Calls.Map("{'a':'ours','b':'ours'}"), state.Map("data"));
        await ObjectTests.DeleteAsync(provider, ConfigMapPatch, id, state, forced);
        var left = await fixture.Client.GetAsync(reference);
        Assert.DoesNotContain(left["metadata"]!["managedFields"]?.AsArray() ?? [], entry => (string?)entry!["manager"] == state.Text("__fieldManager"));
        Assert.Null(left["data"]?["b"]);
    }

    [Fact]
    public async Task A_patch_of_what_is_gone_counts_as_deleted()
    {
        var space = await fixture.NamespaceAsync();
        await using var provider = await fixture.ProviderAsync();
        var inputs = Calls.Map($"{{'apiVersion':'v1','kind':'ConfigMap','metadata':{{'name':'gone','namespace':'{space}'}}}}");
        await ObjectTests.DeleteAsync(provider, ConfigMapPatch, $"{space}/gone", inputs.Set("__fieldManager", "pulumi-kubernetes-00000000"), inputs);
        Assert.Null(await fixture.Client.FindAsync(new ObjectReference("v1", "ConfigMap", "gone", space)));
    }

    [Fact]
    public async Task A_patch_needs_a_name_and_is_replaced_only_when_that_changes()
    {
        await using var provider = await fixture.ProviderAsync();
        Assert.Equal("metadata.name", Assert.Single((await provider.CheckAsync(ConfigMapPatch, Calls.Map("{'data':{'a':'1'}}"))).Failures).Property);
        var inputs = Calls.Map("{'apiVersion':'v1','kind':'ConfigMap','metadata':{'name':'x','namespace':'default'},'data':{'a':'1'}}");
        Assert.Empty((await provider.DiffAsync(ConfigMapPatch, inputs, inputs.Set("data", Calls.Map("{'a':'2'}")), inputs, "default/x")).Replaces);
        Assert.Equal(["metadata.name"], (await provider.DiffAsync(ConfigMapPatch, inputs, inputs.Set("metadata", Calls.Map("{'name':'y','namespace':'default'}")), inputs, "default/x")).Replaces);
    }
}
