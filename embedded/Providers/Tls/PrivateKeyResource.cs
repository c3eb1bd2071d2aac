using System.Security.Cryptography;
using Coder.Infra.Protocol.Properties;
using Coder.Infra.Providers.Bridge;

namespace Coder.Infra.Providers.Tls;

/// <summary>A private key that is kept in the state, as a secret.</summary>
internal sealed class PrivateKeyResource(RandomSource random) : BridgedResource
{
    public override string Token => "tls:index/privateKey:PrivateKey";

    public override string TerraformType => "tls_private_key";

    public override int SchemaVersion => 1;

    public override IReadOnlyList<ResourceAttribute> Attributes { get; } =
    [
        new("algorithm", AttributeType.Text) { Required = true, OneOf = KeyPair.Algorithms },
        new("ecdsaCurve", AttributeType.Text) { Default = "P224", OneOf = EcdsaKeyPair.Curves },
        new("privateKeyOpenssh", AttributeType.Text) { Computed = true, Sensitive = true },
        new("privateKeyPem", AttributeType.Text) { Computed = true, Sensitive = true },
        new("privateKeyPemPkcs8", AttributeType.Text) { Computed = true, Sensitive = true },
        new("publicKeyFingerprintMd5", AttributeType.Text) { Computed = true },
        new("publicKeyFingerprintSha256", AttributeType.Text) { Computed = true },
        new("publicKeyOpenssh", AttributeType.Text) { Computed = true },
        new("publicKeyPem", AttributeType.Text) { Computed = true },
        new("rsaBits", AttributeType.Number) { Default = 2048d, Minimum = 512 },
    ];

    public override PropertyMap Create(PropertyMap planned)
    {
        using var key = Generate(planned);
        var info = key.PublicInfo;
        return planned
            .Set("id", TlsResources.IdOf(info))
            .Set("privateKeyPem", key.PrivatePem)
            .Set("privateKeyPemPkcs8", key.Pkcs8Pem)
            .Set("privateKeyOpenssh", OpenSsh.PrivateFile(key, random))
            .Set("publicKeyPem", PemEncoding.WriteString("PUBLIC KEY", info) + "\n")
            .Set("publicKeyOpenssh", OpenSsh.PublicLine(key))
            .Set("publicKeyFingerprintMd5", OpenSsh.FingerprintMd5(key))
            .Set("publicKeyFingerprintSha256", OpenSsh.FingerprintSha256(key));
    }

    private KeyPair Generate(PropertyMap planned)
    {
        try
        {
            return planned.Text("algorithm") switch
            {
                "RSA" => RsaKeyPair.Generate((int)planned.Number("rsaBits")!),
                "ECDSA" => EcdsaKeyPair.Generate(planned.Text("ecdsaCurve")!),
                _ => Ed25519KeyPair.Generate(random),
            };
        }
        catch (CryptographicException error)
        {
            throw Failed("Unable to generate Key from configuration", error.Message);
        }
    }
}
