using System.Collections.Immutable;

namespace Pulumi.Kubernetes.Types.Outputs.Networking.V1;

/// <summary>How an ingress is wanted, of which only the given fields are set.</summary>
[OutputType]
public sealed class IngressSpecPatch
{
    /// <summary>The field <c>defaultBackend</c>.</summary>
    public readonly Types.Outputs.Networking.V1.IngressBackendPatch DefaultBackend;

    /// <summary>The field <c>ingressClassName</c>.</summary>
    public readonly string IngressClassName;

    /// <summary>The field <c>rules</c>.</summary>
    public readonly ImmutableArray<Types.Outputs.Networking.V1.IngressRulePatch> Rules;

    /// <summary>The field <c>tls</c>.</summary>
    public readonly ImmutableArray<Types.Outputs.Networking.V1.IngressTLSPatch> Tls;

    [OutputConstructor]
    private IngressSpecPatch(
        Types.Outputs.Networking.V1.IngressBackendPatch defaultBackend,
        string ingressClassName,
        ImmutableArray<Types.Outputs.Networking.V1.IngressRulePatch> rules,
        ImmutableArray<Types.Outputs.Networking.V1.IngressTLSPatch> tls)
    {
        DefaultBackend = defaultBackend;
        IngressClassName = ingressClassName;
        Rules = rules;
        Tls = tls;
    }
}
