using Pulumi;
using Pulumi.Kubernetes.Core.V1;
using Pulumi.Kubernetes.Networking.V1;
using Pulumi.Kubernetes.Types.Inputs.Core.V1;
using Pulumi.Kubernetes.Types.Inputs.Meta.V1;
using Pulumi.Kubernetes.Types.Inputs.Networking.V1;
using Pulumi.Utilities;

namespace Coder.Infra.Kubernetes;

/// <summary>The address by which requests reach a release: its ingress's, or its load balancer service's.</summary>
/// <param name="Wait">What waits until there is one.</param>
/// <param name="Value">The address that there is now, an IP or a host name.</param>
internal sealed record ReleaseAddress(Resource Wait, Output<string> Value)
{
    /// <summary>Waits until an ingress has an address, and reads the one that it has now.</summary>
    /// <param name="ns">Its namespace.</param>
    /// <param name="name">Its name.</param>
    /// <param name="release">Known once the release that it belongs to is there, and what else must be waited for before.</param>
    /// <param name="waiting">Options of the wait.</param>
    /// <param name="reading">Options of the read.</param>
    public static ReleaseAddress OfIngress(string ns, string name, Output<string> release, CustomResourceOptions waiting, CustomResourceOptions reading)
    {
        var patch = new IngressPatch(name, new IngressPatchArgs { Metadata = Waiting(ns, name, release) }, waiting);
        // Read only once its id is known: with an unknown id the packages would register an ingress of no content instead. What comes of it
        // depends on the wait alone: a plan of a first preview cannot know a resource that is read later.
        var address = patch.Id.Apply(async id =>
        {
            var status = await OutputUtilities.GetValueAsync(Ingress.Get(name, id, reading).Status);
            return status.LoadBalancer.Ingress is [var first, ..] ? first.Ip ?? first.Hostname : "";
        });
        return new ReleaseAddress(patch, address);
    }

    /// <summary>Waits until a load balancer service has an address, and reads the one that it has now.</summary>
    /// <inheritdoc cref="OfIngress"/>
    public static ReleaseAddress OfService(string ns, string name, Output<string> release, CustomResourceOptions waiting, CustomResourceOptions reading)
    {
        var patch = new ServicePatch(name, new ServicePatchArgs { Metadata = Waiting(ns, name, release) }, waiting);
        var address = patch.Id.Apply(async id =>
        {
            var status = await OutputUtilities.GetValueAsync(Service.Get(name, id, reading).Status);
            return status.LoadBalancer.Ingress is [var first, ..] ? first.Ip ?? first.Hostname : "";
        });
        return new ReleaseAddress(patch, address);
    }

    /// <summary>Nothing but the wait for an address.</summary>
    private static ObjectMetaPatchArgs Waiting(string ns, string name, Output<string> release) => new()
    {
        // Known in a preview too: the Kubernetes plugin takes its default namespace where it is not, and a plan would keep that one.
        Namespace = Deployment.Instance.IsDryRun ? ns : release.Apply(_ => ns),
        Name = name,
        Annotations =
        {
            ["pulumi.com/patchForce"] = "true",
            ["pulumi.com/waitFor"] = "jsonpath={.status.loadBalancer.ingress[0]}",
        },
    };
}
