using Coder.Infra.Certificates;
using Coder.Infra.Checks;
using Coder.Infra.Coder;
using Coder.Infra.Coder.V1;
using Coder.Infra.Dns;
using Coder.Infra.Kubernetes;
using Coder.Infra.Provider;
using Coder.Infra.Releases;
using Coder.Infra.Settings;
using Pulumi;
using Pulumi.Random;

namespace Coder.Infra;

/// <summary>
/// A workspace provider of Coder v1: Coder's own procedure, top to bottom. Each step waits for the one before, so that destroy runs it
/// backwards and the refusal while workspaces exist comes before anything is touched.
/// </summary>
internal sealed class WorkspaceProvider : ComponentResource
{
    /// <summary>Name of the ingress that the chart makes.</summary>
    public const string IngressName = "web-ingress";

    private WorkspaceProvider()
        : base("coder-infra:index:WorkspaceProvider", "workspace-provider")
    {
    }

    /// <summary>What is around a workspace provider.</summary>
    public static Surroundings Around(StackSettings settings, TimeProvider time) => new(settings, new ProviderDeployment(settings, time), [], time);

    /// <summary>Declares a workspace provider.</summary>
    /// <param name="settings">What the stack is to be.</param>
    /// <param name="around">The deployment and the cluster.</param>
    /// <param name="found">What is there; nothing of it is a problem.</param>
    /// <returns>The stack's outputs.</returns>
    public static async Task<IDictionary<string, object?>> DeclareAsync(StackSettings settings, Surroundings around, Findings found)
    {
        var component = new WorkspaceProvider();
        var step = new Steps(component, settings);
        var adopted = found.Installation;
        var coder = new Connections("coder", ConnectionsArgs.Of(settings), step.Options());
        var cluster = new ClusterProvider("cluster", ClusterProviderArgs.Of(settings), step.Options());

        // 1. The version is the deployment's. What else must be true has been looked at before: nothing is declared otherwise.
        var version = found.ChartVersion.ToString();

        // 2. coder providers create: gives the token that the deployment and the provider share. A change that would take workspaces away
        //    is refused here, before the cluster is touched.
        var registration = new Registration("registration", new RegistrationArgs
        {
            Name = Name(settings, step),
            Hostname = settings.Origin,
            ClusterAddress = settings.ClusterAddress,
            Namespace = settings.Namespace,
            TokenGeneration = settings.TokenGeneration > 0 ? (Input<int>)settings.TokenGeneration : null,
        }, step.Options(coder).Importing(adopted?.Pool.Id));

        // 3. kubectl create namespace. One that somebody else made is used, and kept.
        var ns = StackNamespace.Declare(settings, found, step.Options(cluster, after: [registration]));

        // 4. For installations using HTTPS, a valid certificate.
        var certificate = Certificate.Declare(settings, found, step, cluster, ns);

        // 5. helm upgrade --install --atomic, with the values that coder providers create prints.
        var release = await ReleaseStep.DeclareAsync(step, around, found, coder, cluster, new ReleasePlan
        {
            Name = settings.ReleaseName,
            Version = version,
            Values = ProviderValues.Of(settings, registration.EnvproxyToken),
            Plain = token => ProviderValues.Plain(settings, token),
            Token = registration.EnvproxyToken,
            IsOwn = (record, token) => token is not null && ProviderValues.Token(record) == token,
        }, [ns, .. certificate.Resources]);

        // 6. kubectl get ingress web-ingress, once it has an address; over HTTPS with cert-manager, once its certificate is there.
        var served = ServedCertificate.After(release.Resource, settings, around);
        var address = ReleaseAddress.OfIngress(settings.Namespace, IngressName, served, step.Options(cluster, settings.Timeouts.Address, [release.Resource]), step.Options(cluster));

        // 7. DNS records of that address, for the host and the dev URLs.
        var records = DnsRecords.Declare(settings, address.Value, "dns-devurls", host => step.Options(coder, settings.Timeouts.Dns).Importing(adopted?.Records.ContainsKey(host) is true ? host : null));

        // 8. The provider becomes ready, its organizations are allowed. Deleted first: refuses while workspaces exist.
        var admission = new Admission("admission", AdmissionArgs.Of(registration.Id, settings.Organizations),
            step.Options(coder, settings.Timeouts.Admission, [release.Resource, address.Wait, .. records]).Importing(adopted?.Pool.Id));

        component.RegisterOutputs(new Dictionary<string, object?> { ["name"] = registration.Name, ["status"] = admission.Status });
        await release.Watched;
        return new Dictionary<string, object?>
        {
            ["providerId"] = registration.Id,
            ["name"] = registration.Name,
            ["url"] = settings.Origin,
            ["status"] = admission.Status,
            ["ingressAddress"] = address.Value,
            ["dnsName"] = settings.Host,
            ["dnsRecord"] = DnsRecords.ByHand(settings, address.Value, component),
            ["caCertificate"] = certificate.Authority,
            ["releaseVersion"] = release.Resource.Status.Apply(status => status.Version),
            ["releaseRevision"] = release.Resource.Status.Apply(status => status.Revision),
            ["envproxyToken"] = Output.CreateSecret(registration.EnvproxyToken),
        }.Where(output => output.Value is not null).ToDictionary();
    }

    /// <summary>The name with Coder; a random one is drawn once and kept in the state.</summary>
    private static Input<string> Name(StackSettings settings, Steps step) => settings.ProviderName is { } name ? name
        : new RandomId("provider-name", new RandomIdArgs { ByteLength = 3, Prefix = $"{settings.Stack}-" }, step.Options()).Hex;
}
