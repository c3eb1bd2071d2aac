using System.Collections.Immutable;

namespace Pulumi.Kubernetes.Types.Outputs.Core.V1;

/// <summary>How a namespace was last seen.</summary>
[OutputType]
public sealed class NamespaceStatus
{
    /// <summary>The conditions.</summary>
    public readonly ImmutableArray<Types.Outputs.Core.V1.NamespaceCondition> Conditions;

    /// <summary>The phase.</summary>
    public readonly string Phase;

    [OutputConstructor]
    private NamespaceStatus(ImmutableArray<Types.Outputs.Core.V1.NamespaceCondition> conditions, string phase)
    {
        Conditions = conditions;
        Phase = phase;
    }
}
