using System.Text.Json.Nodes;
using Coder.Infra.Protocol;
using Coder.Infra.Protocol.Properties;
using Coder.Infra.Providers.Bridge;
using Coder.Infra.Providers.Kubernetes;
using Coder.Infra.Providers.Tests.Recordings;
using Grpc.Core;
using Pulumirpc;

namespace Coder.Infra.Providers.Tests.Kubernetes;

public sealed class HelmTemplateTests(ClusterFixture fixture, RecordedCharts charts) : IClassFixture<ClusterFixture>, IClassFixture<RecordedCharts>
{
    [Fact]
    public async Task The_recorded_call_is_answered_as_the_plugin_answered_it_with_a_cluster_too()
    {
        await using var provider = await fixture.ProviderAsync();
        var call = charts.Here(Recording.Calls("grpc-3.274/import-up", "kubernetes").Single(call => call.Method == "Invoke"));
        var (response, error) = await provider.PlayAsync(call);
        Assert.Null(error);
        Assert.True(JsonNode.DeepEquals(call.Response, response), $"expected {call.Response!.ToJsonString()}\ngot      {response!.ToJsonString()}");
    }

    [Fact]
    public async Task A_secret_argument_makes_the_result_secret()
    {
        await using var provider = await fixture.ProviderAsync();
        using var chart = new TemporaryChart(("templates/a.yaml", "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a}\n"));
        Assert.IsType<SecretValue>((await InvokeAsync(provider, ((PropertyValue)Options(chart)).AsSecret()))["result"]);
        Assert.IsType<ArrayValue>((await InvokeAsync(provider, Options(chart)))["result"]);
    }

    [Fact]
    public async Task Definitions_come_first_hooks_last_and_tests_only_when_asked_for()
    {
        await using var provider = await fixture.ProviderAsync();
        using var chart = new TemporaryChart(
            ("crds/a.yaml", "apiVersion: apiextensions.k8s.io/v1\nkind: CustomResourceDefinition\nmetadata: {name: widgets.example.com}\n"),
            ("templates/a.yaml", "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a}\n---\napiVersion: v1\nmetadata: {name: without-a-kind}\n---\napiVersion: example.com/v1\nkind: Widget\nmetadata: {name: w}\nspec: {nothing: null, list: [1, null]}\n"),
            ("templates/hook.yaml", "apiVersion: v1\nkind: Pod\nmetadata: {name: hook, annotations: {helm.sh/hook: pre-install}}\n"),
            ("templates/test.yaml", "apiVersion: v1\nkind: Pod\nmetadata:\n  name: test\n  annotations:\n    \"helm.sh/hook\": test\n"));
        Assert.Equal(
            ["CustomResourceDefinition /widgets.example.com", "ConfigMap team/a", "Widget team/w", "Pod team/hook"], await NamesAsync(provider, Options(chart, "'namespace':'team'")));
        Assert.Equal(
            ["ConfigMap /a", "Widget /w", "Pod /hook", "Pod /test"], await NamesAsync(provider, Options(chart, "'skip_crd_rendering':true,'include_test_hook_resources':true")));
        var widget = await ObjectAsync(provider, Options(chart), "Widget");
        Assert.Equal(Calls.Map("{'list':[1]}"), widget.Map("spec"));
    }

    [Fact]
    public async Task A_chart_sees_an_install_and_the_cluster_where_it_answers()
    {
        const string Seen = "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: seen}\ndata: {seen: \"{{ .Release.Namespace }} {{ .Release.IsInstall }} {{ .Release.Revision }} {{ .Capabilities.KubeVersion.Version }} {{ .Capabilities.APIVersions.Has \"apps/v1/Deployment\" }}\"}\n";
        using var chart = new TemporaryChart(("templates/a.yaml", Seen));
        await using var connected = await fixture.ProviderAsync();
        var version = (string?)(await fixture.Client.VersionAsync())["gitVersion"];
        Assert.Equal($"default true 1 {version} true", await SeenAsync(connected, Options(chart)));
        Assert.Equal("default true 1 v1.27 false", await SeenAsync(connected, Options(chart, "'kube_version':'1.27','api_versions':['a/v1']")));

        // At a preview the kubeconfig may not be known.
        await using var provider = new KubernetesProvider("4.34.2", new RecordingLog(), TimeProvider.System, RandomSource.Cryptographic);
        await provider.ConfigureAsync(
            new ConfigureRequest { Args = PropertyMarshaler.ToStruct(PropertyMap.Of(("kubeconfig", PropertyValue.Computed))), AcceptSecrets = true }, CancellationToken.None);
        Assert.StartsWith("default true 1 v1.", await SeenAsync(provider, Options(chart)), StringComparison.Ordinal);
        Assert.EndsWith(" false", await SeenAsync(provider, Options(chart)), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("{}", "failed to generate YAML for specified Helm chart: failed to pull chart: ")]
    [InlineData("{'chart':'nginx','repo':'https://charts.example.com'}", "failed to generate YAML for specified Helm chart: 'repo' option specifies the name of the Helm Chart repo, not the URL.")]
    [InlineData("{'chart':'web','release_name':'web','fetch_opts':{'repo':'REPOSITORY'}}", "failed to generate YAML for specified Helm chart: failed to pull chart: chart \"web\" not found in ")]
    [InlineData("{'chart':'workspace-provider','release_name':'web','fetch_opts':{'repo':'REPOSITORY'}}", "failed to generate YAML for specified Helm chart: failed to create chart from template: ")]
    [InlineData("{'chart':'workspace-provider','fetch_opts':{'repo':'REPOSITORY'}}", "failed to generate YAML for specified Helm chart: failed to create chart from template: release name \"\": no name provided")]
    [InlineData("{'path':'./none','release_name':'web'}", "failed to generate YAML for specified Helm chart: failed to load chart from temp directory: ")]
    [InlineData("{'chart':", "failed to unmarshal 'jsonOpts': ")]
    public async Task What_is_wrong_is_reported_in_the_plugins_words(string options, string message)
    {
        await using var provider = await fixture.ProviderAsync();
        var error = await Assert.ThrowsAsync<RpcException>(() =>
            InvokeAsync(provider, options.Replace('\'', '"').Replace("REPOSITORY", charts.Repository, StringComparison.Ordinal).Replace("\"repo\" option", "'repo' option", StringComparison.Ordinal)));
        Assert.Equal(StatusCode.Unknown, error.StatusCode);
        Assert.StartsWith(message, error.Status.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_argument_is_a_text()
    {
        await using var provider = await fixture.ProviderAsync();
        var error = await Assert.ThrowsAsync<RpcException>(() => InvokeAsync(provider, 1d));
        Assert.Equal("missing required field 'jsonOpts' of type string", error.Status.Detail);
    }

    private static string Options(TemporaryChart chart, string more = "'values':{}") =>
        new JsonObject { ["path"] = chart.Path, ["release_name"] = "web" }.ToJsonString().TrimEnd('}') + "," + more.Replace('\'', '"') + "}";

    private static async Task<PropertyMap> InvokeAsync(IResourceProvider provider, PropertyValue options) => PropertyMarshaler.FromStruct((await provider.InvokeAsync(
        new InvokeRequest { Tok = "kubernetes:helm:template", Args = PropertyMarshaler.ToStruct(PropertyMap.Of(("jsonOpts", options))) }, CancellationToken.None)).Return);

    private static async Task<IEnumerable<PropertyMap>> ObjectsAsync(IResourceProvider provider, string options) =>
        ((ArrayValue)(await InvokeAsync(provider, options))["result"]).Items.Cast<ObjectValue>().Select(value => value.Properties);

    private static async Task<PropertyMap> ObjectAsync(IResourceProvider provider, string options, string kind) =>
        (await ObjectsAsync(provider, options)).Single(value => value.Text("kind") == kind);

    private static async Task<string[]> NamesAsync(IResourceProvider provider, string options) =>
        [.. (await ObjectsAsync(provider, options)).Select(value => $"{value.Text("kind")} {value.Map("metadata")!.Text("namespace")}/{value.Map("metadata")!.Text("name")}")];

    private static async Task<string?> SeenAsync(IResourceProvider provider, string options) =>
        (await ObjectAsync(provider, options, "ConfigMap")).Map("data")!.Text("seen");

    /// <summary>A chart in a folder of its own.</summary>
    private sealed class TemporaryChart : IDisposable
    {
        private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("chart-");

        public TemporaryChart(params (string Name, string Text)[] files)
        {
            foreach (var (name, text) in files.Prepend(("Chart.yaml", "apiVersion: v2\nname: web\nversion: 1.0.0\n")))
            {
                var path = System.IO.Path.Combine(Path, name);
                Directory.CreateDirectory(System.IO.Path.GetDirectoryName(path)!);
                File.WriteAllText(path, text);
            }
        }

        public string Path => _folder.FullName;

        public void Dispose() => _folder.Delete(recursive: true);
    }
}
