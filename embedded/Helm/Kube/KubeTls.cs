using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using k8s;

namespace Coder.Infra.Helm.Kube;

/// <summary>How a client checks the API server's identity, and proves its own.</summary>
static class KubeTls
{
    /// <summary>
    /// Sets a connection up: the certificate must be valid for the server's name (or the kubeconfig's <c>tls-server-name</c>) and
    /// signed by the kubeconfig's authorities, or by the system's where it names none. Only <c>insecure-skip-tls-verify</c>
    /// switches that off.
    /// </summary>
    public static void Apply(SslClientAuthenticationOptions options, KubeConfig config)
    {
        options.TargetHost = NameOf(config);
        if (ClientCertificate(config.Configuration) is { } own)
            options.ClientCertificates = [own];
        if (config.Configuration.SkipTlsVerify)
        {
            options.RemoteCertificateValidationCallback = static (_, _, _, _) => true;
            return;
        }
        var policy = new X509ChainPolicy { RevocationMode = X509RevocationMode.NoCheck };
        if (config.Configuration.SslCaCerts is { } authorities)
        {
            policy.TrustMode = X509ChainTrustMode.CustomRootTrust;
            policy.CustomTrustStore.AddRange(authorities);
        }
        options.CertificateChainPolicy = policy;
    }

    /// <summary>The name that the server's certificate must be valid for.</summary>
    public static string NameOf(KubeConfig config)
        => config.Configuration.TlsServerName is { Length: > 0 } name ? name : config.Server.IdnHost.Trim('[', ']');

    static X509Certificate2? ClientCertificate(KubernetesClientConfiguration configuration)
    {
        try
        {
            if (Pem(configuration.ClientCertificateData, configuration.ClientCertificateFilePath) is not { } certificate
                || Pem(configuration.ClientCertificateKeyData, configuration.ClientKeyFilePath) is not { } key)
            {
                return null;
            }
            var own = X509Certificate2.CreateFromPem(certificate, key);
            if (!OperatingSystem.IsWindows())
                return own;
            // Windows uses no key that is in memory only.
            using (own)
                return X509CertificateLoader.LoadPkcs12(own.Export(X509ContentType.Pfx), null);
        }
        catch (Exception e) when (e is CryptographicException or FormatException or IOException or UnauthorizedAccessException or ArgumentException)
        {
            throw new KubeConfigException($"Failed to read the client certificate: {e.Message}");
        }
    }

    static string? Pem(string? data, string? path)
        => data is { Length: > 0 } ? Encoding.ASCII.GetString(Convert.FromBase64String(data)) : path is { Length: > 0 } ? File.ReadAllText(path) : null;
}
