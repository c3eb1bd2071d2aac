using Coder.Infra.Settings;

namespace Coder.Infra.Tests.Settings;

public sealed class SettingsReaderTests : IDisposable
{
    private readonly string _kubeconfig = Path.GetTempFileName();
    private readonly Dictionary<string, string?> _config;
    private readonly Dictionary<string, string?> _environment = [];

    public SettingsReaderTests()
    {
        File.WriteAllText(_kubeconfig, """
            apiVersion: v1
            kind: Config
            current-context: here
            contexts:
            - {name: here, context: {cluster: near, user: me}}
            - {name: there, context: {cluster: far, user: me}}
            clusters:
            - {name: near, cluster: {server: "https://near.example.com:6443"}}
            - {name: far, cluster: {server: "https://far.example.com:6443"}}
            users:
            - {name: me, user: {token: hush}}
            """);
        _config = new()
        {
            ["coderUrl"] = "https://coder.example.com",
            ["coderToken"] = "token",
            ["coderVersion"] = "1.19.2",
            ["hostname"] = "eu.coder.example.com",
            ["kubeconfig"] = _kubeconfig,
            ["tls"] = "issue",
        };
    }

    public void Dispose() => File.Delete(_kubeconfig);

    [Fact]
    public void The_defaults_are_those_of_the_seed()
    {
        var settings = Read();

        Assert.Equal("https://helm.coder.com", settings.ChartRepository);
        Assert.Equal("workspace-provider", settings.ChartName);
        Assert.Equal("coder", settings.Namespace);
        Assert.Equal("https://near.example.com:6443", settings.ClusterAddress);
        Assert.Equal("https://eu.coder.example.com/", settings.Url!.AbsoluteUri);
        Assert.Null(settings.ProviderName);
        Assert.Equal(new DnsRecordSettings(DnsMode.Manual, 60, null), settings.Dns);
        Assert.Null(settings.Organizations);
    }

    [Fact]
    public void All_problems_are_told_at_once_each_with_its_remedy()
    {
        _config.Clear();
        _config["hostname"] = "eu";
        _config["namespace"] = "Coder";
        _config["kubeconfig"] = "/nowhere";

        var problems = Problems();

        Assert.Equal(5, problems.Count);
        Assert.All(["coderUrl is not set, nor is the environment variable CODER_URL", "coderToken is not set", "coderVersion is not set", "namespace \"Coder\"", "kubeconfig \"/nowhere\" does not exist"],
            part => Assert.Contains(problems, problem => problem.Contains(part)));
        Assert.All(problems, problem => Assert.Contains("pulumi config set", problem));
    }

    [Fact]
    public void The_environment_serves_where_a_setting_is_unset()
    {
        _config.Remove("coderUrl");
        _config.Remove("coderToken");
        _environment["CODER_URL"] = "https://coder.example.com";
        _environment["CODER_TOKEN"] = "from-environment";

        Assert.Equal("from-environment", Read().CoderToken);
    }

    [Theory]
    [InlineData("eu.example.org", "hostname \"eu.example.org\" is not a subdomain of coder.example.com. Set it with: pulumi config set hostname eu.coder.example.com")]
    [InlineData("evilcoder.example.com", "is not a subdomain")]
    [InlineData("coder.example.com", "is not a subdomain")]
    [InlineData("http://eu.coder.example.com", "has another scheme than the access URL")]
    [InlineData("eu_1.coder.example.com", "is not a host name")]
    public void A_hostname_that_does_not_fit_the_deployment_is_refused(string hostname, string rule)
    {
        _config["hostname"] = hostname;

        Assert.Contains(rule, Assert.Single(Problems()));
    }

    [Theory]
    [InlineData("eu.coder.example.com")]
    [InlineData("https://eu.coder.example.com")]
    [InlineData("EU.coder.example.com")]
    public void The_scheme_of_the_host_follows_the_access_url(string hostname)
    {
        _config["hostname"] = hostname;

        Assert.Equal("https://eu.coder.example.com/", Read().Url!.AbsoluteUri);
    }

    [Theory]
    [InlineData("1.22.0", "it ended with Coder 1.21")]
    [InlineData("1.39.1", "it ended with Coder 1.21")]
    [InlineData("1.22.0-rc.1", "it ended with Coder 1.21")]
    [InlineData("1.16.9", "the chart began with Coder 1.17")]
    [InlineData("latest", "is not a version")]
    public void A_version_without_a_chart_is_refused(string version, string reason)
    {
        _config["coderVersion"] = version;

        Assert.Contains(reason, Assert.Single(Problems()));
    }

    [Fact]
    public void Another_repository_may_carry_the_chart_on()
    {
        _config["coderVersion"] = "1.30.0";
        _config["chart"] = """{"repo":"https://charts.example.com"}""";

        Assert.Equal("https://charts.example.com", Read().ChartRepository);
    }

    [Theory]
    [InlineData("v1.19.2", "1.19.2")]
    [InlineData("1.19.2+build.7", "1.19.2")]
    [InlineData("1.20.0-rc.1", "1.20.0-rc.1")]
    public void A_leading_v_and_build_metadata_are_understood(string reported, string version)
    {
        _config["coderVersion"] = reported;

        Assert.Equal(version, Read().CoderVersion?.ToString());
    }

    [Fact]
    public void The_token_cannot_be_set_by_values()
    {
        _config["values"] = """{"envproxy":{"token":"mine"}}""";

        var problem = Assert.Single(Problems());
        Assert.Contains("values.envproxy.token cannot be set", problem);
        Assert.DoesNotContain("mine", problem);
    }

    [Fact]
    public void The_context_chooses_the_cluster()
    {
        _config["context"] = "there";
        Assert.Equal("https://far.example.com:6443", Read().ClusterAddress);

        _config["context"] = "nowhere";
        Assert.Contains("has no context \"nowhere\"; it has here, there", Assert.Single(Problems()));
    }

    [Fact]
    public void The_cluster_address_can_be_another_than_the_contexts()
    {
        _config["clusterAddress"] = "https://203.0.113.1:6443";

        Assert.Equal("https://203.0.113.1:6443", Read().ClusterAddress);
    }

    [Fact]
    public void Files_that_a_kubeconfig_names_are_beside_it()
    {
        File.WriteAllText(_kubeconfig, """
            current-context: test
            contexts: [{name: test, context: {cluster: test, user: test}}]
            clusters: [{name: test, cluster: {server: "https://cluster.example.com:6443", certificate-authority: pki/ca.crt}}]
            users:
            - {name: test, user: {client-certificate: ./client.crt, client-key: /etc/client.key, tokenFile: ../token, exec: {command: bin/login, apiVersion: client.authentication.k8s.io/v1}}}
            - {name: other, user: {exec: {command: login}}}
            """);

        var content = Read().Kubeconfig!;

        var folder = Path.GetDirectoryName(_kubeconfig)!;
        foreach (var file in new[] { $"certificate-authority: {folder}/pki/ca.crt", $"client-certificate: {folder}/client.crt", "client-key: /etc/client.key", $"tokenFile: {Path.GetFullPath("../token", folder)}", $"command: {folder}/bin/login", "command: login}" })
            Assert.Contains(file, content);
    }

    [Fact]
    public void A_relative_kubeconfig_is_looked_for_in_the_projects_folder()
    {
        _environment["PULUMI_ROOT_DIRECTORY"] = Path.GetDirectoryName(_kubeconfig);
        _config["kubeconfig"] = Path.GetFileName(_kubeconfig);

        Assert.Contains("near.example.com", Read().Kubeconfig);
    }

    [Fact]
    public void A_name_server_needs_its_key()
    {
        _config["dns"] = """{"server":"ns.example.com","keyAlgorithm":"hmac-md5","ttl":"soon"}""";

        var problems = Problems();

        Assert.Equal(4, problems.Count);
        Assert.All(["dns.keyName is not set", "dns.keySecret is not set", "dns.keyAlgorithm \"hmac-md5\" is not one of", "dns.ttl \"soon\" is not a number"],
            part => Assert.Contains(problems, problem => problem.Contains(part)));
    }

    [Fact]
    public void A_name_server_may_come_from_the_environment()
    {
        _environment["DNS_UPDATE_SERVER"] = "127.0.0.1";
        _environment["DNS_UPDATE_PORT"] = "5353";
        _environment["DNS_UPDATE_KEYNAME"] = "key.";
        _environment["DNS_UPDATE_KEYSECRET"] = "c2VjcmV0";
        _config["dns"] = """{"ttl":30}""";

        Assert.Equal(new DnsSettings("127.0.0.1", 5353, "coder.example.com", "key.", "hmac-sha256", "c2VjcmV0", 30), Read().Dns.Server);
    }

    [Fact]
    public void A_zone_must_hold_the_host()
    {
        _config["dns"] = """{"server":"ns","zone":"example.org","keyName":"k","keySecret":"c2VjcmV0"}""";

        Assert.Contains("dns.zone \"example.org\" does not hold the host name eu.coder.example.com", Assert.Single(Problems()));
    }

    [Theory]
    [InlineData("""["default","platform"]""")]
    public void Organizations_are_names(string json)
    {
        _config["organizations"] = json;

        Assert.Equal(new[] { "default", "platform" }, Read().Organizations!.Value.ToArray());
    }

    [Theory]
    [InlineData("90s", 90)]
    [InlineData("15m", 900)]
    [InlineData("1h", 3600)]
    public void Timeouts_are_durations(string text, int seconds)
    {
        _config["timeouts"] = $$"""{"release":"{{text}}"}""";

        Assert.Equal(seconds, Read().Timeouts.Release.TotalSeconds);
    }

    [Fact]
    public void An_unknown_part_of_an_object_is_a_mistake()
    {
        _config["chart"] = """{"repository":"https://charts.example.com"}""";
        _config["timeouts"] = """{"release":"soon"}""";

        var problems = Problems();

        Assert.Contains(problems, problem => problem.Contains("chart.repository is not a setting; chart has repo, name"));
        Assert.Contains(problems, problem => problem.Contains("timeouts.release \"soon\" is not a duration"));
    }

    [Fact]
    public void Settings_never_print_a_key()
    {
        _config["dns"] = """{"server":"ns","keyName":"k","keySecret":"c2VjcmV0"}""";

        Assert.DoesNotContain("c2VjcmV0", Read().Dns.ToString());
    }

    private StackSettings Read()
    {
        var settings = SettingsReader.Read(_config.GetValueOrDefault, _environment.GetValueOrDefault, out var problems);
        Assert.Empty(problems);
        return settings!;
    }

    private IReadOnlyList<string> Problems()
    {
        Assert.Null(SettingsReader.Read(_config.GetValueOrDefault, _environment.GetValueOrDefault, out var problems));
        return problems;
    }
}
