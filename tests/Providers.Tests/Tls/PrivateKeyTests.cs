using System.Security.Cryptography;
using System.Text;
using Coder.Infra.Protocol.Properties;
using Coder.Infra.Providers.Bridge;
using Coder.Infra.Providers.Tls;

namespace Coder.Infra.Providers.Tests.Tls;

public sealed class PrivateKeyTests
{
    private const string Type = "tls:index/privateKey:PrivateKey";

    [Fact]
    public async Task An_rsa_key_is_told_in_all_forms_and_they_are_one_key()
    {
        var state = await CreateAsync("{'algorithm':'RSA','rsaBits':2048}");
        using RSA pem = RSA.Create(), pkcs8 = RSA.Create(), open = RSA.Create();
        pem.ImportFromPem(state.Text("privateKeyPem"));
        pkcs8.ImportFromPem(state.Text("privateKeyPemPkcs8"));
        open.ImportFromPem(state.Text("publicKeyPem"));
        Assert.StartsWith("-----BEGIN RSA PRIVATE KEY-----\n", state.Text("privateKeyPem"), StringComparison.Ordinal);
        Assert.Equal(pem.ExportRSAPrivateKey(), pkcs8.ExportRSAPrivateKey());
        Assert.Equal(pem.ExportRSAPublicKey(), open.ExportRSAPublicKey());
        Assert.Equal(2048, pem.KeySize);
    }

    [Theory]
    [InlineData("P256", "ecdsa-sha2-nistp256")]
    [InlineData("P384", "ecdsa-sha2-nistp384")]
    [InlineData("P521", "ecdsa-sha2-nistp521")]
    public async Task An_ecdsa_key_has_an_ssh_name(string curve, string name)
    {
        var state = await CreateAsync($"{{'algorithm':'ECDSA','ecdsaCurve':'{curve}'}}");
        Assert.StartsWith("-----BEGIN EC PRIVATE KEY-----\n", state.Text("privateKeyPem"), StringComparison.Ordinal);
        Assert.StartsWith(name + " ", state.Text("publicKeyOpenssh"), StringComparison.Ordinal);
        AssertOpenSsh(state, name);
    }

    [Fact]
    public async Task A_p224_key_has_no_ssh_forms_as_ssh_has_no_name_for_it()
    {
        var state = await CreateAsync("{'algorithm':'ECDSA'}");
        Assert.Equal("P224", state.Text("ecdsaCurve"));
        foreach (var name in new[] { "privateKeyOpenssh", "publicKeyOpenssh", "publicKeyFingerprintMd5", "publicKeyFingerprintSha256" })
            Assert.Equal("", state.Text(name));
    }

    [Fact]
    public async Task An_ed25519_key_is_pkcs8_in_both_private_forms()
    {
        var state = await CreateAsync("{'algorithm':'ED25519'}");
        Assert.StartsWith("-----BEGIN PRIVATE KEY-----\n", state.Text("privateKeyPem"), StringComparison.Ordinal);
        Assert.Equal(state.Text("privateKeyPem"), state.Text("privateKeyPemPkcs8"));
        AssertOpenSsh(state, "ssh-ed25519");
    }

    [Fact]
    public void An_ed25519_key_of_rfc_8410_has_the_public_key_of_rfc_8410()
    {
        // RFC 8410 §10.3 and §10.1.
        using var key = KeyPair.FromPem("-----BEGIN PRIVATE KEY-----\nMC4CAQAwBQYDK2VwBCIEINTuctv5E1hK1bbY8fdp+K06/nwoy/HU++CXqI9EdVhC\n-----END PRIVATE KEY-----\n");
        Assert.Equal("MCowBQYDK2VwAyEAGb9ECWmEzf6FQbrBZ9w7lshQhqowtrbLDFw4rXAxZuE=", Convert.ToBase64String(key.PublicInfo));
    }

    [Fact]
    public async Task Fingerprints_are_those_of_the_public_line()
    {
        var state = await CreateAsync("{'algorithm':'ED25519'}");
        var wire = Convert.FromBase64String(state.Text("publicKeyOpenssh")!.Split(' ')[1]);
        Assert.Equal("SHA256:" + Convert.ToBase64String(SHA256.HashData(wire)).TrimEnd('='), state.Text("publicKeyFingerprintSha256"));
        Assert.Matches("^([0-9a-f]{2}:){15}[0-9a-f]{2}$", state.Text("publicKeyFingerprintMd5"));
    }

    [Fact]
    public async Task Private_forms_are_secret_and_public_ones_are_not()
    {
        var state = await CreateAsync("{'algorithm':'ED25519'}");
        Assert.Equal(
            ["privateKeyOpenssh", "privateKeyPem", "privateKeyPemPkcs8"],
            state.Where(entry => entry.Value is SecretValue).Select(entry => entry.Key));
    }

    [Fact]
    public async Task Preview_knows_the_inputs_and_not_the_key()
    {
        await using var provider = BuiltInProviders.Create("tls", NoLog.Instance)!;
        var (id, state) = await provider.CreateAsync(Type, Calls.Map("{'algorithm':'RSA'}"), preview: true);
        Assert.Equal("", id);
        Assert.Equal(2048, state.Number("rsaBits"));
        Assert.Equal(PropertyValue.Computed.AsSecret(), state["privateKeyPem"]);
        Assert.Equal(PropertyValue.Computed, state["publicKeyPem"]);
    }

    [Fact]
    public async Task Every_wrong_input_is_named_at_once()
    {
        await using var provider = BuiltInProviders.Create("tls", NoLog.Instance)!;
        Assert.Equal(
            [
                "algorithm: Invalid Attribute Value Match. Attribute algorithm value must be one of: [\"RSA\" \"ECDSA\" \"ED25519\"], got: \"DSA\". Examine values at 'it.algorithm'.",
                "ecdsaCurve: Invalid Attribute Value Match. Attribute ecdsa_curve value must be one of: [\"P224\" \"P256\" \"P384\" \"P521\"], got: \"P1\". Examine values at 'it.ecdsaCurve'.",
            ],
            await provider.ProblemsAsync(Type, Calls.Map("{'algorithm':'DSA','ecdsaCurve':'P1'}")));
    }

    private static async Task<PropertyMap> CreateAsync(string inputs)
    {
        await using var provider = BuiltInProviders.Create("tls", NoLog.Instance)!;
        var (id, state) = await provider.CreateAsync(Type, Calls.Map(inputs));
        Assert.Matches("^[0-9a-f]{40}$", id);
        Assert.Equal(id, state.Text("id"));
        return state;
    }

    private static void AssertOpenSsh(PropertyMap state, string name)
    {
        var pem = state.Text("privateKeyOpenssh")!;
        var fields = PemEncoding.Find(pem);
        Assert.Equal("OPENSSH PRIVATE KEY", pem[fields.Label]);
        var file = Convert.FromBase64String(pem[fields.Base64Data]);
        Assert.StartsWith("openssh-key-v1\0", Encoding.ASCII.GetString(file), StringComparison.Ordinal);
        var wire = Convert.FromBase64String(state.Text("publicKeyOpenssh")!.Split(' ')[1]);
        Assert.Contains(name, Encoding.ASCII.GetString(file), StringComparison.Ordinal);
        Assert.True(file.AsSpan().IndexOf(wire) > 0, "the file has the public key in it");
    }
}
