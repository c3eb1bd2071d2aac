using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Coder.Infra.Providers.Tls;

/// <summary>An RSA key.</summary>
internal sealed class RsaKeyPair(RSA key) : KeyPair
{
    public override string Algorithm => "RSA";

    public override string PrivatePem => key.ExportRSAPrivateKeyPem() + "\n";

    public override string Pkcs8Pem => key.ExportPkcs8PrivateKeyPem() + "\n";

    public override byte[] PublicInfo => key.ExportSubjectPublicKeyInfo();

    public override X509SignatureGenerator Signer => X509SignatureGenerator.CreateForRSA(key, RSASignaturePadding.Pkcs1);

    public override byte[] SshPublic
    {
        get
        {
            var parts = key.ExportParameters(false);
            return new SshWriter().Text("ssh-rsa").Number(parts.Exponent!).Number(parts.Modulus!).ToArray();
        }
    }

    public override byte[] SshPrivate
    {
        get
        {
            var parts = key.ExportParameters(true);
            return new SshWriter().Text("ssh-rsa").Number(parts.Modulus!).Number(parts.Exponent!).Number(parts.D!)
                .Number(parts.InverseQ!).Number(parts.P!).Number(parts.Q!).ToArray();
        }
    }

    /// <summary>A new key.</summary>
    public static RsaKeyPair Generate(int bits) => new(RSA.Create(bits));

    /// <summary>Reads a key.</summary>
    public static new RsaKeyPair FromPem(string pem)
    {
        var key = RSA.Create();
        key.ImportFromPem(pem);
        return new RsaKeyPair(key);
    }

    public override void Dispose() => key.Dispose();
}
