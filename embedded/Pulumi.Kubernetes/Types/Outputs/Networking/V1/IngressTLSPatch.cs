using System.Collections.Immutable;

namespace Pulumi.Kubernetes.Types.Outputs.Networking.V1;

/// <summary>Certificates of an ingress, of which only the given fields are set.</summary>
[OutputType]
public sealed class IngressTLSPatch
{
    /// <summary>The field <c>hosts</c>.</summary>
    public readonly ImmutableArray<string> Hosts;

    /// <summary>The field <c>secretName</c>.</summary>
    public readonly string SecretName;

    [OutputConstructor]
    private IngressTLSPatch(ImmutableArray<string> hosts, string secretName)
    {
        Hosts = hosts;
        SecretName = secretName;
    }
}
