using System.Globalization;
using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Coder.Infra.Helm.Templates.Types;

namespace Coder.Infra.Helm.Templates.Functions;

/// <summary>Sprig's keys and certificates: RSA 2048 keys, PEM, validity in days from now.</summary>
internal static class Certificates
{
    private const int KeyBits = 2048;

    /// <summary>What the functions give: <c>.Cert</c> and <c>.Key</c>, both PEM.</summary>
    public static readonly GoType CertificateType = new("sprig.certificate", GoKind.Struct)
    {
        IsNamed = true,
        Fields = [new GoField("Cert", GoType.String, "Cert"), new GoField("Key", GoType.String, "Key")],
    };

    public static TemplateFunction? Find(string name) => name switch
    {
        "genPrivateKey" => Fn.In(name, (CallContext c, string kind) => PrivateKeys.Generate(c, kind)),
        "buildCustomCert" => Fn.Of(name, (string cert, string key) => Custom(cert, key)),
        "genCA" => Fn.In(name, (CallContext c, string name, nint days) => Issue(c, name, [], [], days, null, null, true)),
        "genCAWithKey" => Fn.In(name, (CallContext c, string name, nint days, string key) => Issue(c, name, [], [], days, null, key, true)),
        "genSelfSignedCert" => Fn.In(name, (CallContext c, string name, List<object?> ips, List<object?> names, nint days) =>
            Issue(c, name, ips, names, days, null, null, false)),
        "genSelfSignedCertWithKey" => Fn.In(name, (CallContext c, string name, List<object?> ips, List<object?> names, nint days, string key) =>
            Issue(c, name, ips, names, days, null, key, false)),
        "genSignedCert" => Fn.In(name, (CallContext c, string name, List<object?> ips, List<object?> names, nint days, GoStruct ca) =>
            Issue(c, name, ips, names, days, ca, null, false)),
        "genSignedCertWithKey" => new(name, [GoType.String, GoType.List, GoType.List, GoType.Int, CertificateType, GoType.String], false,
            (c, a) => Value.Of(Issue(c, (string)a[0].Item!, (List<object?>)a[1].Item!, (List<object?>)a[2].Item!, (nint)a[3].Item!,
                (GoStruct)a[4].Item!, (string)a[5].Item!, false))),
        _ => null,
    };

    private static GoStruct Custom(string cert, string key)
    {
        if (!Encodings.TryDecode64(cert, out byte[] certBytes, out _))
            throw new FunctionException("unable to decode base64 certificate");
        if (!Encodings.TryDecode64(key, out byte[] keyBytes, out _))
            throw new FunctionException("unable to decode base64 private key");
        string certPem = GoString.FromBytes(certBytes), keyPem = GoString.FromBytes(keyBytes);
        if (!PemEncoding.TryFind(certPem, out _))
            throw new FunctionException("unable to decode certificate");
        try
        {
            using var parsed = X509Certificate2.CreateFromPem(certPem);
        }
        catch (CryptographicException e)
        {
            throw new FunctionException("error parsing certificate: decodedCert.Bytes: " + e.Message);
        }
        using (PrivateKeys.Read(keyPem, "error parsing private key"))
            return new GoStruct(CertificateType, certPem, keyPem);
    }

    private static GoStruct Issue(
        CallContext context, string name, List<object?> ips, List<object?> names, nint days, GoStruct? ca, string? givenKey, bool isCa)
    {
        using var key = givenKey == null ? RSA.Create(KeyBits) : PrivateKeys.Read(givenKey, "parsing private key");
        var request = PrivateKeys.Request(new X500DistinguishedName("CN=" + Escape(name)), key);
        request.CertificateExtensions.Add(new X509KeyUsageExtension(
            X509KeyUsageFlags.DigitalSignature | X509KeyUsageFlags.KeyEncipherment | (isCa ? X509KeyUsageFlags.KeyCertSign : 0), critical: true));
        request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension(
            [new Oid("1.3.6.1.5.5.7.3.1"), new Oid("1.3.6.1.5.5.7.3.2")], critical: false));
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(isCa, false, 0, critical: true));
        if (isCa)
            request.CertificateExtensions.Add(new X509SubjectKeyIdentifierExtension(request.PublicKey, critical: false));
        AddAlternatives(request, ips, names);

        var from = context.Time.GetUtcNow();
        from = from.AddTicks(-(from.Ticks % TimeSpan.TicksPerSecond));
        var to = from.AddDays(days);
        byte[] serial = Chance.Bytes(context, 16);
        serial[0] &= 0x7F;
        using var certificate = ca == null
            ? request.Create(request.SubjectName, PrivateKeys.Signer(key), from, to, serial)
            : SignWith(request, ca, from, to, serial);
        return new GoStruct(CertificateType, certificate.ExportCertificatePem() + "\n", PrivateKeys.Write(key));
    }

    private static X509Certificate2 SignWith(CertificateRequest request, GoStruct ca, DateTimeOffset from, DateTimeOffset to, byte[] serial)
    {
        X509Certificate2 issuer;
        try
        {
            issuer = X509Certificate2.CreateFromPem((string)ca.Values[0]!);
        }
        catch (CryptographicException)
        {
            throw new FunctionException("unable to decode certificate");
        }
        using (issuer)
        using (var key = PrivateKeys.Read((string)ca.Values[1]!, "error parsing private key"))
        {
            request.CertificateExtensions.Add(X509AuthorityKeyIdentifierExtension.CreateFromCertificate(issuer, true, false));
            return request.Create(issuer.SubjectName, PrivateKeys.Signer(key), from, to, serial);
        }
    }

    private static void AddAlternatives(CertificateRequest request, List<object?> ips, List<object?> names)
    {
        var alternatives = new SubjectAlternativeNameBuilder();
        foreach (object? ip in ips)
        {
            string text = ip as string ?? throw new FunctionException($"error parsing ip: {Shown(ip)} is not a string");
            if (!TryParse(text, out var address))
                throw new FunctionException("error parsing ip: " + text);
            alternatives.AddIpAddress(address);
        }
        foreach (object? name in names)
            alternatives.AddDnsName(name as string ?? throw new FunctionException($"error processing alternate dns name: {Shown(name)} is not a string"));
        if (ips.Count + names.Count > 0)
            request.CertificateExtensions.Add(alternatives.Build());
    }

    // Go takes neither short forms of IPv4 nor zones and brackets of IPv6.
    private static bool TryParse(string text, [System.Diagnostics.CodeAnalysis.NotNullWhen(true)] out IPAddress? address) =>
        IPAddress.TryParse(text, out address) && (text.Contains(':') ? !text.AsSpan().ContainsAny('%', '[') : address.ToString() == text);

    private static string Shown(object? value) => Convert.ToString(value, CultureInfo.InvariantCulture) ?? "";

    private static string Escape(string name) => "\"" + name.Replace("\"", "\"\"") + "\"";
}
