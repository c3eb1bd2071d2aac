using System.Net;
using System.Text;
using Coder.Infra.Settings;
using k8s;
using k8s.Autorest;
using k8s.Exceptions;
using k8s.KubeConfigModels;

namespace Coder.Infra.Checks;

/// <summary>Whether the cluster is reached, which one it is, what may be done there, and what is there already.</summary>
internal sealed class ClusterChecks(Findings findings, TimeProvider time)
{
    public static readonly TimeSpan Limit = TimeSpan.FromSeconds(15);

    public async Task RunAsync(PreconditionQuery query, CancellationToken cancellationToken)
    {
        try
        {
            using var client = Connect(query.Kubeconfig, query.Context, out var configuration);
            findings["context"] = configuration.CurrentContext ?? "";
            findings["server"] = configuration.Host.TrimEnd('/');
            await client.Version.GetCodeAsync(cancellationToken);
            var thereAlready = await ClusterQueries.ExistsAsync(client, query.Namespace, cancellationToken);
            await Task.WhenAll(
                new AccessChecks(findings, client).RunAsync(query.Namespace, thereAlready, cancellationToken),
                ReleaseAsync(client, query.Namespace, thereAlready, cancellationToken),
                CertificatesAsync(client, query, cancellationToken));
        }
        catch (HttpOperationException error)
        {
            var status = error.Response.StatusCode;
            findings.Problem(20, $"The cluster {Named()} answered {(int)status} {status}. " + (status == HttpStatusCode.Unauthorized
                ? "It does not accept the credentials of the kubeconfig: log in anew, or set another with: pulumi config set kubeconfig <path>"
                : "Look at its API server."));
        }
        catch (Exception error) when (error is HttpRequestException or IOException || (error is TaskCanceledException && !cancellationToken.IsCancellationRequested))
        {
            var why = error is TaskCanceledException ? $"no answer within {Limit.TotalSeconds:0} seconds" : error.InnerException?.Message ?? error.Message;
            findings.Problem(20, $"The cluster {Named()} cannot be reached from here: {why}. Check with: kubectl cluster-info   Another context: pulumi config set context <name>");
        }
        catch (Exception error) when (error is KubeConfigException or KubernetesClientException or FormatException or ArgumentException or InvalidOperationException or NullReferenceException or System.Security.Cryptography.CryptographicException or YamlDotNet.Core.YamlException)
        {
            findings.Problem(20, $"The kubeconfig cannot be used: {error.Message} Set another with: pulumi config set kubeconfig <path>");
        }
    }

    /// <summary>A client of a kubeconfig's cluster.</summary>
    /// <param name="kubeconfig">The kubeconfig itself; empty for the one kubectl uses.</param>
    /// <param name="context">Context; empty for the current one.</param>
    /// <param name="configuration">What it says.</param>
    public static Kubernetes Connect(string kubeconfig, string context, out KubernetesClientConfiguration configuration)
    {
        K8SConfiguration model;
        if (kubeconfig.Length > 0)
        {
            using var content = new MemoryStream(Encoding.UTF8.GetBytes(kubeconfig));
            model = KubernetesClientConfiguration.LoadKubeConfig(content);
        }
        else
        {
            model = KubernetesClientConfiguration.LoadKubeConfig(new FileInfo(Kubeconfig.DefaultPath(Environment.GetEnvironmentVariable)));
        }

        configuration = KubernetesClientConfiguration.BuildConfigFromConfigObject(model, context.Length > 0 ? context : null);
        configuration.HttpClientTimeout = Limit;
        return new Kubernetes(configuration);
    }

    private async Task ReleaseAsync(Kubernetes client, string ns, bool thereAlready, CancellationToken cancellationToken)
    {
        try
        {
            if (thereAlready)
                findings["releaseVersion"] = await ClusterQueries.ReleaseVersionAsync(client, ns, cancellationToken);
        }
        catch (HttpOperationException error) when (error.Response.StatusCode == HttpStatusCode.Forbidden)
        {
            // Among the permissions that are missing.
        }
    }

    private async Task CertificatesAsync(Kubernetes client, PreconditionQuery query, CancellationToken cancellationToken)
    {
        foreach (var group in query.Certificates.GroupBy(certificate => certificate.Name))
        {
            try
            {
                var secret = await ClusterQueries.SecretAsync(client, query.Namespace, group.Key, cancellationToken);
                var (problems, warnings) = CertificateChecks.Look(secret, group.Key, query.Namespace, [.. group.Select(certificate => certificate.Host)], query.NeedsAuthority, time.GetUtcNow());
                foreach (var problem in problems)
                    findings.Problem(50, problem);
                foreach (var warning in warnings)
                    findings.Warning(warning);
            }
            catch (HttpOperationException error) when (error.Response.StatusCode == HttpStatusCode.Forbidden)
            {
                // Among the permissions that are missing.
            }
        }
    }

    private string Named() => $"{findings["server"]} (context \"{findings["context"]}\")";
}
