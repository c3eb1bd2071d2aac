using Coder.Infra.Helm.Kube;

namespace Coder.Infra.Helm.Tests.Kube;

public sealed class KubeConfigTests
{
    const string Two = """
        apiVersion: v1
        kind: Config
        current-context: one
        contexts:
          - {name: one, context: {cluster: east, user: u}}
          - {name: two, context: {cluster: west, user: u, namespace: shop}}
        clusters:
          - {name: east, cluster: {server: "https://east.example.com:6443"}}
          - {name: west, cluster: {server: "https://west.example.com:6443"}}
        users:
          - {name: u, user: {token: very-secret}}
        """;

    [Fact]
    public void The_current_context_is_used_unless_another_is_named()
    {
        Assert.Equal("https://east.example.com:6443/", KubeConfig.Parse(Two).Server.ToString());
        Assert.Equal("default", KubeConfig.Parse(Two).Namespace);
        Assert.Equal("https://west.example.com:6443/", KubeConfig.Parse(Two, "two").Server.ToString());
        Assert.Equal("shop", KubeConfig.Parse(Two, "two").Namespace);
        Assert.Equal("https://west.example.com:6443/", KubeConfig.Parse(Two, "one", cluster: "west").Server.ToString());
    }

    [Fact]
    public void An_unknown_context_is_refused_with_those_there_are()
    {
        var failure = Assert.Throws<KubeConfigException>(() => KubeConfig.Parse(Two, "three"));
        Assert.Equal("the given kubeconfig has no context \"three\". Its contexts: one, two.", failure.Message);
    }

    [Fact]
    public void A_cluster_that_is_not_there_is_refused()
        => Assert.Contains("has no cluster \"north\"", Assert.Throws<KubeConfigException>(() => KubeConfig.Parse(Two, null, "north")).Message);

    [Fact]
    public void Malformed_yaml_names_the_place_and_shows_no_content()
    {
        var failure = Assert.Throws<KubeConfigException>(() => KubeConfig.Parse("users: [{token: very-secret\n  x: : y"));
        Assert.Contains("line", failure.Message);
        Assert.DoesNotContain("very-secret", failure.Message);
    }

    [Fact]
    public void A_kubeconfig_is_read_as_the_client_library_reads_it()
    {
        const string all = """
            apiVersion: v1
            kind: Config
            current-context: one
            preferences: {colors: true}
            contexts:
              - {name: one, context: {cluster: east, user: u, namespace: shop}}
            clusters:
              - name: east
                cluster: &base
                  server: https://east.example.com:6443
                  tls-server-name: kubernetes
                  insecure-skip-tls-verify: false
                  certificate-authority: ca.pem
                  certificate-authority-data: QQ==
                  proxy-url: http://proxy:3128
              - name: west
                cluster: {<<: *base, server: https://west.example.com:6443}
            users:
              - {name: a, user: {token: "0123", username: 12, password: no, client-certificate: c.pem, client-key: k.pem}}
              - {name: b, user: {client-certificate-data: QQ==, client-key-data: Qg==, as: me, tokenFile: t}}
              - name: c
                user:
                  exec:
                    apiVersion: client.authentication.k8s.io/v1
                    command: aws
                    args: [eks, get-token]
                    env: [{name: AWS_PROFILE, value: dev}]
                    interactiveMode: Never
                    provideClusterInfo: false
                    installHint: get it
              - {name: d, user: {auth-provider: {name: oidc, config: {id-token: abc}}}}
            """;
        var library = k8s.KubernetesYaml.Deserialize<k8s.KubeConfigModels.K8SConfiguration>(all);
        Assert.Equal(Text(library), Text(KubeConfigYaml.Parse(all)));

        static string Text(object model) => System.Text.Json.JsonSerializer.Serialize(model);
    }

    [Fact]
    public void An_empty_kubeconfig_is_refused()
        => Assert.Equal("Failed to read the given kubeconfig: it is empty", Assert.Throws<KubeConfigException>(() => KubeConfig.Parse("\n")).Message);

    [Fact]
    public void A_server_that_is_no_url_is_refused()
        => Assert.Contains("is not a URL", Assert.Throws<KubeConfigException>(() => KubeConfig.Parse(Two.Replace("https://east.example.com:6443", "east"))).Message);

    [Fact]
    public async Task A_token_file_is_read_for_each_request_and_its_path_begins_at_the_kubeconfig()
    {
        await using var server = await ScriptedServer.StartAsync((_, response) => response.Json(200, new System.Text.Json.Nodes.JsonObject()));
        var folder = Directory.CreateTempSubdirectory("kubeconfig-");
        try
        {
            var token = Path.Combine(folder.FullName, "token");
            await File.WriteAllTextAsync(token, "first\n");
            await File.WriteAllTextAsync(Path.Combine(folder.FullName, "config"), server.Kubeconfig(user: "tokenFile: token"));
            using var client = new KubeClient(KubeConfig.Load(Path.Combine(folder.FullName, "config")));
            await client.GetAsync(new("v1", "ConfigMap", "a", "team"));
            await File.WriteAllTextAsync(token, "second");
            await client.GetAsync(new("v1", "ConfigMap", "b", "team"));
            Assert.Equal(["Bearer first", "Bearer second"], server.Requests.Where(r => r.Path.Contains("configmaps", StringComparison.Ordinal)).Select(r => r.Authorization));
            File.Delete(token);
            Assert.Contains($"Failed to read the token file {token}", Assert.Throws<KubeConfigException>(() => KubeConfig.Load(Path.Combine(folder.FullName, "config"))).Message);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    [Fact]
    public void A_missing_credential_plugin_is_named_with_its_hint()
    {
        var failure = Assert.Throws<KubeConfigException>(() => KubeConfig.Parse(Two.Replace(
            "token: very-secret", "exec: {apiVersion: client.authentication.k8s.io/v1, command: no-such-helper, interactiveMode: Never, installHint: \"Install it with: brew install helper\"}")));
        Assert.StartsWith("exec: executable no-such-helper not found\n\nIt looks like you are trying to use a client-go credential plugin that is not installed.", failure.Message);
        Assert.EndsWith("\n\nInstall it with: brew install helper", failure.Message);
    }

    [Fact]
    public void A_missing_file_is_named()
        => Assert.Equal("The kubeconfig file /no/such/file does not exist.", Assert.Throws<KubeConfigException>(() => KubeConfig.Load("/no/such/file")).Message);

    [Fact]
    public void Path_and_content_are_told_apart()
    {
        var file = Path.GetTempFileName();
        try
        {
            File.WriteAllText(file, Two);
            Assert.Equal("one", KubeConfig.LoadOrParse(file).Context);
            Assert.Equal("two", KubeConfig.LoadOrParse(Two, "two").Context);
        }
        finally
        {
            File.Delete(file);
        }
    }
}
