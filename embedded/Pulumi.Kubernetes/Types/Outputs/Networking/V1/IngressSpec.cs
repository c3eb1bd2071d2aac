using System.Collections.Immutable;

namespace Pulumi.Kubernetes.Types.Outputs.Networking.V1;

/// <summary>How an ingress is wanted.</summary>
[OutputType]
public sealed class IngressSpec
{
    /// <summary>The field <c>defaultBackend</c>.</summary>
    public readonly Types.Outputs.Networking.V1.IngressBackend DefaultBackend;

    /// <summary>The field <c>ingressClassName</c>.</summary>
    public readonly string IngressClassName;

    /// <summary>The field <c>rules</c>.</summary>
    public readonly ImmutableArray<Types.Outputs.Networking.V1.IngressRule> Rules;

    /// <summary>The field <c>tls</c>.</summary>
    public readonly ImmutableArray<Types.Outputs.Networking.V1.IngressTLS> Tls;

    [OutputConstructor]
    private IngressSpec(
        Types.Outputs.Networking.V1.IngressBackend defaultBackend,
        string ingressClassName,
        ImmutableArray<Types.Outputs.Networking.V1.IngressRule> rules,
        ImmutableArray<Types.Outputs.Networking.V1.IngressTLS> tls)
    {
        DefaultBackend = defaultBackend;
        IngressClassName = ingressClassName;
        Rules = rules;
        Tls = tls;
    }
}
