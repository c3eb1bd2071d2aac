using System.Formats.Asn1;
using System.Security.Cryptography.X509Certificates;
using Coder.Infra.Protocol.Properties;
using Coder.Infra.Providers.Bridge;

namespace Coder.Infra.Providers.Tls;

/// <summary>A certificate's subject, its parts in the order and with the string types that Go's <c>crypto/x509/pkix</c> gives them.</summary>
internal static class SubjectName
{
    /// <summary>The attributes of a subject.</summary>
    public static IReadOnlyList<string> Attributes { get; } =
    [
        "commonName", "country", "emailAddress", "locality", "organization", "organizationalUnit", "postalCode", "province", "serialNumber", "streetAddresses",
    ];

    private static readonly (string Attribute, string Oid)[] Parts =
    [
        ("country", "2.5.4.6"),
        ("organization", "2.5.4.10"),
        ("organizationalUnit", "2.5.4.11"),
        ("locality", "2.5.4.7"),
        ("province", "2.5.4.8"),
        ("streetAddresses", "2.5.4.9"),
        ("postalCode", "2.5.4.17"),
        ("commonName", "2.5.4.3"),
        ("serialNumber", "2.5.4.5"),
        ("emailAddress", "1.2.840.113549.1.9.1"),
    ];

    /// <summary>The name that a subject makes; an empty one where there is none.</summary>
    public static X500DistinguishedName Of(PropertyMap? subject)
    {
        var writer = new AsnWriter(AsnEncodingRules.DER);
        using (writer.PushSequence())
        {
            foreach (var (attribute, oid) in Parts)
            {
                var values = subject?.Texts(attribute) ?? (subject?.Text(attribute) is { Length: > 0 } text ? [text] : []);
                if (values.Length > 0)
                    Write(writer, oid, values);
            }
        }

        return new X500DistinguishedName(writer.Encode());
    }

    /// <summary>One set holds all values of an attribute.</summary>
    private static void Write(AsnWriter writer, string oid, IEnumerable<string> values)
    {
        using (writer.PushSetOf())
        {
            foreach (var value in values)
            {
                using (writer.PushSequence())
                {
                    writer.WriteObjectIdentifier(oid);
                    var type = oid == "1.2.840.113549.1.9.1" ? UniversalTagNumber.IA5String
                        : value.All(IsPrintable) ? UniversalTagNumber.PrintableString : UniversalTagNumber.UTF8String;
                    writer.WriteCharacterString(type, value);
                }
            }
        }
    }

    /// <summary>The characters of ASN.1's PrintableString.</summary>
    private static bool IsPrintable(char c) => char.IsAsciiLetterOrDigit(c) || " '()+,-./:=?".Contains(c, StringComparison.Ordinal);
}
