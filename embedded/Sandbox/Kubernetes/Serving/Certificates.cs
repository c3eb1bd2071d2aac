using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Coder.Infra.Sandbox.Kubernetes.Serving;

/// <summary>A server's own certificate authority and its certificate, kept as PEM files in a folder.</summary>
internal static class Certificates
{
    static readonly TimeSpan Validity = TimeSpan.FromDays(3650);

    static readonly string[] ClusterNames = ["localhost", "kubernetes", "kubernetes.default", "kubernetes.default.svc", "kubernetes.default.svc.cluster.local"];

    /// <summary>Those of the cluster's API server.</summary>
    public static (string AuthorityPem, X509Certificate2 Server) LoadOrCreate(string directory, TimeProvider time) =>
        LoadOrCreate(directory, time, "sandbox-cluster-ca", "kube-apiserver", ClusterNames);

    /// <summary>Those of a server of the given names, and of loopback.</summary>
    public static (string AuthorityPem, X509Certificate2 Server) LoadOrCreate(string directory, TimeProvider time, string authority, string server, IReadOnlyList<string> names)
    {
        Directory.CreateDirectory(directory);
        var (ca, certificate, key) = (Path.Combine(directory, "ca.crt"), Path.Combine(directory, "server.crt"), Path.Combine(directory, "server.key"));
        if (!File.Exists(ca) || !File.Exists(certificate) || !File.Exists(key)) Create(time, ca, certificate, key, authority, server, names);
        using var fromPem = X509Certificate2.CreateFromPemFile(certificate, key);
        // A certificate straight from PEM has an ephemeral key, which TLS on Windows does not take.
        return (File.ReadAllText(ca), X509CertificateLoader.LoadPkcs12(fromPem.Export(X509ContentType.Pkcs12), null));
    }

    static void Create(TimeProvider time, string caFile, string serverFile, string keyFile, string authorityName, string serverName, IReadOnlyList<string> dnsNames)
    {
        var from = time.GetUtcNow().AddMinutes(-5);
        using var caKey = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var caRequest = new CertificateRequest($"CN={authorityName}", caKey, HashAlgorithmName.SHA256);
        caRequest.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        caRequest.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.KeyCertSign | X509KeyUsageFlags.CrlSign | X509KeyUsageFlags.DigitalSignature, true));
        caRequest.CertificateExtensions.Add(new X509SubjectKeyIdentifierExtension(caRequest.PublicKey, false));
        using var ca = caRequest.CreateSelfSigned(from, from + Validity);

        using var serverKey = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest($"CN={serverName}", serverKey, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddIpAddress(IPAddress.Loopback);
        names.AddIpAddress(IPAddress.IPv6Loopback);
        foreach (var name in dnsNames) names.AddDnsName(name);
        request.CertificateExtensions.Add(names.Build());
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(false, false, 0, true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.DigitalSignature, true));
        request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([new Oid("1.3.6.1.5.5.7.3.1")], false));
        request.CertificateExtensions.Add(X509AuthorityKeyIdentifierExtension.CreateFromCertificate(ca, true, false));
        using var server = request.Create(ca, from, from + Validity, RandomNumberGenerator.GetBytes(16));

        PrivateFile.Write(keyFile, serverKey.ExportPkcs8PrivateKeyPem() + "\n");
        File.WriteAllText(serverFile, server.ExportCertificatePem() + "\n");
        File.WriteAllText(caFile, ca.ExportCertificatePem() + "\n");
    }
}
