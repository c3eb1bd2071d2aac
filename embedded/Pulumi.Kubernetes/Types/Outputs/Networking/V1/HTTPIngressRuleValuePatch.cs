using System.Collections.Immutable;

namespace Pulumi.Kubernetes.Types.Outputs.Networking.V1;

/// <summary>The paths of a rule, of which only the given fields are set.</summary>
[OutputType]
public sealed class HTTPIngressRuleValuePatch
{
    /// <summary>The field <c>paths</c>.</summary>
    public readonly ImmutableArray<Types.Outputs.Networking.V1.HTTPIngressPathPatch> Paths;

    [OutputConstructor]
    private HTTPIngressRuleValuePatch(ImmutableArray<Types.Outputs.Networking.V1.HTTPIngressPathPatch> paths)
    {
        Paths = paths;
    }
}
