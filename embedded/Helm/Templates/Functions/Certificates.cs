using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Coder.Infra.Helm.Templates.Formatting;
using Coder.Infra.Helm.Templates.Types;

namespace Coder.Infra.Helm.Templates.Functions;

/// <summary>Sprig's keys and certificates: RSA 2048 keys, PEM, validity in days from now.</summary>
internal static class Certificates
{
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
        "genSignedCertWithKey" => new(name, [GoType.String, GoType.List, GoType.List, GoType.Int, GoType.Certificate, GoType.String], false,
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
        Parse(certPem, "error parsing certificate: decodedCert.Bytes: ");
        PrivateKeys.Read(keyPem, "error parsing private key");
        return new GoStruct(GoType.Certificate, certPem, keyPem);
    }

    private static GoStruct Issue(
        CallContext context, string name, List<object?> ips, List<object?> names, nint days, GoStruct? ca, string? givenKey, bool isCa)
    {
        var key = givenKey != null ? PrivateKeys.Read(givenKey, "parsing private key")
            : isCa || ca != null ? CertificateKeys.CreateInSeries() : CertificateKeys.Create();
        using var issuer = ca == null ? null : Parse((string)ca.Values[0]!, "error parsing certificate: decodedSignerCert.Bytes: ");
        var signer = ca == null ? key : PrivateKeys.Read((string)ca.Values[1]!, "error parsing private key");
        var from = context.Time.GetUtcNow();
        // Go's durations overflow.
        var to = from.AddTicks(unchecked((long)days * TimeSpan.NanosecondsPerTick * TimeSpan.TicksPerDay) / TimeSpan.NanosecondsPerTick);
        byte[] serial = Chance.Bytes(context, 16);
        serial[0] &= 0x7F;
        var content = new CertificateContent(name, Addresses(context, ips), Names(context, names), from, to, serial, isCa);
        try
        {
            return new GoStruct(GoType.Certificate, PrivateKeys.Pem("CERTIFICATE", content.Sign(key, issuer, signer)), key.Pem);
        }
        catch (FormatException e)
        {
            throw new FunctionException("error creating certificate: " + e.Message);
        }
    }

    private static X509Certificate2 Parse(string pem, string failure)
    {
        if (!PemEncoding.TryFind(pem, out _))
            throw new FunctionException("unable to decode certificate");
        try
        {
            return X509Certificate2.CreateFromPem(pem);
        }
        catch (CryptographicException e)
        {
            throw new FunctionException(failure + e.Message);
        }
    }

    private static List<IPAddress> Addresses(CallContext context, List<object?> ips) => ips.ConvertAll(ip =>
    {
        string text = ip as string ?? throw new FunctionException($"error parsing ip: {GoPrinter.Sprint(context, ip)} is not a string");
        return TryParse(text, out var address) ? address : throw new FunctionException("error parsing ip: " + text);
    });

    private static List<string> Names(CallContext context, List<object?> names) => names.ConvertAll(name =>
        name as string ?? throw new FunctionException($"error processing alternate dns name: {GoPrinter.Sprint(context, name)} is not a string"));

    // Go takes neither short forms of IPv4 nor zones and brackets of IPv6.
    private static bool TryParse(string text, [System.Diagnostics.CodeAnalysis.NotNullWhen(true)] out IPAddress? address) =>
        IPAddress.TryParse(text, out address) && (text.Contains(':') ? !text.AsSpan().ContainsAny('%', '[') : address.ToString() == text);
}
