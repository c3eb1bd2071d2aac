using System.Net;
using Coder.Infra.Certificates;
using Coder.Infra.Kubernetes;
using Coder.Infra.Releases;
using Coder.Infra.Settings;

namespace Coder.Infra.Checks;

/// <summary>Whether the cluster is reached, which one it is, what may be done there, and what is there already.</summary>
/// <param name="findings">Gets what is found.</param>
/// <param name="settings">The settings.</param>
/// <param name="cluster">The cluster.</param>
/// <param name="secrets">Names of the secrets that the stack makes, beside an issued certificate's.</param>
/// <param name="time">The clock.</param>
internal sealed class ClusterChecks(Findings findings, StackSettings settings, ClusterClient cluster, IReadOnlyList<string> secrets, TimeProvider time)
{
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        findings.Context = cluster.Connection.Context;
        findings.Server = cluster.Connection.Server.AbsoluteUri.TrimEnd('/');
        try
        {
            findings.Namespace = await NamespaceAsync(cancellationToken);
            await Task.WhenAll(
                new AccessChecks(findings, cluster).RunAsync(settings.Namespace, findings.Namespace != Presence.Missing, Unused, cancellationToken),
                UnlessForbiddenAsync(ReleaseAsync(cancellationToken)),
                UnlessForbiddenAsync(OwnSecretsAsync(cancellationToken)),
                UnlessForbiddenAsync(OthersSecretsAsync(cancellationToken)),
                UnlessForbiddenAsync(CertificatesAsync(cancellationToken)));
        }
        catch (ClusterException error) when (error.Status is { } status)
        {
            findings.Problem(20, $"The cluster {Named} answered {(int)status} {status}. " + (status == HttpStatusCode.Unauthorized
                ? "It does not accept the credentials of the kubeconfig: log in again, or set another with: pulumi config set kubeconfig <path>"
                : error.Message));
        }
        catch (ClusterException error)
        {
            findings.Problem(20, $"The cluster {Named} cannot be reached from here: {error.Message.TrimEnd('.')}. Check with: kubectl cluster-info   Another context: pulumi config set context <name>");
        }
    }

    /// <summary>What has no host has no service, and what has a load balancer of its own no ingress.</summary>
    private IReadOnlyList<string> Unused => settings.Hosts.Count == 0 ? ["services", "ingresses"] : settings.Proxy is { HasIngress: false } ? ["ingresses"] : [];

    private string Named => $"{findings.Server} (context \"{findings.Context}\")";

    /// <summary>Whose the namespace is. One that may not be read counts as somebody else's: it is never deleted.</summary>
    private async Task<Presence> NamespaceAsync(CancellationToken cancellationToken)
    {
        try
        {
            var found = await cluster.FindAsync($"api/v1/namespaces/{settings.Namespace}", cancellationToken);
            return found is null ? Presence.Missing : ObjectLabels.IsOwn(found, settings.Stack) ? Presence.Own : Presence.Foreign;
        }
        catch (ClusterException error) when (error.IsForbidden)
        {
            return Presence.Foreign;
        }
    }

    private async Task ReleaseAsync(CancellationToken cancellationToken)
    {
        var history = findings.Namespace == Presence.Missing ? [] : await HelmRecord.HistoryAsync(cluster, settings.Namespace, settings.ReleaseName, cancellationToken);
        findings.Release = history.LastOrDefault();
        findings.Deployed = history.LastOrDefault(record => record.Status == "deployed");
    }

    private async Task OwnSecretsAsync(CancellationToken cancellationToken)
    {
        var secrets = await cluster.ListAsync($"api/v1/namespaces/{settings.Namespace}/secrets?labelSelector={Uri.EscapeDataString(ObjectLabels.Selector(settings.Stack))}", cancellationToken);
        findings.OwnSecrets = secrets.Select(secret => secret.Text("metadata", "name")).OfType<string>().ToHashSet();
    }

    /// <summary>A secret of somebody else's is never overwritten.</summary>
    private async Task OthersSecretsAsync(CancellationToken cancellationToken)
    {
        foreach (var name in secrets)
        {
            if (await cluster.FindAsync($"api/v1/namespaces/{settings.Namespace}/secrets/{name}", cancellationToken) is { } there && !ObjectLabels.IsOwn(there, settings.Stack))
                findings.Problem(50, $"A secret {name} exists in the namespace {settings.Namespace} that this stack did not make. Use another namespace: pulumi config set namespace <name>   or remove it: kubectl delete secret {name} -n {settings.Namespace}");
        }
    }

    private async Task CertificatesAsync(CancellationToken cancellationToken)
    {
        if (settings.Certificate.Mode == TlsMode.Issue)
            await IssuedAsync(cancellationToken);
        if (settings.Certificate.Mode != TlsMode.Secret)
            return;
        foreach (var group in settings.CertificateHosts.GroupBy(certificate => certificate.Secret))
        {
            var secret = await cluster.FindAsync($"api/v1/namespaces/{settings.Namespace}/secrets/{group.Key}", cancellationToken);
            var (problems, warnings) = CertificateChecks.Look(secret, group.Key, settings.Namespace, [.. group.Select(certificate => certificate.Host)], settings.Certificate.Trust, time.GetUtcNow());
            foreach (var problem in problems)
                findings.Problem(50, problem);
            foreach (var warning in warnings)
                findings.Warning(warning);
        }
    }

    /// <summary>The secret of an issued certificate must not be somebody else's.</summary>
    private async Task IssuedAsync(CancellationToken cancellationToken)
    {
        var name = settings.Certificate.SecretName;
        if (await cluster.FindAsync($"api/v1/namespaces/{settings.Namespace}/secrets/{name}", cancellationToken) is { } there && !ObjectLabels.IsOwn(there, settings.Stack))
            findings.Problem(50, $"A secret {name} exists in the namespace {settings.Namespace} that this stack did not make. Choose another name with: pulumi config set --path certificate.secretName <name>   or serve that one: pulumi config set tls secret");
    }

    /// <summary>A missing permission is among the findings of <see cref="AccessChecks"/>.</summary>
    private static async Task UnlessForbiddenAsync(Task look)
    {
        try
        {
            await look;
        }
        catch (ClusterException error) when (error.IsForbidden)
        {
        }
    }
}
