using System.Formats.Asn1;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Coder.Infra.Providers.Bridge;
using Org.BouncyCastle.Crypto.Parameters;
using Org.BouncyCastle.Crypto.Signers;

namespace Coder.Infra.Providers.Tls;

/// <summary>An Ed25519 key. .NET has no Ed25519 of its own, so that BouncyCastle computes; the formats are RFC 8410's.</summary>
internal sealed class Ed25519KeyPair(byte[] seed) : KeyPair
{
    private const string Oid = "1.3.101.112";
    private const int SeedBytes = 32;

    private readonly Ed25519PrivateKeyParameters _key = new(seed);

    public override string Algorithm => "ED25519";

    public override string PrivatePem => Pkcs8Pem;

    public override string Pkcs8Pem
    {
        get
        {
            var inner = new AsnWriter(AsnEncodingRules.DER);
            inner.WriteOctetString(_key.GetEncoded());
            var writer = new AsnWriter(AsnEncodingRules.DER);
            using (writer.PushSequence())
            {
                writer.WriteInteger(0);
                using (writer.PushSequence())
                    writer.WriteObjectIdentifier(Oid);
                writer.WriteOctetString(inner.Encode());
            }

            return PemEncoding.WriteString("PRIVATE KEY", writer.Encode()) + "\n";
        }
    }

    public override byte[] PublicInfo
    {
        get
        {
            var writer = new AsnWriter(AsnEncodingRules.DER);
            using (writer.PushSequence())
            {
                using (writer.PushSequence())
                    writer.WriteObjectIdentifier(Oid);
                writer.WriteBitString(Public);
            }

            return writer.Encode();
        }
    }

    public override byte[] SshPublic => new SshWriter().Text("ssh-ed25519").Bytes(Public).ToArray();

    public override byte[] SshPrivate => new SshWriter().Text("ssh-ed25519").Bytes(Public).Bytes([.. _key.GetEncoded(), .. Public]).ToArray();

    public override X509SignatureGenerator Signer => new SignatureGenerator(this);

    private byte[] Public => _key.GeneratePublicKey().GetEncoded();

    /// <summary>A new key.</summary>
    public static Ed25519KeyPair Generate(RandomSource random) => new(random.Bytes(SeedBytes));

    /// <summary>Reads a key; null where the bytes hold one of another algorithm.</summary>
    public static Ed25519KeyPair? TryFromPkcs8(byte[] pkcs8)
    {
        try
        {
            var info = new AsnReader(pkcs8, AsnEncodingRules.BER).ReadSequence();
            info.ReadInteger();
            if (info.ReadSequence().ReadObjectIdentifier() != Oid)
                return null;
            return new Ed25519KeyPair(new AsnReader(info.ReadOctetString(), AsnEncodingRules.BER).ReadOctetString());
        }
        catch (AsnContentException error)
        {
            throw new CryptographicException("the PEM block PRIVATE KEY does not hold a PKCS#8 key", error);
        }
    }

    private sealed class SignatureGenerator(Ed25519KeyPair key) : X509SignatureGenerator
    {
        public override byte[] GetSignatureAlgorithmIdentifier(HashAlgorithmName hashAlgorithm)
        {
            var writer = new AsnWriter(AsnEncodingRules.DER);
            using (writer.PushSequence())
                writer.WriteObjectIdentifier(Oid);
            return writer.Encode();
        }

        public override byte[] SignData(byte[] data, HashAlgorithmName hashAlgorithm)
        {
            var signer = new Ed25519Signer();
            signer.Init(forSigning: true, key._key);
            signer.BlockUpdate(data, 0, data.Length);
            return signer.GenerateSignature();
        }

        protected override PublicKey BuildPublicKey() => key.PublicKey;
    }
}
