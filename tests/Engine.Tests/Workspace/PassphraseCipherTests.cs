using Coder.Infra.Engine.Tests.Cli;
using Coder.Infra.Engine.Workspace;
using Coder.Infra.Engine.Workspace.Secrets;

namespace Coder.Infra.Engine.Tests.Workspace;

public class PassphraseCipherTests
{
    // Salt and ciphertext of state/up-create.json.
    private const string Salt = "v1:BqF0ysBPSSk=:v1:RjWBRGvtb7WCoCJZ:WKeaLPfJKnA1PQaDnlJLYtWRWMHdtA==";
    private const string Ciphertext = "v1:hNHpIJysWn6h6ZEJ:Dp3huBGGcf1jRIiEX2gnnhBy/H2h5HtdnuPhVUXN";

    [Fact]
    public void A_recorded_value_is_decrypted_and_a_new_one_is_never_encrypted_the_same_way_twice()
    {
        var cipher = PassphraseCipher.Open(Salt, () => Recordings.Passphrase);
        Assert.Equal("\"s3cr3t-token\"", cipher.Decrypt(Ciphertext));
        var (first, second) = (cipher.Encrypt("grüße"), cipher.Encrypt("grüße"));
        Assert.NotEqual(first, second);
        Assert.Equal("grüße", cipher.Decrypt(first));
        Assert.Equal("grüße", cipher.Decrypt(second));
        Assert.Equal("", cipher.Decrypt(cipher.Encrypt("")));
    }

    [Fact]
    public void A_wrong_passphrase_is_told_with_the_remedy_and_without_the_passphrase()
    {
        var error = Assert.Throws<UserErrorException>(PassphraseCipher.Open(Salt, () => "battery-staple").Verify);
        Assert.StartsWith("incorrect passphrase", error.Message, StringComparison.Ordinal);
        Assert.Contains("PULUMI_CONFIG_PASSPHRASE", error.Message);
        Assert.DoesNotContain("battery", error.Message);
    }

    [Fact]
    public void The_passphrase_is_asked_for_only_when_a_value_is_opened()
    {
        var cipher = PassphraseCipher.Open(Salt, () => throw new UserErrorException("asked"));
        Assert.Equal(Salt, cipher.Salt);
        Assert.Equal("asked", Assert.Throws<UserErrorException>(() => cipher.Decrypt(Ciphertext)).Message);
    }

    [Theory]
    [InlineData("")]
    [InlineData("v2:BqF0ysBPSSk=:x")]
    [InlineData("v1:???:v1:a:b")]
    public void A_malformed_salt_is_refused(string salt) => Assert.Throws<UserErrorException>(() => PassphraseCipher.Open(salt, () => ""));

    [Theory]
    [InlineData("nonsense")]
    [InlineData("v1:hNHpIJysWn6h6ZEJ:Dp3huBGGcf1jRIiEX2gnnhBy/H2h5HtdnuPhVUXO")]
    [InlineData("v1:AAAA:AAAA")]
    public void A_damaged_ciphertext_is_refused(string ciphertext) =>
        Assert.Throws<UserErrorException>(() => PassphraseCipher.Open(Salt, () => Recordings.Passphrase).Decrypt(ciphertext));

    [Fact]
    public void The_sandbox_needs_no_passphrase_and_a_set_one_wins()
    {
        Assert.Equal("sandbox", new PassphraseSource(new Dictionary<string, string>(), null, IsSandbox: true).Get());
        Assert.Equal("set", new PassphraseSource(new Dictionary<string, string> { ["PULUMI_CONFIG_PASSPHRASE"] = "set" }, null, IsSandbox: true).Get());
        Assert.Contains("PULUMI_CONFIG_PASSPHRASE", Assert.Throws<UserErrorException>(() => new PassphraseSource(new Dictionary<string, string>(), null, IsSandbox: false).Get()).Message);
    }
}
