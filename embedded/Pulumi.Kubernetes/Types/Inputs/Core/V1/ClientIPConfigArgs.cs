namespace Pulumi.Kubernetes.Types.Inputs.Core.V1;

/// <summary>How a client is known by its address.</summary>
public sealed class ClientIPConfigArgs : ResourceArgs
{
    /// <summary>The field <c>timeoutSeconds</c>.</summary>
    [Input("timeoutSeconds")]
    public Input<int>? TimeoutSeconds { get; set; }
}
