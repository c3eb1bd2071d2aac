using System.Formats.Asn1;
using System.Net;
using System.Numerics;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Coder.Infra.Helm.Templates.Functions;

/// <summary>
/// What a certificate says. It is written here because .NET's CertificateRequest refuses what Go's x509.CreateCertificate takes: names
/// that are no host names, an end before the start, Ed25519 keys.
/// </summary>
internal sealed record CertificateContent(
    string CommonName, List<IPAddress> Addresses, List<string> Names, DateTimeOffset From, DateTimeOffset To, byte[] Serial, bool IsCa)
{
    private static readonly Asn1Tag Tag0 = new(TagClass.ContextSpecific, 0, true), Tag3 = new(TagClass.ContextSpecific, 3, true);

    /// <summary>The certificate in DER, signed by the issuer, or by its own key where there is none.</summary>
    /// <exception cref="FormatException">With Go's message.</exception>
    public byte[] Sign(SigningKey key, X509Certificate2? issuer, SigningKey signer)
    {
        var sign = signer.Sign ?? throw new FormatException("x509: certificate private key does not implement crypto.Signer");
        byte[] subject = Subject();
        var content = new AsnWriter(AsnEncodingRules.DER);
        using (content.PushSequence())
        {
            using (content.PushSequence(Tag0))
                content.WriteInteger(2);
            content.WriteInteger(new BigInteger(Serial, isUnsigned: true, isBigEndian: true));
            content.WriteEncodedValue(signer.Algorithm);
            content.WriteEncodedValue(issuer?.SubjectName.RawData ?? subject);
            using (content.PushSequence())
            {
                WriteTime(content, From);
                WriteTime(content, To);
            }
            content.WriteEncodedValue(subject);
            content.WriteEncodedValue(key.PublicInfo);
            using (content.PushSequence(Tag3))
            using (content.PushSequence())
                WriteExtensions(content, key, subject, issuer);
        }
        byte[] signed = content.Encode();
        var whole = new AsnWriter(AsnEncodingRules.DER);
        using (whole.PushSequence())
        {
            whole.WriteEncodedValue(signed);
            whole.WriteEncodedValue(signer.Algorithm);
            whole.WriteBitString(sign(signed));
        }
        return whole.Encode();
    }

    // In Go's order.
    private void WriteExtensions(AsnWriter to, SigningKey key, byte[] subject, X509Certificate2? issuer)
    {
        Write(to, new X509KeyUsageExtension(
            X509KeyUsageFlags.DigitalSignature | X509KeyUsageFlags.KeyEncipherment | (IsCa ? X509KeyUsageFlags.KeyCertSign : 0), critical: true));
        Write(to, new X509EnhancedKeyUsageExtension([new Oid("1.3.6.1.5.5.7.3.1"), new Oid("1.3.6.1.5.5.7.3.2")], critical: false));
        Write(to, new X509BasicConstraintsExtension(IsCa, false, 0, critical: true));
        if (IsCa)
            Write(to, new X509SubjectKeyIdentifierExtension(SHA256.HashData(PublicBits(key.PublicInfo)).AsSpan(0, 20), critical: false));
        if (issuer != null && !issuer.SubjectName.RawData.AsSpan().SequenceEqual(subject)
            && issuer.Extensions.OfType<X509SubjectKeyIdentifierExtension>().FirstOrDefault() is { } identifier)
        {
            Write(to, X509AuthorityKeyIdentifierExtension.CreateFromSubjectKeyIdentifier(identifier));
        }
        if (Names.Count + Addresses.Count > 0)
            Write(to, new X509Extension("2.5.29.17", Alternatives(), critical: CommonName.Length == 0));
    }

    private static void Write(AsnWriter to, X509Extension extension)
    {
        using (to.PushSequence())
        {
            to.WriteObjectIdentifier(extension.Oid!.Value!);
            if (extension.Critical)
                to.WriteBoolean(true);
            to.WriteOctetString(extension.RawData);
        }
    }

    private byte[] Subject()
    {
        var name = new AsnWriter(AsnEncodingRules.DER);
        name.PushSequence();
        if (CommonName.Length > 0)
        {
            using (name.PushSetOf())
            using (name.PushSequence())
            {
                name.WriteObjectIdentifier("2.5.4.3");
                bool printable = CommonName.All(c => char.IsAsciiLetterOrDigit(c) || " '()+,-./:=?".Contains(c));
                if (!printable && GoString.WithoutEscapes(CommonName) != CommonName)
                    throw new FormatException("asn1: string not valid UTF-8");
                name.WriteCharacterString(printable ? UniversalTagNumber.PrintableString : UniversalTagNumber.UTF8String, CommonName);
            }
        }
        name.PopSequence();
        return name.Encode();
    }

    private byte[] Alternatives()
    {
        var names = new AsnWriter(AsnEncodingRules.DER);
        using (names.PushSequence())
        {
            foreach (string name in Names)
            {
                if (!System.Text.Ascii.IsValid(name))
                    throw new FormatException($"x509: {GoQuote.Quote(name)} cannot be encoded as an IA5String");
                names.WriteCharacterString(UniversalTagNumber.IA5String, name, new Asn1Tag(TagClass.ContextSpecific, 2));
            }
            foreach (var address in Addresses)
            {
                byte[] bytes = (address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address).GetAddressBytes();
                names.WriteOctetString(bytes, new Asn1Tag(TagClass.ContextSpecific, 7));
            }
        }
        return names.Encode();
    }

    private static void WriteTime(AsnWriter to, DateTimeOffset time)
    {
        if (time.Year is >= 1950 and < 2050)
            to.WriteUtcTime(time, 2049);
        else
            to.WriteGeneralizedTime(time, omitFractionalSeconds: true);
    }

    private static byte[] PublicBits(byte[] publicInfo)
    {
        var info = new AsnReader(publicInfo, AsnEncodingRules.DER).ReadSequence();
        info.ReadEncodedValue();
        return info.ReadBitString(out _);
    }
}
