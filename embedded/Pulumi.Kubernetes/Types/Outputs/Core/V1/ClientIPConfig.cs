namespace Pulumi.Kubernetes.Types.Outputs.Core.V1;

/// <summary>How a client is known by its address.</summary>
[OutputType]
public sealed class ClientIPConfig
{
    /// <summary>The field <c>timeoutSeconds</c>.</summary>
    public readonly int TimeoutSeconds;

    [OutputConstructor]
    private ClientIPConfig(int timeoutSeconds)
    {
        TimeoutSeconds = timeoutSeconds;
    }
}
