using System.Collections.Immutable;

namespace Pulumi.Kubernetes.Types.Outputs.Networking.V1;

/// <summary>Certificates of an ingress.</summary>
[OutputType]
public sealed class IngressTLS
{
    /// <summary>The field <c>hosts</c>.</summary>
    public readonly ImmutableArray<string> Hosts;

    /// <summary>The field <c>secretName</c>.</summary>
    public readonly string SecretName;

    [OutputConstructor]
    private IngressTLS(ImmutableArray<string> hosts, string secretName)
    {
        Hosts = hosts;
        SecretName = secretName;
    }
}
