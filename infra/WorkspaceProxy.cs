using Coder.Infra.Certificates;
using Coder.Infra.Checks;
using Coder.Infra.Coder.V2;
using Coder.Infra.Dns;
using Coder.Infra.Kubernetes;
using Coder.Infra.Provider;
using Coder.Infra.Releases;
using Coder.Infra.Settings;
using Pulumi;

namespace Coder.Infra;

/// <summary>
/// A workspace proxy of Coder v2: the procedure of Coder's manual, top to bottom. Each step waits for the one before, and destroy runs it
/// backwards.
/// </summary>
internal sealed class WorkspaceProxy : ComponentResource
{
    private WorkspaceProxy()
        : base("coder-infra:index:WorkspaceProxy", "workspace-proxy")
    {
    }

    /// <summary>What is around a workspace proxy.</summary>
    public static Surroundings Around(StackSettings settings, TimeProvider time) =>
        new(settings, new ProxyDeployment(settings, time), settings.CoderCa is null ? [ProxyValues.TokenSecret] : [ProxyValues.TokenSecret, V2Values.AuthoritySecret], time);

    /// <summary>Declares a workspace proxy.</summary>
    /// <param name="settings">What the stack is to be.</param>
    /// <param name="around">The deployment and the cluster.</param>
    /// <param name="found">What is there; nothing of it is a problem.</param>
    /// <returns>The stack's outputs.</returns>
    public static async Task<IDictionary<string, object?>> DeclareAsync(StackSettings settings, Surroundings around, Findings found)
    {
        var component = new WorkspaceProxy();
        var step = new Steps(component, settings);
        var proxy = settings.Proxy!;
        var coder = new Connections("coder", ConnectionsArgs.Of(settings), step.Options());
        var cluster = new ClusterProvider("cluster", ClusterProviderArgs.Of(settings), step.Options());

        // 1. The version is the deployment's. What else must be true has been looked at before: nothing is declared otherwise.
        var version = found.ChartVersion.ToString();

        // 2. coder wsproxy create: gives the token that the proxy authenticates with.
        var registration = new ProxyRegistration("registration", new ProxyRegistrationArgs
        {
            Name = proxy.Name,
            DisplayName = proxy.DisplayName,
            Icon = proxy.Icon.Length > 0 ? (Input<string>)proxy.Icon : null,
            TokenGeneration = settings.TokenGeneration > 0 ? (Input<int>)settings.TokenGeneration : null,
        }, step.Options(coder).Importing(found.AdoptedProxy?.Id));

        // 3. kubectl create namespace. One that somebody else made is used, and kept.
        var ns = StackNamespace.Declare(settings, found, step.Options(cluster, after: [registration]));

        // 4. kubectl create secret, with the token; and with the authority of the deployment's certificate, where that is a private one.
        var token = StackSecret.Declare("token-secret", ProxyValues.TokenSecret, "Opaque",
            new InputMap<string> { [ProxyValues.TokenKey] = Output.CreateSecret(StackSecret.Base64(registration.Token)) }, found, step, cluster, ns);
        var authority = V2Values.DeclareAuthority(settings, found, step, cluster, ns);

        // 5. For proxies using HTTPS, a valid certificate.
        var certificate = Certificate.Declare(settings, found, step, cluster, ns);

        // 6. helm upgrade --install --atomic, with coder.workspaceProxy.
        var release = await ReleaseStep.DeclareAsync(step, around, found, coder, cluster, new ReleasePlan
        {
            Name = settings.ReleaseName,
            Version = version,
            Values = ProxyValues.Of(settings, registration.Token),
            Plain = token => ProxyValues.Plain(settings, token),
            Token = registration.Token,
            IsOwn = (record, _) => StackMark.IsOwn(record, settings.Owner) || record.Revision == found.AdoptedProxy?.Revision,
            Mark = settings.Owner,
        }, [ns, token, .. authority, .. certificate.Resources]);

        // 7. kubectl get ingress coder (or service), once it has an address; over HTTPS with cert-manager, once its certificate is there.
        var served = ServedCertificate.After(release.Resource, settings, around);
        var address = proxy.HasIngress
            ? ReleaseAddress.OfIngress(settings.Namespace, settings.Kind.Chart, served, step.Options(cluster, settings.Timeouts.Address, [release.Resource]), step.Options(cluster))
            : ReleaseAddress.OfService(settings.Namespace, settings.Kind.Chart, served, step.Options(cluster, settings.Timeouts.Address, [release.Resource]), step.Options(cluster));

        // 8. DNS records of that address, for the host and the wildcard host.
        var records = DnsRecords.Declare(settings, address.Value, "dns-wildcard", _ => step.Options(coder, settings.Timeouts.Dns));

        // 9. The deployment reports the proxy healthy, at its URL and version.
        var readiness = new ProxyReadiness("readiness", new ProxyReadinessArgs
        {
            ProxyId = registration.Id,
            Version = version,
            Url = settings.Origin,
            WildcardHostname = settings.WildcardHost is { } wildcard ? (Input<string>)wildcard : null,
        }, step.Options(coder, settings.Timeouts.Readiness, [release.Resource, address.Wait, .. records]));

        component.RegisterOutputs(new Dictionary<string, object?> { ["name"] = registration.Name, ["status"] = readiness.Status });
        await release.Watched;
        return new Dictionary<string, object?>
        {
            ["proxyId"] = registration.Id,
            ["name"] = registration.Name,
            ["url"] = settings.Origin,
            ["wildcardHostname"] = settings.WildcardHost,
            ["status"] = readiness.Status,
            ["address"] = address.Value,
            ["dnsName"] = settings.Host,
            ["dnsRecord"] = DnsRecords.ByHand(settings, address.Value, component),
            ["caCertificate"] = certificate.Authority,
            ["releaseVersion"] = release.Resource.Status.Apply(status => status.Version),
            ["releaseRevision"] = release.Resource.Status.Apply(status => status.Revision),
        }.Where(output => output.Value is not null).ToDictionary();
    }
}
