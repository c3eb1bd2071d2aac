using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Text.Json.Nodes;
using Coder.Infra.Kubernetes;

namespace Coder.Infra.Certificates;

/// <summary>Whether a secret holds a certificate that the ingress can serve for its hosts.</summary>
internal static class CertificateChecks
{
    private static readonly TimeSpan Soon = TimeSpan.FromDays(14);

    /// <summary>Looks at a secret of type <c>kubernetes.io/tls</c>.</summary>
    /// <param name="secret">The secret; null where there is none.</param>
    /// <param name="name">Its name.</param>
    /// <param name="ns">Its namespace.</param>
    /// <param name="hosts">Hosts and wildcards that the certificate must be for.</param>
    /// <param name="needsAuthority">Whether it must hold the authority's certificate, <c>ca.crt</c>.</param>
    /// <param name="now">The time.</param>
    public static (IReadOnlyList<string> Problems, IReadOnlyList<string> Warnings) Look(
        JsonObject? secret, string name, string ns, IReadOnlyList<string> hosts, bool needsAuthority, DateTimeOffset now)
    {
        var (problems, warnings) = (new List<string>(), new List<string>());
        var make = $"kubectl create secret tls {name} -n {ns} --cert=<file> --key=<file>";
        if (secret is null)
            return ([$"There is no secret {name} in the namespace {ns}, which coder-infra:certificate names. Create it with: {make}"], []);
        if (secret.Text("type") != "kubernetes.io/tls")
            problems.Add($"The secret {name} in the namespace {ns} is of type {secret.Text("type")}, not kubernetes.io/tls. Create it with: {make}");
        if (needsAuthority && !Has(secret, "ca.crt"))
            problems.Add($"The secret {name} in the namespace {ns} has no ca.crt, which coder-infra:certificate.trust hands to Coder's services. Add it, or: pulumi config rm --path certificate.trust");
        if (!Has(secret, "tls.crt") || !Has(secret, "tls.key"))
        {
            problems.Add($"The secret {name} in the namespace {ns} has no {(Has(secret, "tls.crt") ? "tls.key" : "tls.crt")}. Create it with: {make}");
            return (problems, warnings);
        }

        X509Certificate2 certificate;
        try
        {
            certificate = X509Certificate2.CreateFromPem(Text(secret, "tls.crt"));
        }
        catch (CryptographicException)
        {
            problems.Add($"The secret {name} in the namespace {ns} holds no certificate that can be read: tls.crt must be PEM. Create it with: {make}");
            return (problems, warnings);
        }

        using (certificate)
        {
            if (!KeyFits(secret))
                problems.Add($"The key in the secret {name} of the namespace {ns} is not that of its certificate. Create it with: {make}");
            var uncovered = hosts.Where(host => !certificate.MatchesHostname(host.StartsWith("*.", StringComparison.Ordinal) ? "x" + host[1..] : host)).ToList();
            if (uncovered.Count > 0)
                problems.Add($"The certificate in the secret {name} of the namespace {ns} is not for {string.Join(" and ", uncovered)}; it is for {Names(certificate)}.");
            var (begin, end) = (new DateTimeOffset(certificate.NotBefore), new DateTimeOffset(certificate.NotAfter));
            if (end <= now)
                problems.Add($"The certificate in the secret {name} of the namespace {ns} expired on {end.UtcDateTime:yyyy-MM-dd HH:mm} UTC. Renew it.");
            else if (begin > now)
                problems.Add($"The certificate in the secret {name} of the namespace {ns} is not valid before {begin.UtcDateTime:yyyy-MM-dd HH:mm} UTC.");
            else if (end - now < Soon)
                warnings.Add($"The certificate in the secret {name} of the namespace {ns} expires on {end.UtcDateTime:yyyy-MM-dd HH:mm} UTC, in {(end - now).TotalDays:0} days. Renew it.");
        }

        return (problems, warnings);
    }

    private static bool KeyFits(JsonObject secret)
    {
        try
        {
            using var both = X509Certificate2.CreateFromPem(Text(secret, "tls.crt"), Text(secret, "tls.key"));
            return true;
        }
        catch (Exception error) when (error is CryptographicException or ArgumentException)
        {
            return false;
        }
    }

    private static string Names(X509Certificate2 certificate)
    {
        var names = certificate.Extensions.OfType<X509SubjectAlternativeNameExtension>().SelectMany(extension => extension.EnumerateDnsNames()).ToList();
        return names.Count > 0 ? string.Join(", ", names) : "no host name at all";
    }

    private static bool Has(JsonObject secret, string key) => secret.Text("data", key) is { Length: > 0 };

    private static string Text(JsonObject secret, string key) => Encoding.UTF8.GetString(Convert.FromBase64String(secret.Text("data", key)!));
}
