using Coder.Infra.Checks;
using Coder.Infra.Kubernetes;
using Coder.Infra.Settings;
using Pulumi;

namespace Coder.Infra.Certificates;

/// <summary>Waits for the certificate that cert-manager makes once the ingress asks for it.</summary>
internal sealed class ServedCertificate(ClusterClient cluster, StackSettings settings, TimeProvider time)
{
    /// <summary>The release's id, once the certificate is there; a preview does not wait.</summary>
    public static Output<string> After(CustomResource release, StackSettings settings, Surroundings around) =>
        settings.Certificate.Mode != TlsMode.CertManager || Deployment.Instance.IsDryRun ? release.Id : release.Id.Apply(async id =>
        {
            await new ServedCertificate(around.Cluster, settings, around.Time).WaitAsync(release, CancellationToken.None);
            return id;
        });

    private Task WaitAsync(Resource release, CancellationToken cancellationToken) => new Wait(settings.Timeouts.Certificate, time, message => Log.Info(message, release, ephemeral: true)).UntilAsync(
        "the certificate",
        MissingAsync,
        missing => new ResourceException($"The certificate is not there after {settings.Timeouts.Certificate:g}: {missing} More time: pulumi config set --path timeouts.certificate 20m", release, hideStack: true),
        cancellationToken);

    /// <summary>What is missing; null once the certificates are there.</summary>
    public async Task<string?> MissingAsync(CancellationToken cancellationToken)
    {
        var ns = settings.Namespace;
        foreach (var group in settings.CertificateHosts.GroupBy(certificate => certificate.Secret))
        {
            var secret = await cluster.FindAsync($"api/v1/namespaces/{ns}/secrets/{group.Key}", cancellationToken);
            if (secret is null)
                return $"There is no secret {group.Key} in the namespace {ns} so far. {await SaidAsync(group.Key, cancellationToken)}";
            var (problems, _) = CertificateChecks.Look(secret, group.Key, ns, [.. group.Select(certificate => certificate.Host)], settings.Certificate.Trust, time.GetUtcNow());
            if (problems.Count > 0)
                return $"{problems[0]} {await SaidAsync(group.Key, cancellationToken)}";
        }

        return null;
    }

    /// <summary>What cert-manager says of its certificate, which has the secret's name.</summary>
    private async Task<string> SaidAsync(string name, CancellationToken cancellationToken)
    {
        var certificate = await cluster.FindAsync($"apis/cert-manager.io/v1/namespaces/{settings.Namespace}/certificates/{name}", cancellationToken);
        if (certificate is null)
            return $"cert-manager has no certificate {name} there: is it installed, and does it watch ingresses (ingress-shim)?";
        var said = certificate.Objects("status", "conditions").Where(condition => condition.Text("status") != "True").Select(condition => condition.Text("message")).OfType<string>().FirstOrDefault();
        return said is null ? $"Look at it with: kubectl describe certificate {name} -n {settings.Namespace}" : $"cert-manager says: {said.TrimEnd('.')}.";
    }
}
