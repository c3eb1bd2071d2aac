using System.Globalization;
using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;

namespace Coder.Infra.Helm.Kube;

/// <summary>
/// What is wrong with a certificate that was refused, in the words of Go's <c>crypto/x509</c>: the API server is asked for it
/// once more, and nothing is sent.
/// </summary>
static class CertificateProblem
{
    /// <summary>The sentence, or null where the server gives no certificate now.</summary>
    public static async Task<string?> DescribeAsync(KubeConfig config, TimeProvider time, CancellationToken cancellation)
    {
        string? problem = null;
        var options = new SslClientAuthenticationOptions();
        KubeTls.Apply(options, config);
        options.RemoteCertificateValidationCallback = (_, certificate, chain, errors) =>
        {
            if (certificate is X509Certificate2 leaf)
                problem = Describe(leaf, chain, errors, options.TargetHost!, time.GetUtcNow());
            return false;
        };
        try
        {
            using var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
            var host = Loopback.IsLoopbackName(config.Server.Host) ? IPAddress.Loopback.ToString() : config.Server.IdnHost;
            await socket.ConnectAsync(host, config.Server.Port, cancellation).ConfigureAwait(false);
            await using var tls = new SslStream(new NetworkStream(socket));
            await tls.AuthenticateAsClientAsync(options, cancellation).ConfigureAwait(false);
        }
        catch (Exception e) when (e is AuthenticationException or SocketException or IOException)
        {
            // Refused, as was to be expected.
        }
        return problem;
    }

    // In Go's order: the certificate's time, its names, who signed it.
    static string? Describe(X509Certificate2 leaf, X509Chain? chain, SslPolicyErrors errors, string name, DateTimeOffset now)
    {
        if (now > leaf.NotAfter)
            return $"x509: certificate has expired or is not yet valid: current time {Text(now)} is after {Text(leaf.NotAfter)}";
        if (now < leaf.NotBefore)
            return $"x509: certificate has expired or is not yet valid: current time {Text(now)} is before {Text(leaf.NotBefore)}";
        if (errors.HasFlag(SslPolicyErrors.RemoteCertificateNameMismatch))
            return WrongName(leaf, name);
        if (!errors.HasFlag(SslPolicyErrors.RemoteCertificateChainErrors))
            return null;
        var status = chain?.ChainStatus.Aggregate(X509ChainStatusFlags.NoError, (all, one) => all | one.Status) ?? X509ChainStatusFlags.NoError;
        return status.HasFlag(X509ChainStatusFlags.NotTimeValid) ? "x509: certificate has expired or is not yet valid"
            : status.HasFlag(X509ChainStatusFlags.NotValidForUsage) ? "x509: certificate specifies an incompatible key usage"
            : "x509: certificate signed by unknown authority";
    }

    static string WrongName(X509Certificate2 leaf, string name)
    {
        var names = leaf.Extensions.OfType<X509SubjectAlternativeNameExtension>().FirstOrDefault();
        var isAddress = IPAddress.TryParse(name, out _);
        var valid = string.Join(", ", isAddress ? names?.EnumerateIPAddresses().Select(a => a.ToString()) ?? [] : names?.EnumerateDnsNames() ?? []);
        if (valid.Length > 0)
            return $"x509: certificate is valid for {valid}, not {name}";
        return isAddress
            ? $"x509: cannot validate certificate for {name} because it doesn't contain any IP SANs"
            : $"x509: certificate is not valid for any names, but wanted to match {name}";
    }

    static string Text(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
}
