using System.Security.Cryptography.X509Certificates;
using Coder.Infra.Sandbox.Kubernetes.Serving;

namespace Coder.Infra.Sandbox.Hosting;

/// <summary>The authority that the deployment's own certificate comes from, where its access URL is https.</summary>
/// <param name="Certificate">The deployment's certificate, with its key.</param>
/// <param name="BundleFile">File with the authority's certificate and those that the system trusts: what <c>SSL_CERT_FILE</c> names replaces the system's.</param>
internal sealed record CoderAuthority(X509Certificate2 Certificate, string BundleFile)
{
    private static readonly string[] SystemBundles =
        ["/etc/ssl/certs/ca-certificates.crt", "/etc/pki/tls/certs/ca-bundle.crt", "/etc/ssl/ca-bundle.pem", "/etc/ssl/cert.pem"];

    /// <summary>The one in the sandbox's folder, made where there is none.</summary>
    public static CoderAuthority LoadOrCreate(SandboxOptions options)
    {
        var folder = Path.GetFullPath(Path.Combine(options.Folder, "coder"));
        var (authority, certificate) = Certificates.LoadOrCreate(folder, options.Time, "sandbox-coder-ca", options.CoderHost, [options.CoderHost, $"*.{options.CoderHost}"]);
        var bundle = Path.Combine(folder, "ca-bundle.crt");
        var system = SystemBundles.FirstOrDefault(File.Exists);
        File.WriteAllText(bundle, authority + (system is null ? "" : File.ReadAllText(system)));
        return new CoderAuthority(certificate, bundle);
    }
}
