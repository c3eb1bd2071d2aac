using System.Globalization;
using Coder.Infra.Protocol.Properties;
using Coder.Infra.Providers.Bridge;

namespace Coder.Infra.Providers.Tls;

/// <summary>The resources of the package <c>tls</c>, with the rules of terraform-provider-tls.</summary>
internal static class TlsResources
{
    /// <summary>All of them, by the given clock and source of randomness (serial numbers).</summary>
    public static IEnumerable<BridgedResource> All(TimeProvider time, RandomSource random) =>
    [
        new PrivateKeyResource(random),
        new SelfSignedCertResource(time, random),
        new CertRequestResource(),
        new LocallySignedCertResource(time, random),
    ];

    /// <summary>The id of what has no number of its own: the SHA-1 of what it is.</summary>
    public static string IdOf(ReadOnlySpan<byte> content)
    {
        // The provider hashes text without the white space around it; bytes that happen to be white space go too.
        const string White = "\t\n\v\f\r ";
        while (content.Length > 0 && White.Contains((char)content[^1], StringComparison.Ordinal))
            content = content[..^1];
        while (content.Length > 0 && White.Contains((char)content[0], StringComparison.Ordinal))
            content = content[1..];
#pragma warning disable CA5350 // An id, not a signature.
        return Convert.ToHexStringLower(System.Security.Cryptography.SHA1.HashData(content));
#pragma warning restore CA5350
    }

    /// <summary>A time as RFC 3339 without fractions.</summary>
    public static string Told(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);

    /// <summary>The attributes of a certificate's validity.</summary>
    public static IEnumerable<ResourceAttribute> Validity { get; } =
    [
        new("allowedUses", AttributeType.List) { Required = true, OneOf = KeyUses.Names },
        new("certPem", AttributeType.Text) { Computed = true },
        new("earlyRenewalHours", AttributeType.Number) { Default = 0d, Minimum = 0, InPlace = true },
        new("isCaCertificate", AttributeType.Flag) { Default = false },
        new("maxPathLength", AttributeType.Number) { Default = -1d, Minimum = -1 },
        new("readyForRenewal", AttributeType.Flag) { Computed = true },
        new("setSubjectKeyId", AttributeType.Flag) { Default = false },
        new("validityEndTime", AttributeType.Text) { Computed = true },
        new("validityPeriodHours", AttributeType.Number) { Required = true, Minimum = 0 },
        new("validityStartTime", AttributeType.Text) { Computed = true },
    ];

    /// <summary>The attributes of a certificate's subject.</summary>
    public static IEnumerable<ResourceAttribute> Subject { get; } =
    [
        new("dnsNames", AttributeType.List),
        new("ipAddresses", AttributeType.List),
        new("keyAlgorithm", AttributeType.Text) { Computed = true },
        new("privateKeyPem", AttributeType.Text) { Required = true, Sensitive = true },
        new("subject", AttributeType.Object),
        new("uris", AttributeType.List),
    ];
}
