using System.Text.Json;
using k8s;
using k8s.Autorest;

namespace Coder.Infra.Checks;

/// <summary>Waits for the certificate that cert-manager makes once the ingress asks for it.</summary>
internal sealed class ServedCertificate(Kubernetes client, string ns, TimeProvider time)
{
    /// <summary>Looks, and where it may, waits.</summary>
    /// <param name="certificates">The secrets, and the hosts that they must cover.</param>
    /// <param name="needsAuthority">Whether they must hold the authority's certificate.</param>
    /// <param name="limit">How long to wait; zero for one look.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>What is missing; empty once the certificates are there.</returns>
    public async Task<string> MissingAsync(IReadOnlyList<(string Name, string Host)> certificates, bool needsAuthority, TimeSpan limit, CancellationToken cancellationToken)
    {
        var start = time.GetTimestamp();
        for (var pause = TimeSpan.FromMilliseconds(200); ; pause = TimeSpan.FromSeconds(Math.Min(pause.TotalSeconds * 1.5, 5)))
        {
            var missing = await LookAsync(certificates, needsAuthority, cancellationToken);
            if (missing.Length == 0 || time.GetElapsedTime(start) + pause > limit)
                return missing;
            await Task.Delay(pause, time, cancellationToken);
        }
    }

    private async Task<string> LookAsync(IReadOnlyList<(string Name, string Host)> certificates, bool needsAuthority, CancellationToken cancellationToken)
    {
        foreach (var group in certificates.GroupBy(certificate => certificate.Name))
        {
            var secret = await ClusterQueries.SecretAsync(client, ns, group.Key, cancellationToken);
            if (secret is null)
                return $"There is no secret {group.Key} in the namespace {ns} so far. {await SaidAsync(group.Key, cancellationToken)}";
            var (problems, _) = CertificateChecks.Look(secret, group.Key, ns, [.. group.Select(certificate => certificate.Host)], needsAuthority, time.GetUtcNow());
            if (problems.Count > 0)
                return $"{problems[0]} {await SaidAsync(group.Key, cancellationToken)}";
        }

        return "";
    }

    /// <summary>What cert-manager says of its certificate, which has the secret's name.</summary>
    private async Task<string> SaidAsync(string name, CancellationToken cancellationToken)
    {
        try
        {
            var certificate = await client.CustomObjects.GetNamespacedCustomObjectAsync("cert-manager.io", "v1", ns, "certificates", name, cancellationToken);
            var said = JsonSerializer.SerializeToElement(certificate).GetProperty("status").GetProperty("conditions").EnumerateArray()
                .Where(condition => condition.GetProperty("status").GetString() != "True" && condition.TryGetProperty("message", out _))
                .Select(condition => condition.GetProperty("message").GetString()!.TrimEnd('.')).FirstOrDefault();
            return said is null ? $"Look at it with: kubectl describe certificate {name} -n {ns}" : $"cert-manager says: {said}.";
        }
        catch (HttpOperationException)
        {
            return $"cert-manager has no certificate {name} there: is it installed, and does it watch ingresses (ingress-shim)?";
        }
        catch (Exception error) when (error is JsonException or KeyNotFoundException or InvalidOperationException)
        {
            return $"Look at it with: kubectl describe certificate {name} -n {ns}";
        }
    }
}
