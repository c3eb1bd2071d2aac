using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Coder.Infra.Providers.Tls;

/// <summary>An ECDSA key on one of the NIST curves.</summary>
internal sealed class EcdsaKeyPair(ECDsa key) : KeyPair
{
    private static readonly Dictionary<string, string> Oids = new(StringComparer.Ordinal)
    {
        ["P224"] = "1.3.132.0.33",
        ["P256"] = "1.2.840.10045.3.1.7",
        ["P384"] = "1.3.132.0.34",
        ["P521"] = "1.3.132.0.35",
    };

    /// <summary>The names of the curves.</summary>
    public static IReadOnlyList<string> Curves { get; } = [.. Oids.Keys];

    public override string Algorithm => "ECDSA";

    public override string PrivatePem => key.ExportECPrivateKeyPem() + "\n";

    public override string Pkcs8Pem => key.ExportPkcs8PrivateKeyPem() + "\n";

    public override byte[] PublicInfo => key.ExportSubjectPublicKeyInfo();

    public override X509SignatureGenerator Signer => X509SignatureGenerator.CreateForECDsa(key);

    public override HashAlgorithmName Hash => key.KeySize switch { > 384 => HashAlgorithmName.SHA512, 384 => HashAlgorithmName.SHA384, _ => HashAlgorithmName.SHA256 };

    public override byte[]? SshPublic => SshName is { } name
        ? new SshWriter().Text($"ecdsa-sha2-{name}").Text(name).Bytes(Point).ToArray()
        : null;

    public override byte[]? SshPrivate => SshName is { } name
        ? new SshWriter().Text($"ecdsa-sha2-{name}").Text(name).Bytes(Point).Number(key.ExportParameters(true).D!).ToArray()
        : null;

    // SSH has names for three of the curves; the provider leaves its outputs empty for P224.
    private string? SshName => key.KeySize switch { 256 => "nistp256", 384 => "nistp384", 521 => "nistp521", _ => null };

    private byte[] Point
    {
        get
        {
            var point = key.ExportParameters(false).Q;
            return [4, .. point.X!, .. point.Y!];
        }
    }

    /// <summary>A new key on a curve (<c>P224</c>, <c>P256</c>, <c>P384</c>, <c>P521</c>).</summary>
    public static EcdsaKeyPair Generate(string curve) => new(ECDsa.Create(ECCurve.CreateFromValue(Oids[curve])));

    /// <summary>Reads a key.</summary>
    public static new EcdsaKeyPair FromPem(string pem)
    {
        var key = ECDsa.Create();
        key.ImportFromPem(pem);
        return new EcdsaKeyPair(key);
    }

    public override void Dispose() => key.Dispose();
}
