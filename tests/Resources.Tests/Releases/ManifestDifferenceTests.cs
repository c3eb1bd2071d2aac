using System.Text;
using Coder.Infra.Releases;

namespace Coder.Infra.Resources.Tests.Releases;

public sealed class ManifestDifferenceTests
{
    private const string Token = "s3cr3t-token";

    [Fact]
    public void Objects_are_named_in_the_order_they_get_and_the_removed_ones_last()
    {
        var before = ConfigMap("gone") + ConfigMap("same") + ReleaseCluster.Deployment("envproxy");
        var after = ReleaseCluster.Deployment("envproxy", "envproxy:1.21.0", 2) + ConfigMap("new") + ConfigMap("same");

        Assert.Equal(
            ["~ Deployment envproxy", "    ~ spec.replicas: 1 => 2", "    ~ spec.template.spec.containers[envproxy].image: \"envproxy:1.20.0\" => \"envproxy:1.21.0\"", "+ ConfigMap new", "- ConfigMap gone"],
            Between(before, after));
        Assert.Empty(Between(before, before));
    }

    [Fact]
    public void Elements_of_lists_are_told_apart_by_their_key()
    {
        Assert.Equal(
            ["~ Deployment a", "    ~ spec.env[B].value: \"2\" => \"3\"", "    + spec.env[C].name: \"C\"", "    + spec.env[C].value: \"4\"", "    - spec.env[A].name: \"A\"", "    - spec.env[A].value: \"1\""],
            Between(Spec("env: [{name: A, value: '1'}, {name: B, value: '2'}]"), Spec("env: [{name: B, value: '3'}, {name: C, value: '4'}]")));
        Assert.Equal(
            ["~ Deployment a", "    ~ spec.volumeMounts[/data].readOnly: false => true"],
            Between(Spec("volumeMounts: [{name: v, mountPath: /data, readOnly: false}, {name: v, mountPath: /tmp}]"), Spec("volumeMounts: [{name: v, mountPath: /data, readOnly: true}, {name: v, mountPath: /tmp}]")));
    }

    [Fact]
    public void Elements_without_a_key_are_told_apart_by_their_place()
    {
        Assert.Equal(["~ Deployment a", "    ~ spec.args[1]: \"--b\" => \"--c\""], Between(Spec("args: [--a, --b]"), Spec("args: [--a, --c]")));
        Assert.Equal(["~ Deployment a", "    + spec.args[1]: \"--new\""], Between(Spec("args: [--a, --b]"), Spec("args: [--a, --new, --b]")));
        Assert.Equal(["~ Deployment a", "    - spec.args: [\"--a\"]"], Between(Spec("args: [--a]"), Spec("args: null")));
    }

    [Fact]
    public void Numbers_are_compared_by_value_members_in_any_order_and_null_is_nothing()
    {
        Assert.Empty(Between(Spec("a: 1, b: 1.50, c: 0644, d: null"), Spec("c: 420, b: 1.5, a: 1.0")));
        Assert.Equal(["~ Deployment a", "    ~ spec.a: 1 => \"1\""], Between(Spec("a: 1"), Spec("a: '1'")));
        Assert.Equal(["~ Deployment a", "    + spec.emptyDir: {}"], Between(Spec("a: 1"), Spec("a: 1, emptyDir: {}")));
    }

    [Fact]
    public void The_releases_namespace_may_be_named_or_not_and_another_one_is_shown()
    {
        Assert.Empty(Between(ConfigMap("a", "namespace: coder, labels: {}"), ConfigMap("a")));
        Assert.Equal(["+ ConfigMap kube-system/a", "- ConfigMap a"], Between(ConfigMap("a"), ConfigMap("a", "namespace: kube-system, labels: {}")));
    }

    [Fact]
    public void Another_version_of_an_api_is_the_same_object()
    {
        Assert.Equal(["~ Ingress web", "    ~ apiVersion: \"networking.k8s.io/v1beta1\" => \"networking.k8s.io/v1\""],
            Between("{apiVersion: networking.k8s.io/v1beta1, kind: Ingress, metadata: {name: web}}", "{apiVersion: networking.k8s.io/v1, kind: Ingress, metadata: {name: web}}"));
    }

    [Fact]
    public void Hooks_do_not_count()
    {
        Assert.Empty(Between(ConfigMap("a"), ConfigMap("a") + ConfigMap("test", "annotations: {helm.sh/hook: test}")));
    }

    [Fact]
    public void Contents_of_secrets_are_never_shown()
    {
        var lines = Between(Secret("old-content", "plain-old"), Secret("new-content", "plain-new"));

        Assert.Equal(["~ Secret s", "    ~ data.token: [secret] => [secret]", "    ~ stringData.text: [secret] => [secret]"], lines);
        Assert.Equal(["~ Secret s", "    - data.token: [secret]", "    - stringData.text: [secret]"], Between(Secret("a", "b"), "{apiVersion: v1, kind: Secret, metadata: {name: s}}"));
    }

    [Theory]
    [InlineData("s3cr3t-token", "~ data.v: [secret] => [secret]")]
    [InlineData("https://u:s3cr3t-token@host", "~ data.v: \"https://u:[secret]@host\" => [secret]")]
    public void Given_secrets_are_hidden_also_inside_longer_texts(string text, string line)
    {
        Assert.Equal(["~ ConfigMap c", $"    {line}"], Between(Data(text), Data("another-secret"), Token, "another-secret"));
    }

    [Fact]
    public void A_text_in_which_only_the_secret_changed_is_hidden_as_a_whole()
    {
        Assert.Equal(["~ ConfigMap c", "    ~ data.v: [secret] => [secret]"], Between(Data($"url?{Token}"), Data("url?another-secret"), Token, "another-secret"));
        Assert.Equal(["~ ConfigMap c", "    ~ data.v: [secret] => [secret]"], Between(Data($"a\\n{Token}\\nb"), Data("a\\nanother-secret\\nb"), Token, "another-secret"));
    }

    [Theory]
    [InlineData("")]
    [InlineData("u")]
    [InlineData("us")]
    [InlineData("user:")]
    public void Given_secrets_are_hidden_in_base64_wherever_they_begin(string before)
    {
        var encoded = Convert.ToBase64String(Encoding.UTF8.GetBytes($"{before}{Token}:more"));

        Assert.Equal(["~ ConfigMap c", "    ~ data.v: \"x\" => [secret]"], Between(Data("x"), Data(encoded), Token));
    }

    [Fact]
    public void Lines_of_a_secret_with_several_are_hidden_one_by_one()
    {
        const string Key = "-----BEGIN KEY-----\nMIIEpAIBAAKCAQEA1234567890\n-----END KEY-----\n";

        var lines = string.Join('\n', Between(Data("x"), Data("  -----BEGIN KEY-----\\n  MIIEpAIBAAKCAQEA1234567890\\n"), Key));

        Assert.DoesNotContain("MIIEpAIBAAKCAQEA1234567890", lines);
        Assert.Contains("[secret]", lines);
    }

    [Fact]
    public void Short_secrets_hide_whole_values_alone()
    {
        Assert.Equal(["~ ConfigMap c", "    ~ data.v: [secret] => \"abcd\""], Between(Data("abc"), Data("abcd"), "abc"));
    }

    [Fact]
    public void Of_a_long_text_the_lines_that_differ_are_shown()
    {
        Assert.Equal(
            ["~ ConfigMap c", "    ~ data.v:", "        - listen 80;", "        + listen 443;", "        + ssl on;"],
            Between(Data("server {\\nlisten 80;\\n}\\n"), Data("server {\\nlisten 443;\\nssl on;\\n}\\n")));
    }

    [Fact]
    public void A_lists_order_is_shown_when_it_is_all_that_changed()
    {
        Assert.Equal(["~ Deployment a", "    ~ spec.env: [{\"name\":\"A\"},{\"name\":\"B\"}] => [{\"name\":\"B\"},{\"name\":\"A\"}]"],
            Between(Spec("env: [{name: A}, {name: B}]"), Spec("env: [{name: B}, {name: A}]")));
    }

    private static IReadOnlyList<string> Between(string before, string after, params string[] secrets) =>
        ManifestDifference.Between(Manifest.Objects(before), Manifest.Objects(after), "coder", secrets);

    private static string Spec(string members) => $"{{apiVersion: apps/v1, kind: Deployment, metadata: {{name: a}}, spec: {{{members}}}}}";

    private static string Data(string text) => $"{{apiVersion: v1, kind: ConfigMap, metadata: {{name: c}}, data: {{v: \"{text}\"}}}}";

    private static string ConfigMap(string name, string metadata = "labels: {}") => $"---\n{{apiVersion: v1, kind: ConfigMap, metadata: {{name: {name}, {metadata}}}}}\n";

    private static string Secret(string content, string text) =>
        $"{{apiVersion: v1, kind: Secret, metadata: {{name: s}}, data: {{token: {Convert.ToBase64String(Encoding.UTF8.GetBytes(content))}}}, stringData: {{text: {text}}}}}";
}
