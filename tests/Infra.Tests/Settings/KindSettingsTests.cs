using Coder.Infra.Checks;
using Coder.Infra.Settings;
using Coder.Infra.Tests.Stack;

namespace Coder.Infra.Tests.Settings;

public sealed class KindSettingsTests
{
    [Theory]
    [InlineData("workspaceProxy", "organizations", "[\"default\"]", "is a setting of a workspace provider; this stack is a workspace proxy. Remove it with: pulumi config rm organizations")]
    [InlineData("workspaceProxy", "tags", """{"a":"b"}""", "is a setting of a provisioner; this stack is a workspace proxy")]
    [InlineData("provisioner", "hostname", "eu.example.com", "is a setting of a workspace provider and a workspace proxy; this stack is a provisioner")]
    [InlineData("workspaceProvider", "proxyName", "eu", "is a setting of a workspace proxy; this stack is a workspace provider")]
    public void A_setting_that_a_kind_does_not_use_is_refused_by_name(string kind, string name, string value, string said)
    {
        Assert.Contains(Problems(Config(kind, (name, value))), problem => problem.StartsWith($"coder-infra:{name} ") && problem.Contains(said));
    }

    [Fact]
    public void A_part_that_a_kind_does_not_use_is_refused_by_name()
    {
        var problem = Assert.Single(Problems(StackRun.ProxyConfig(("timeouts", """{"admission":"1m"}"""))));

        Assert.Contains("coder-infra:timeouts.admission is not a setting; timeouts has release, certificate, address, dns, readiness", problem);
    }

    [Fact]
    public void A_default_of_the_project_file_is_no_setting_of_the_stack()
    {
        var config = StackRun.ProvisionerConfig();
        foreach (var setting in SettingsCatalog.All.Where(setting => setting.Default is not null))
            config.TryAdd(setting.Name, setting.Default!);

        Assert.Empty(Problems(config));
    }

    [Fact]
    public void A_kind_that_does_not_exist_is_refused() =>
        Assert.Contains("coder-infra:kind \"gateway\" is not one of workspaceProvider, workspaceProxy, provisioner", Assert.Single(Problems(StackRun.Config(("kind", "gateway")))));

    [Theory]
    [InlineData("coder.example.com", "is the deployment's own")]
    [InlineData("eu_1.example.com", "is not a host name")]
    [InlineData("ftp://eu.example.com", "is not a host name")]
    [InlineData("http://eu.example.com", "its pages cannot use a proxy over http")]
    public void A_host_that_a_proxy_cannot_have_is_refused(string hostname, string said) =>
        Assert.Contains(Problems(StackRun.ProxyConfig(("coderUrl", "https://coder.example.com"), ("tls", "issue"), ("hostname", hostname))), problem => problem.Contains(said));

    [Theory]
    [InlineData("http://coder.example.com", null, "eu.example.org", "http://eu.example.org")]
    [InlineData("http://coder.example.com", "issue", "eu.example.org", "https://eu.example.org")]
    [InlineData("http://coder.example.com", "issue", "https://eu.example.org:8443", "https://eu.example.org:8443")]
    [InlineData("https://coder.example.com", "issue", "eu.coder.example.com", "https://eu.coder.example.com")]
    public void Any_other_host_will_do_over_https_where_the_deployment_or_tls_is(string deployment, string? tls, string hostname, string origin)
    {
        var config = StackRun.ProxyConfig(("coderUrl", deployment), ("hostname", hostname));
        config.Remove("dns");
        if (tls is not null)
            config["tls"] = tls;

        Assert.Equal(origin, Read(config).Origin);
    }

    [Theory]
    [InlineData("eu.example.com")]
    [InlineData("*eu.example.com")]
    [InlineData("https://*.eu.example.com")]
    [InlineData("*.eu.example.com:443")]
    [InlineData("*.coder.example.com")]
    public void A_wildcard_host_of_another_form_is_refused(string wildcard) =>
        Assert.StartsWith($"coder-infra:wildcardHostname \"{wildcard}\"", Assert.Single(Problems(StackRun.ProxyConfig(("wildcardHostname", wildcard)))));

    [Theory]
    [InlineData("Primary", "is the name of the deployment's own region")]
    [InlineData("eu_1", "is not a name")]
    [InlineData("eu--1", "is not a name")]
    public void A_name_that_a_proxy_cannot_have_is_refused(string name, string said) => Assert.Contains(said, Assert.Single(Problems(StackRun.ProxyConfig(("proxyName", name)))));

    [Fact]
    public void A_proxy_over_https_needs_a_certificate()
    {
        Assert.Contains("coder-infra:tls is not set: the access URL https://coder.example.com is https", Assert.Single(Problems(StackRun.ProxyConfig(("coderUrl", "https://coder.example.com")))));
        Assert.Contains("coder-infra:tls is not set: the host name is https", Assert.Single(Problems(StackRun.ProxyConfig(("hostname", "https://eu.example.com")))));
        Assert.Equal(TlsMode.Values, Read(StackRun.ProxyConfig(("hostname", "https://eu.example.com"), ("values", """{"coder":{"tls":{"secretNames":["mine"]}}}"""))).Certificate.Mode);
    }

    [Fact]
    public void Certificates_that_cert_manager_makes_need_an_ingress() =>
        Assert.Contains("cannot go with exposure \"service\"", Assert.Single(Problems(StackRun.ProxyConfig(("exposure", "service"), ("tls", "certManager"), ("certificate", """{"issuer":"a"}""")))));

    [Theory]
    [InlineData("workspaceProxy", """{"coder":{"env":[{"name":"CODER_ACCESS_URL","value":"x"}]}}""", "values.coder.env[0] cannot be set: CODER_ACCESS_URL is set by the stack")]
    [InlineData("workspaceProxy", """{"coder":{"ingress":{"host":"x"}}}""", "values.coder.ingress.host cannot be set: it is the setting hostname")]
    [InlineData("provisioner", """{"coder":{"replicaCount":2}}""", "values.coder.replicaCount cannot be set: it is the setting replicas")]
    [InlineData("provisioner", """{"provisionerDaemon":{"tags":{"a":"b"}}}""", "values.provisionerDaemon.tags cannot be set")]
    public void A_value_that_the_stack_sets_is_refused(string kind, string values, string said) => Assert.Contains(said, Assert.Single(Problems(Config(kind, ("values", values)))));

    [Theory]
    [InlineData("1.19.2", "is a version of Coder v1, which has only workspace providers")]
    [InlineData("2.20.0-devel", "is a development build, which has no chart")]
    public void A_version_that_has_no_chart_is_refused(string version, string said) => Assert.Contains(said, Assert.Single(Problems(StackRun.ProxyConfig(("coderVersion", version)))));

    [Fact]
    public void A_deployment_of_a_development_build_says_that_it_has_no_chart()
    {
        var found = StackRun.FoundV2;
        found.DeploymentVersion = "v2.20.0-devel+ab12cd3";
        Lockstep.Check(Read(StackRun.ProxyConfig()), found);
        Assert.Contains("That is a development build, which has no chart. Allow the difference: pulumi config set allowVersionSkew true", Assert.Single(found.Problems));

        var auto = StackRun.FoundV2;
        auto.DeploymentVersion = "v2.20.0-devel+ab12cd3";
        Lockstep.Check(Read(StackRun.ProxyConfig(("coderVersion", "auto"))), auto);
        Assert.Contains("is a development build, which has no chart", Assert.Single(auto.Problems));
    }

    [Fact]
    public void The_token_comes_from_the_variable_of_the_deployments_command_line()
    {
        var config = StackRun.ProxyConfig();
        config.Remove("coderToken");
        string Token(Dictionary<string, string> variables) => SettingsReader.Read(config.GetValueOrDefault, name => variables.GetValueOrDefault(name), out _, out var known) is { } read ? read.CoderToken : known?.CoderToken ?? "";

        Assert.Equal("v2", Token(new() { ["CODER_SESSION_TOKEN"] = "v2", ["CODER_TOKEN"] = "v1", ["PULUMI_STACK"] = "eu" }));
        Assert.Equal("v1", Token(new() { ["CODER_TOKEN"] = "v1", ["PULUMI_STACK"] = "eu" }));
    }

    [Theory]
    [InlineData("coderVersion", "1.19.2", "workspaceProvider")]
    [InlineData("coderVersion", "2.19.0", "workspaceProxy")]
    [InlineData("proxyName", "eu", "workspaceProxy")]
    [InlineData("replicas", "3", "provisioner")]
    [InlineData("namespace", "coder", "workspaceProvider")]
    public void Where_the_deployment_does_not_answer_the_settings_decide(string name, string value, string kind) =>
        Assert.Equal(kind, SettingsReader.Guess(asked => asked == name ? value : null).Name);

    private static Dictionary<string, string> Config(string kind, params (string Name, string Value)[] more) =>
        kind == "workspaceProxy" ? StackRun.ProxyConfig(more) : kind == "provisioner" ? StackRun.ProvisionerConfig(more) : StackRun.Config(more);

    private static StackSettings Read(Dictionary<string, string> config)
    {
        var settings = SettingsReader.Read(config.GetValueOrDefault, name => name == "PULUMI_STACK" ? "dev" : null, out var problems);
        Assert.Empty(problems);
        return settings!;
    }

    private static IReadOnlyList<string> Problems(Dictionary<string, string> config)
    {
        SettingsReader.Read(config.GetValueOrDefault, name => name == "PULUMI_STACK" ? "dev" : null, out var problems);
        return problems;
    }
}
