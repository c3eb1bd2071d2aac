namespace Coder.Infra.Sandbox.Kubernetes.Apply;

/// <summary>Who writes, through which door, and whether it is only tried.</summary>
internal sealed record WriteOptions
{
    /// <summary>The name under which written fields are owned.</summary>
    public required string Manager { get; init; }

    /// <summary>The subresource that is written through, or empty.</summary>
    public string Subresource { get; init; } = "";

    /// <summary>Everything is checked and answered, nothing is kept (<c>dryRun=All</c>).</summary>
    public bool DryRun { get; init; }

    /// <summary>A controller's way: <c>kube-controller-manager</c> writing status.</summary>
    public static WriteOptions Controller { get; } = new() { Manager = "kube-controller-manager" };

    public static WriteOptions ControllerStatus { get; } = new() { Manager = "kube-controller-manager", Subresource = "status" };

    public static WriteOptions Kubelet { get; } = new() { Manager = "kubelet", Subresource = "status" };
}
