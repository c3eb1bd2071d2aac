using Coder.Infra.Protocol;
using Coder.Infra.Protocol.Properties;
using Coder.Infra.Providers.Bridge;
using Coder.Infra.Providers.Kubernetes;
using Grpc.Core;
using Pulumirpc;

namespace Coder.Infra.Providers.Tests.Kubernetes;

public sealed class ProviderSettingsTests
{
    private const string ConfigMap = "kubernetes:core/v1:ConfigMap";

    // Nothing listens on port 1.
    private const string Nowhere = "{\"apiVersion\":\"v1\",\"kind\":\"Config\",\"clusters\":[{\"name\":\"c\",\"cluster\":{\"server\":\"http://127.0.0.1:1\"}}],\"contexts\":[{\"name\":\"c\",\"context\":{\"cluster\":\"c\",\"user\":\"u\"}}],\"users\":[{\"name\":\"u\",\"user\":{\"token\":\"t\"}}],\"current-context\":\"c\"}";

    private static readonly PropertyMap Inputs = Calls.Map("{'apiVersion':'v1','kind':'ConfigMap','metadata':{'name':'x','namespace':'default'},'data':{}}");

    [Fact]
    public async Task A_cluster_that_does_not_answer_is_an_error_with_the_reason()
    {
        await using var provider = await ProviderAsync(new RecordingLog(), "{}");
        foreach (var call in new Func<Task>[]
        {
            () => provider.CreateAsync(ConfigMap, Inputs, preview: true),
            () => provider.CreateAsync(ConfigMap, Inputs),
            () => provider.ReadAsync(ConfigMap, "default/x", Inputs, Inputs),
            () => ObjectTests.DeleteAsync(provider, ConfigMap, "default/x", Inputs, Inputs),
        })
        {
            var error = await Assert.ThrowsAsync<RpcException>(call);
            Assert.Matches("^configured Kubernetes cluster is unreachable: unable to load schema information from the API server: .*127.0.0.1:1", error.Status.Detail);
        }
    }

    [Fact]
    public async Task A_cluster_that_is_gone_for_good_lets_its_resources_go_when_told_so()
    {
        var log = new RecordingLog();
        await using var provider = await ProviderAsync(log, "{'deleteUnreachable':'true'}");
        Assert.Equal("", (await provider.ReadAsync(ConfigMap, "default/x", Inputs, Inputs)).Id);
        await ObjectTests.DeleteAsync(provider, ConfigMap, "default/x", Inputs, Inputs);
        Assert.All(log.Kept, said => Assert.StartsWith("Warning: configured Kubernetes cluster is unreachable", said, StringComparison.Ordinal));
        Assert.Equal(2, log.Kept.Count());
    }

    [Fact]
    public async Task A_refresh_leaves_the_state_alone_when_told_so()
    {
        await using var provider = await ProviderAsync(new RecordingLog(), "{'skipUpdateUnreachable':'true'}");
        var read = await provider.ReadAsync(ConfigMap, "default/x", Inputs, Inputs);
        Assert.Equal(("default/x", Inputs, Inputs), read);
    }

    [Fact]
    public async Task A_cluster_that_this_run_makes_is_previewed_as_asked_for()
    {
        await using var provider = BuiltInProviders.Create("kubernetes", NoLog.Instance)!;
        await provider.ConfigureAsync(new ConfigureRequest { Args = PropertyMarshaler.ToStruct(PropertyMap.Of(("kubeconfig", PropertyValue.Computed))) }, CancellationToken.None);
        Assert.Equal(Inputs, (await provider.CreateAsync(ConfigMap, Inputs, preview: true)).State);
    }

    [Fact]
    public async Task What_is_not_supported_is_refused()
    {
        await using var provider = BuiltInProviders.Create("kubernetes", NoLog.Instance)!;
        var response = await provider.CheckConfigAsync(
            new CheckRequest { News = PropertyMarshaler.ToStruct(Calls.Map("{'enableServerSideApply':'false','renderYamlToDirectory':'out'}").Set("helmReleaseSettings", "{\"driver\":\"sql\"}")) },
            CancellationToken.None);
        Assert.Equal(["enableServerSideApply", "renderYamlToDirectory", "helmReleaseSettings"], response.Failures.Select(failure => failure.Property));
    }

    [Theory]
    [InlineData("http://127.0.0.1:2", new[] { "kubeconfig" })]
    [InlineData("http://127.0.0.1:1", new string[0])]
    public async Task Another_server_is_another_cluster(string server, string[] replaces)
    {
        await using var provider = BuiltInProviders.Create("kubernetes", NoLog.Instance)!;
        var other = Nowhere.Replace("http://127.0.0.1:1", server, StringComparison.Ordinal).Replace("\"u\"", "\"me\"", StringComparison.Ordinal);
        var response = await provider.DiffConfigAsync(
            new DiffRequest
            {
                Olds = PropertyMarshaler.ToStruct(PropertyMap.Of(("kubeconfig", Nowhere))),
                News = PropertyMarshaler.ToStruct(PropertyMap.Of(("kubeconfig", other))),
            },
            CancellationToken.None);
        Assert.Equal(["kubeconfig"], response.Diffs);
        Assert.Equal(replaces, response.Replaces);
    }

    private static async Task<IResourceProvider> ProviderAsync(IEngineLog log, string settings)
    {
        var provider = new KubernetesProvider("4.34.2", log, TimeProvider.System, RandomSource.Cryptographic);
        await provider.ConfigureAsync(
            new ConfigureRequest { Args = PropertyMarshaler.ToStruct(Calls.Map(settings).Set("kubeconfig", Nowhere)) }, CancellationToken.None);
        return provider;
    }
}
