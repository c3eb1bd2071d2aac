using System.Formats.Asn1;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Coder.Infra.Providers.Tls;

/// <summary>A private key with what belongs to it, of one of the algorithms that the package knows.</summary>
internal abstract class KeyPair : IDisposable
{
    /// <summary>The names of the algorithms.</summary>
    public static IReadOnlyList<string> Algorithms { get; } = ["RSA", "ECDSA", "ED25519"];

    /// <summary>The algorithm's name.</summary>
    public abstract string Algorithm { get; }

    /// <summary>The private key in the PEM form that OpenSSL gives this algorithm.</summary>
    public abstract string PrivatePem { get; }

    /// <summary>The private key as PKCS#8 PEM.</summary>
    public abstract string Pkcs8Pem { get; }

    /// <summary>The public key as a <c>SubjectPublicKeyInfo</c> (RFC 5280 §4.1.2.7).</summary>
    public abstract byte[] PublicInfo { get; }

    /// <summary>The public key as SSH writes it on the wire (RFC 4253 §6.6, RFC 5656, RFC 8709), or null where SSH has no name for its curve.</summary>
    public abstract byte[]? SshPublic { get; }

    /// <summary>The key's part of an OpenSSH private key file, or null as above.</summary>
    public abstract byte[]? SshPrivate { get; }

    /// <summary>The public key for a certificate.</summary>
    public PublicKey PublicKey => PublicKey.CreateFromSubjectPublicKeyInfo(PublicInfo, out _);

    /// <summary>What signs certificates with this key.</summary>
    public abstract X509SignatureGenerator Signer { get; }

    /// <summary>The digest that Go signs with.</summary>
    public virtual HashAlgorithmName Hash => HashAlgorithmName.SHA256;

    /// <summary>Reads a private key.</summary>
    /// <exception cref="CryptographicException">The text holds none that can be read.</exception>
    public static KeyPair FromPem(string pem)
    {
        if (!PemEncoding.TryFind(pem, out var fields))
            throw new CryptographicException("the text has no PEM block");
        var label = pem[fields.Label];
        switch (label)
        {
            case "RSA PRIVATE KEY":
                return RsaKeyPair.FromPem(pem);
            case "EC PRIVATE KEY":
                return EcdsaKeyPair.FromPem(pem);
            case "PRIVATE KEY":
                var bytes = Convert.FromBase64String(pem[fields.Base64Data]);
                return Ed25519KeyPair.TryFromPkcs8(bytes) ?? FromPkcs8(pem, bytes);
            default:
                throw new CryptographicException($"a PEM block of type \"{label}\" is no private key that can be read (RSA PRIVATE KEY, EC PRIVATE KEY, PRIVATE KEY)");
        }
    }

    /// <inheritdoc/>
    public virtual void Dispose()
    {
    }

    private static KeyPair FromPkcs8(string pem, byte[] pkcs8)
    {
        const string Rsa = "1.2.840.113549.1.1.1";
        return AlgorithmOf(pkcs8) == Rsa ? RsaKeyPair.FromPem(pem) : EcdsaKeyPair.FromPem(pem);
    }

    /// <summary>The algorithm of a <c>PrivateKeyInfo</c> (RFC 5208 §5).</summary>
    private static string AlgorithmOf(byte[] pkcs8)
    {
        try
        {
            var info = new AsnReader(pkcs8, AsnEncodingRules.BER).ReadSequence();
            info.ReadInteger();
            return info.ReadSequence().ReadObjectIdentifier();
        }
        catch (AsnContentException error)
        {
            throw new CryptographicException("the PEM block PRIVATE KEY does not hold a PKCS#8 key", error);
        }
    }
}
