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
