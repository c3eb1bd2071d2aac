using System.Collections.Immutable;

namespace Pulumi.Kubernetes.Types.Outputs.Networking.V1;

/// <summary>The paths of a rule.</summary>
[OutputType]
public sealed class HTTPIngressRuleValue
{
    /// <summary>The field <c>paths</c>.</summary>
    public readonly ImmutableArray<Types.Outputs.Networking.V1.HTTPIngressPath> Paths;

    [OutputConstructor]
    private HTTPIngressRuleValue(ImmutableArray<Types.Outputs.Networking.V1.HTTPIngressPath> paths)
    {
        Paths = paths;
    }
}
