namespace Pulumi.Kubernetes.Types.Inputs.Core.V1;

/// <summary>How a client stays with one pod.</summary>
public sealed class SessionAffinityConfigArgs : ResourceArgs
{
    /// <summary>The field <c>clientIP</c>.</summary>
    [Input("clientIP")]
    public Input<Types.Inputs.Core.V1.ClientIPConfigArgs>? ClientIP { get; set; }
}
