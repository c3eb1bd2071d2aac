using System.Text;
using Coder.Infra.Helm.Charts;
using Coder.Infra.Helm.Rendering;
using YamlDotNet.RepresentationModel;

namespace Coder.Infra.Resources.Tests.Policies;

/// <summary>What must hold of every object that the chart makes, whatever its values are.</summary>
public sealed class ChartPolicyTests
{
    private const string Token = "the-token";
    private static readonly string[] ClusterScoped = ["ClusterRole", "ClusterRoleBinding", "IngressClass", "CustomResourceDefinition", "Namespace", "PriorityClass", "ValidatingWebhookConfiguration"];

    public static TheoryData<bool, bool> Variants => new() { { true, false }, { true, true }, { false, false }, { false, true } };

    [Theory]
    [MemberData(nameof(Variants))]
    public void Nothing_is_public_but_the_ingress(bool controller, bool tls)
    {
        foreach (var service in Objects(controller, tls).Where(item => Text(item, "kind") == "Service"))
        {
            var type = Text(service, "spec", "type") ?? "ClusterIP";
            Assert.Equal(Name(service) == "ingress-nginx" ? "LoadBalancer" : "ClusterIP", type);
        }

        Assert.All(Pods(controller, tls), pod =>
        {
            Assert.Null(Text(pod, "hostNetwork"));
            Assert.All(Items(pod, "containers").SelectMany(container => Items(container, "ports")), port => Assert.Null(Text(port, "hostPort")));
        });
    }

    [Theory]
    [MemberData(nameof(Variants))]
    public void Every_object_is_named_labelled_and_in_the_namespace(bool controller, bool tls)
    {
        var objects = Objects(controller, tls);
        Assert.All(objects, item =>
        {
            Assert.NotEmpty(Name(item));
            Assert.Equal("Helm", Text(item, "metadata", "labels", "app.kubernetes.io/managed-by"));
            Assert.Equal("coder-workspace-provider", Text(item, "metadata", "labels", "app.kubernetes.io/instance"));
            Assert.DoesNotContain(Text(item, "kind"), ClusterScoped);
        });
        Assert.Equal(objects.Count, objects.Select(item => (Text(item, "kind"), Name(item))).Distinct().Count());
    }

    [Theory]
    [MemberData(nameof(Variants))]
    public void Images_are_pinned(bool controller, bool tls)
    {
        Assert.All(Pods(controller, tls).SelectMany(pod => Items(pod, "containers")).Select(container => Text(container, "image")!), image =>
            Assert.Matches(@":v?\d+\.\d+\.\d+$", image));
    }

    [Theory]
    [MemberData(nameof(Variants))]
    public void The_token_is_in_the_secret_only(bool controller, bool tls)
    {
        var encoded = Convert.ToBase64String(Encoding.UTF8.GetBytes(Token));

        var holders = Objects(controller, tls).Where(item => item.ToString() is var text && (text.Contains(Token) || text.Contains(encoded))).ToList();

        var secret = Assert.Single(holders);
        Assert.Equal("Secret", Text(secret, "kind"));
        Assert.Contains(Assert.IsType<YamlMappingNode>(Child(secret, "data")).Children.Values, value => ((YamlScalarNode)value).Value == encoded);
    }

    private static List<YamlMappingNode> Objects(bool controller, bool tls)
    {
        var chart = ChartLoader.LoadDirectory(Checkout.PathOf("embedded", "Sandbox", "Charts", "workspace-provider"));
        var values = Map(
            ("envproxy", Map(("token", Token), ("accessURL", "https://eu.coder.example.com"), ("clusterAddress", "https://k8s.example.com:6443"))),
            ("cemanager", Map(("accessURL", "https://coder.example.com"))),
            ("devurls", Map(("host", "*.eu.coder.example.com"))),
            ("ingress", Map(("host", "eu.coder.example.com"), ("useDefault", controller), ("tls", Map(("enable", tls), ("hostSecretName", "tls"), ("devurlsHostSecretName", "tls"))))));
        var options = new ReleaseRendererOptions { Release = new ReleaseOptions("coder-workspace-provider", "coder"), Capabilities = Capabilities.Default.With(KubeVersion.Parse("1.36.0")) };
        var rendered = ReleaseRenderer.Render(chart, values, options, (tree, seen) => new RenderEngine().Render(tree, seen, CancellationToken.None));
        var yaml = new YamlStream();
        yaml.Load(new StringReader(rendered.Manifest));
        return [.. yaml.Documents.Select(document => document.RootNode).OfType<YamlMappingNode>()];
    }

    private static IEnumerable<YamlNode> Pods(bool controller, bool tls) =>
        Objects(controller, tls).Select(item => Child(item, "spec", "template", "spec")).OfType<YamlNode>();

    private static Dictionary<string, object?> Map(params (string Name, object? Value)[] items) => items.ToDictionary(item => item.Name, item => item.Value);

    private static string Name(YamlNode item) => Text(item, "metadata", "name") ?? "";

    private static YamlNode? Child(YamlNode? node, params string[] path) =>
        path.Aggregate(node, (at, name) => at is YamlMappingNode map && map.Children.TryGetValue(new YamlScalarNode(name), out var child) ? child : null);

    private static string? Text(YamlNode node, params string[] path) => (Child(node, path) as YamlScalarNode)?.Value;

    private static IEnumerable<YamlNode> Items(YamlNode node, string name) => Child(node, name) as YamlSequenceNode ?? Enumerable.Empty<YamlNode>();
}
