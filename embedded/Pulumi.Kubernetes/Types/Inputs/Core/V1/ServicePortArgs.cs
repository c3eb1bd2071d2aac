namespace Pulumi.Kubernetes.Types.Inputs.Core.V1;

/// <summary>A port of a service.</summary>
public sealed class ServicePortArgs : ResourceArgs
{
    /// <summary>The field <c>appProtocol</c>.</summary>
    [Input("appProtocol")]
    public Input<string>? AppProtocol { get; set; }

    /// <summary>The name.</summary>
    [Input("name")]
    public Input<string>? Name { get; set; }

    /// <summary>The field <c>nodePort</c>.</summary>
    [Input("nodePort")]
    public Input<int>? NodePort { get; set; }

    /// <summary>The field <c>port</c>.</summary>
    [Input("port", required: true)]
    public Input<int> Port { get; set; } = null!;

    /// <summary>The field <c>protocol</c>.</summary>
    [Input("protocol")]
    public Input<string>? Protocol { get; set; }

    /// <summary>The field <c>targetPort</c>.</summary>
    [Input("targetPort")]
    public InputUnion<int, string>? TargetPort { get; set; }
}
