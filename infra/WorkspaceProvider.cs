using System.Collections.Immutable;
using Coder.Infra.Resources;
using Coder.Infra.Settings;
using Pulumi;
using Pulumi.Kubernetes.Core.V1;
using Pulumi.Kubernetes.Helm.V3;
using Pulumi.Kubernetes.Networking.V1;
using Pulumi.Kubernetes.Types.Inputs.Core.V1;
using Pulumi.Kubernetes.Types.Inputs.Helm.V3;
using Pulumi.Kubernetes.Types.Inputs.Meta.V1;
using Pulumi.Kubernetes.Types.Inputs.Networking.V1;
using Pulumi.Random;

namespace Coder.Infra;

/// <summary>What a workspace provider is made of.</summary>
public sealed class WorkspaceProviderArgs : ResourceArgs
{
    /// <summary>The settings of the stack.</summary>
    public required StackSettings Settings { get; init; }
}

/// <summary>
/// A workspace provider: Coder's own procedure, top to bottom. Each step waits for the one before, so that destroying runs it
/// backwards and the refusal while workspaces exist comes before anything is touched.
/// </summary>
public sealed partial class WorkspaceProvider : ComponentResource
{
    private const string IngressName = "web-ingress";
    private const string ReleaseName = "coder-workspace-provider";
    private readonly StackSettings _settings;

    /// <summary>Declares a workspace provider.</summary>
    public WorkspaceProvider(string name, WorkspaceProviderArgs args, ComponentResourceOptions? options = null)
        : base("coder-infra:index:WorkspaceProvider", name, options)
    {
        _settings = args.Settings;
        var coder = new CoderDeployment("coder", CoderDeploymentArgs.Of(_settings), new CustomResourceOptions { Parent = this });
        var cluster = new Cluster("cluster", new ClusterArgs
        {
            Kubeconfig = _settings.Kubeconfig is { } kubeconfig ? (Input<string>)Output.CreateSecret(kubeconfig) : null,
            Context = _settings.Context is { } context ? (Input<string>)context : null,
        }, new CustomResourceOptions { Parent = this });

        // 1. The preconditions: nothing is touched before all of them have passed, since what follows takes its inputs
        //    through this. The chart's version is the deployment's.
        var version = Preconditions.Check(_settings, coder, this);

        var parts = _settings.Adopt
            ? Parts.Of(Adopted.Find(_settings, coder, version, this).Apply(found => Declare(coder, cluster, version, found)))
            : Declare(coder, cluster, version, null);
        ProviderId = parts.ProviderId;
        Name = parts.Name;
        Status = parts.Status;
        IngressAddress = parts.IngressAddress;
        ReleaseVersion = parts.ReleaseVersion;
        ReleaseRevision = parts.ReleaseRevision;
        EnvproxyToken = Output.CreateSecret(parts.EnvproxyToken);
        CaCertificate = parts.CaCertificate;
        DnsRecord = parts.DnsRecord;
        RegisterOutputs(new Dictionary<string, object?> { ["name"] = Name, ["status"] = Status }!);
    }

    /// <summary>The procedure.</summary>
    /// <param name="coder">The deployment.</param>
    /// <param name="cluster">The cluster.</param>
    /// <param name="version">Version of the chart; what is made takes its inputs through it.</param>
    /// <param name="found">What is there already and is taken over; null where everything is made.</param>
    private Parts Declare(CoderDeployment coder, Cluster cluster, Output<CoderVersion> version, InstallationInfo? found)
    {
        // 2. coder providers create: gives the token that the deployment and the provider share. A change that would take
        //    workspaces away is refused here, before the cluster is touched.
        var registration = new Registration("registration", new RegistrationArgs
        {
            Name = version.Apply(_ => ProviderName()),
            Hostname = Origin(_settings.ProviderUrl),
            ClusterAddress = _settings.ClusterAddress,
            Namespace = _settings.Namespace,
            TokenGeneration = _settings.TokenGeneration > 0 ? (Input<int>)_settings.TokenGeneration : null,
        }, In(coder).Importing(found?.ProviderId));

        // 3. A namespace of its own.
        var ns = new Namespace("namespace", new NamespaceArgs
        {
            Metadata = new ObjectMetaArgs { Name = version.Apply(_ => _settings.Namespace), Labels = ObjectLabels.Of() },
        }, In(cluster, null, registration).ImportingNamespace(found, _settings.Namespace));
        var nsName = ns.Metadata.Apply(metadata => metadata.Name);

        // 4. For installations using HTTPS, a valid certificate.
        var certificate = Certificate.Of(_settings, nsName, In(cluster), this);

        // 5. helm upgrade --install, with the flags that coder providers create prints.
        var release = new Release(ReleaseName, new ReleaseArgs
        {
            Name = ReleaseName,
            Chart = _settings.ChartName,
            RepositoryOpts = _settings.ChartRepository is null ? null! : new RepositoryOptsArgs { Repo = _settings.ChartRepository },
            Version = version.Apply(chart => chart.ToString()),
            Namespace = nsName,
            Atomic = true,
            Timeout = (int)_settings.Timeouts.Release.TotalSeconds,
            Values = ReleaseValues.Of(_settings, registration.EnvproxyToken, certificate),
        }, In(cluster, _settings.Timeouts.Release, ns).ImportingRelease(found, $"{_settings.Namespace}/{ReleaseName}"));
        var served = certificate.Served(release.Id, coder, this);

        // 6. kubectl get ingress web-ingress: waits until it has an address, and reads the one it has now.
        var (ingress, waits) = Reach(cluster, release, served, found);
        var address = ingress.Status.Apply(status => status.LoadBalancer.Ingress[0]).Apply(at => at.Ip ?? at.Hostname);

        // 7. DNS records of that address, for the host and the dev URLs.
        var records = DnsRecords.Write(_settings, address, host => In(coder, _settings.Timeouts.Dns).Importing(found?.Records.Contains(host) is true ? host : null));

        // 8. The provider becomes ready, its organizations are allowed. Deleted first: refuses while workspaces exist.
        var admission = new Admission("admission", Admit(registration), In(coder, _settings.Timeouts.Admission, [release, .. waits, .. records]).Importing(found?.ProviderId));

        return new Parts
        {
            ProviderId = registration.Id,
            Name = registration.Name,
            Status = admission.Status,
            IngressAddress = address,
            ReleaseVersion = release.Status.Apply(status => status.Version),
            ReleaseRevision = release.Status.Apply(status => status.Revision),
            EnvproxyToken = registration.EnvproxyToken,
            CaCertificate = certificate.Authority,
            DnsRecord = DnsRecords.Told(_settings, address, this),
        };
    }

    /// <summary>Id of the provider with Coder.</summary>
    public Output<string> ProviderId { get; }

    /// <summary>Name of the provider.</summary>
    public Output<string> Name { get; }

    /// <summary>What Coder last said of it: <c>ready</c>.</summary>
    public Output<string> Status { get; }

    /// <summary>Address of the ingress, an IP or a host name.</summary>
    public Output<string> IngressAddress { get; }

    /// <summary>Version of the release.</summary>
    public Output<string> ReleaseVersion { get; }

    /// <summary>Revision of the release.</summary>
    public Output<int> ReleaseRevision { get; }

    /// <summary>The token the provider authenticates with. A secret.</summary>
    public Output<string> EnvproxyToken { get; }

    /// <summary>Certificate of the authority that signed the provider's, PEM; null where the stack has none.</summary>
    public Output<string>? CaCertificate { get; }

    /// <summary>The DNS record that a person has to make, as lines of a zone file; null where nobody has to.</summary>
    public Output<string>? DnsRecord { get; }

    /// <summary>The ingress once it has an address, and what waits for that. One that is taken over has its address, and is left as it is.</summary>
    private (Ingress Ingress, Resource[] Waits) Reach(Cluster cluster, Release release, Output<string> served, InstallationInfo? found)
    {
        if (found is { HasRelease: true, IngressAddress.Length: > 0 })
            return (Ingress.Get(IngressName, served.Apply(id => $"{id.Split('/')[0]}/{IngressName}"), In(cluster)), []);
        var patch = new IngressPatch(IngressName, new IngressPatchArgs
        {
            Metadata = new ObjectMetaPatchArgs
            {
                // Of the release's id, namespace/name: while that is not known there is no ingress to patch.
                Namespace = served.Apply(id => id.Split('/')[0]),
                Name = IngressName,
                Annotations =
                {
                    ["pulumi.com/patchForce"] = "true",
                    ["pulumi.com/waitFor"] = "jsonpath={.status.loadBalancer.ingress[0]}",
                },
            },
        }, In(cluster, _settings.Timeouts.Address, release));
        return (Ingress.Get(IngressName, patch.Id, In(cluster)), [patch]);
    }

    private Output<string> ProviderName() => _settings.ProviderName is { } name
        ? Output.Create(name)
        : new RandomId("provider-name", new RandomIdArgs { ByteLength = 3, Prefix = $"{Deployment.Instance.StackName}-" }, new CustomResourceOptions { Parent = this }).Hex;

    private AdmissionArgs Admit(Registration registration)
    {
        var args = new AdmissionArgs { ProviderId = registration.Id };
        if (_settings.Organizations is { } organizations)
            args.Organizations = organizations;
        return args;
    }

    private CustomResourceOptions In(ProviderResource provider, TimeSpan? timeout = null, params Resource[] after)
    {
        var options = new CustomResourceOptions { Parent = this, Provider = provider };
        foreach (var resource in after)
            options.DependsOn.Add(resource);
        if (timeout is not null)
            options.CustomTimeouts = new CustomTimeouts { Create = timeout, Update = timeout, Delete = timeout };
        return options;
    }

    private static string Origin(Uri url) => url.GetLeftPart(UriPartial.Authority);
}
