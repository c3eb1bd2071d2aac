using Pulumi;
using Pulumi.Kubernetes.Networking.V1;
using Pulumi.Kubernetes.Types.Inputs.Meta.V1;
using Pulumi.Kubernetes.Types.Inputs.Networking.V1;

namespace Coder.Infra.Kubernetes;

/// <summary>The address of an ingress.</summary>
/// <param name="Wait">What waits until it has one.</param>
/// <param name="Value">The address that it has now, an IP or a host name.</param>
internal sealed record IngressAddress(Resource Wait, Output<string> Value)
{
    /// <summary>Waits until an ingress has an address, and reads the one that it has now.</summary>
    /// <param name="name">Name of the ingress.</param>
    /// <param name="release">Id of the release that it belongs to, <c>namespace/name</c>: while that is not known there is no ingress.</param>
    /// <param name="waiting">Options of the wait.</param>
    /// <param name="reading">Options of the read.</param>
    public static IngressAddress Declare(string name, Output<string> release, CustomResourceOptions waiting, CustomResourceOptions reading)
    {
        var patch = new IngressPatch(name, new IngressPatchArgs
        {
            Metadata = new ObjectMetaPatchArgs
            {
                Namespace = release.Apply(id => id.Split('/')[0]),
                Name = name,
                Annotations =
                {
                    ["pulumi.com/patchForce"] = "true",
                    ["pulumi.com/waitFor"] = "jsonpath={.status.loadBalancer.ingress[0]}",
                },
            },
        }, waiting);
        // Read only once its id is known: with an unknown id the packages would register an ingress of no content instead.
        var address = patch.Id.Apply(id => Ingress.Get(name, id, reading).Status).Apply(status => status.LoadBalancer.Ingress[0]).Apply(at => at.Ip ?? at.Hostname);
        return new IngressAddress(patch, address);
    }
}
