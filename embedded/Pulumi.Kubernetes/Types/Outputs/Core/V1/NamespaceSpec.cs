using System.Collections.Immutable;

namespace Pulumi.Kubernetes.Types.Outputs.Core.V1;

/// <summary>How a namespace is wanted.</summary>
[OutputType]
public sealed class NamespaceSpec
{
    /// <summary>The field <c>finalizers</c>.</summary>
    public readonly ImmutableArray<string> Finalizers;

    [OutputConstructor]
    private NamespaceSpec(ImmutableArray<string> finalizers)
    {
        Finalizers = finalizers;
    }
}
