using System.Security.Cryptography.X509Certificates;
using Coder.Infra.Sandbox.Kubernetes.Serving;

namespace Coder.Infra.Sandbox.Hosting;

/// <summary>The authority that the deployment's own certificate comes from, where its access URL is https.</summary>
/// <param name="Certificate">The deployment's certificate, with its key.</param>
/// <param name="File">File with the authority's certificate, PEM.</param>
internal sealed record CoderAuthority(X509Certificate2 Certificate, string File)
{
    /// <summary>The one in the sandbox's folder, made where there is none.</summary>
    public static CoderAuthority LoadOrCreate(SandboxOptions options)
    {
        var folder = Path.GetFullPath(Path.Combine(options.Folder, "coder"));
        var (_, certificate) = Certificates.LoadOrCreate(folder, options.Time, "sandbox-coder-ca", options.CoderHost, [options.CoderHost, $"*.{options.CoderHost}"]);
        return new CoderAuthority(certificate, Path.Combine(folder, "ca.crt"));
    }
}
