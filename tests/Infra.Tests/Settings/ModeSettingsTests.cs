using Coder.Infra.Settings;
using Coder.Infra.Tests.Stack;

namespace Coder.Infra.Tests.Settings;

public sealed class ModeSettingsTests
{
    private readonly Dictionary<string, string> _config = StackRun.Config();
    private readonly Dictionary<string, string> _environment = [];

    [Theory]
    [InlineData("manual", DnsMode.Manual)]
    [InlineData("""{"mode":"manual"}""", DnsMode.Manual)]
    [InlineData("externalDns", DnsMode.ExternalDns)]
    [InlineData("""{"mode":"externalDns","ttl":300}""", DnsMode.ExternalDns)]
    public void A_mode_needs_no_server_even_where_one_is_known(string dns, DnsMode mode)
    {
        _environment["DNS_UPDATE_SERVER"] = "127.0.0.1";
        _config["dns"] = dns;

        Assert.Equal(mode, Read().Dns.Mode);
        Assert.Null(Read().Dns.Server);
    }

    [Fact]
    public void Without_a_server_a_person_makes_the_record()
    {
        _config.Remove("dns");

        Assert.Equal(DnsMode.Manual, Read().Dns.Mode);
    }

    [Theory]
    [InlineData("rfc2136", "dns.server is not set")]
    [InlineData("bind", "dns.mode \"bind\" is not one of rfc2136")]
    [InlineData("""{"mode":"manual","server":"ns.example.com"}""", "which dns.mode \"manual\" does not use")]
    public void A_mode_that_does_not_fit_is_told(string dns, string said)
    {
        _config["dns"] = dns;

        Assert.Contains(said, Problems()[0]);
    }

    [Fact]
    public void The_version_may_be_the_deployments()
    {
        _config["coderVersion"] = "auto";

        Assert.Null(Read().CoderVersion);
    }

    [Fact]
    public void Another_context_than_the_expected_one_is_refused()
    {
        _config["expectedContext"] = "production";
        Assert.Contains("coder-infra:expectedContext \"production\" is not the context that would be used: that is \"c\"", Assert.Single(Problems()));

        _config["expectedContext"] = "c";
        Assert.Equal("c", Read().ExpectedContext);
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
