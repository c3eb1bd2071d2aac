using Pulumi;

namespace Coder.Infra;

/// <summary>The labels of every object that the stack itself makes in the cluster; those of the release are the chart's.</summary>
internal static class ObjectLabels
{
    /// <summary>Kubernetes' recommended labels: who manages the object, what it belongs to, which stack made it.</summary>
    public static InputMap<string> Of() => new()
    {
        ["app.kubernetes.io/managed-by"] = "Pulumi",
        ["app.kubernetes.io/part-of"] = "coder",
        ["app.kubernetes.io/instance"] = Deployment.Instance.StackName,
    };
}
