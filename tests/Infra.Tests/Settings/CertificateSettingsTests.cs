using Coder.Infra.Settings;
using Coder.Infra.Tests.Stack;

namespace Coder.Infra.Tests.Settings;

public sealed class CertificateSettingsTests
{
    private readonly Dictionary<string, string> _config = StackRun.Config(("coderUrl", "https://coder.example.com"), ("tls", "issue"));

    [Fact]
    public void Https_without_a_choice_tells_the_choices()
    {
        _config.Remove("tls");
        var problem = Assert.Single(Problems());

        Assert.Contains("coder-infra:tls is not set: the access URL https://coder.example.com is https", problem);
        Assert.All(["secret", "issue", "certManager"], choice => Assert.Contains(choice, problem));

        _config["tls"] = "none";
        Assert.Contains("\"none\" does not go with https", Assert.Single(Problems()));
    }

    [Fact]
    public void Https_may_be_set_up_by_hand()
    {
        _config.Remove("tls");
        _config["values"] = """{"ingress":{"tls":{"enable":true,"hostSecretName":"mine"}}}""";
        Assert.Equal(TlsMode.Values, Read().Certificate.Mode);

        _config["tls"] = "issue";
        Assert.Contains("values.ingress.tls cannot be set together with tls \"issue\"", Assert.Single(Problems()));
    }

    [Fact]
    public void Http_takes_no_certificate()
    {
        _config["coderUrl"] = "http://coder.example.com";
        Assert.Contains("coder-infra:tls \"issue\" does not go with http: the access URL http://coder.example.com", Assert.Single(Problems()));

        _config["tls"] = "none";
        Assert.Equal(TlsMode.None, Read().Certificate.Mode);
    }

    [Theory]
    [InlineData("letsencrypt", null, "coder-infra:tls \"letsencrypt\" is not one of none, secret")]
    [InlineData("secret", null, "certificate.secretName is not set, but tls is secret")]
    [InlineData("certManager", null, "certificate.issuer is not set, but tls is certManager")]
    [InlineData("issue", """{"devurlsSecretName":"other"}""", "certificate.devurlsSecretName has no use with tls issue")]
    [InlineData("issue", """{"secretName":"Not_Valid"}""", "certificate.secretName \"Not_Valid\" is not a secret's name")]
    [InlineData("issue", """{"validity":"a year"}""", "certificate.validity \"a year\" is not a duration")]
    [InlineData("issue", """{"validity":"30d","renewBefore":"30d"}""", "certificate.renewBefore (720h) is not shorter than certificate.validity (720h)")]
    [InlineData("issue", """{"trust":"maybe"}""", "certificate.trust \"maybe\" is neither true nor false")]
    [InlineData("issue", """{"name":"x"}""", "certificate.name is not a setting")]
    [InlineData("certManager", """{"issuer":"ca","issuerKind":"Issuers"}""", "certificate.issuerKind \"Issuers\" is neither ClusterIssuer nor Issuer")]
    public void A_mistake_is_told(string tls, string? certificate, string said)
    {
        _config["tls"] = tls;
        if (certificate is not null)
            _config["certificate"] = certificate;

        Assert.Contains(said, Assert.Single(Problems()));
    }

    [Fact]
    public void The_authority_of_the_deployment_is_a_path_or_the_certificate_itself()
    {
        var (path, pem) = (Path.GetTempFileName(), "-----BEGIN CERTIFICATE-----\nMII\n-----END CERTIFICATE-----\n");
        _config["coderCa"] = path;
        Assert.Contains("holds no certificate in PEM", Assert.Single(Problems()));

        File.WriteAllText(path, pem);
        Assert.Equal(pem, Read().CoderCa);
        _config["coderCa"] = pem;
        Assert.Equal(pem, Read().CoderCa);

        File.Delete(path);
        _config["coderCa"] = path;
        Assert.Contains($"coder-infra:coderCa \"{path}\" does not exist", Assert.Single(Problems()));
    }

    [Fact]
    public void Details_are_read()
    {
        _config["tls"] = "certManager";
        _config["certificate"] = """{"secretName":"tls","devurlsSecretName":"wild","issuer":"ca","issuerKind":"Issuer","trust":true,"validity":"90d","renewBefore":"12h"}""";

        Assert.Equal(
            new CertificateSettings(TlsMode.CertManager, "tls", "wild") { Issuer = "ca", IssuerKind = "Issuer", Trust = true, Validity = TimeSpan.FromDays(90), RenewBefore = TimeSpan.FromHours(12) },
            Read().Certificate);
    }

    private StackSettings Read()
    {
        var settings = SettingsReader.Read(_config.GetValueOrDefault, _ => null, out var problems);
        Assert.Empty(problems);
        return settings!;
    }

    private IReadOnlyList<string> Problems()
    {
        Assert.Null(SettingsReader.Read(_config.GetValueOrDefault, _ => null, out var problems));
        return problems;
    }
}
