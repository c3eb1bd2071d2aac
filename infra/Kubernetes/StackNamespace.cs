using Coder.Infra.Checks;
using Coder.Infra.Settings;
using Pulumi;
using Pulumi.Kubernetes.Core.V1;
using Pulumi.Kubernetes.Types.Inputs.Core.V1;
using Pulumi.Kubernetes.Types.Inputs.Meta.V1;

namespace Coder.Infra.Kubernetes;

/// <summary>The namespace of the stack: its own, or one that somebody else made.</summary>
internal static class StackNamespace
{
    /// <summary>
    /// Declares it. One that is there is imported: with this stack's label a killed run made it, without it somebody else did. Somebody
    /// else's keeps its labels and survives destroy.
    /// </summary>
    public static Namespace Declare(StackSettings settings, Findings found, CustomResourceOptions options)
    {
        if (found.Namespace != Presence.Missing)
            options.ImportId = settings.Namespace;
        if (found.Namespace == Presence.Foreign)
        {
            options.RetainOnDelete = true;
            options.IgnoreChanges.AddRange(["metadata.labels", "metadata.annotations"]);
        }

        return new Namespace("namespace", new NamespaceArgs
        {
            Metadata = new ObjectMetaArgs { Name = settings.Namespace, Labels = ObjectLabels.Of(settings.Stack) },
        }, options);
    }
}
