namespace Pulumi.Kubernetes.Types.Inputs.Core.V1;

/// <summary>What <see cref="Pulumi.Kubernetes.Core.V1.ConfigMap"/> takes.</summary>
public sealed class ConfigMapArgs : ResourceArgs
{
    /// <summary>The version of the API schema of the object.</summary>
    [Input("apiVersion")]
    public Input<string>? ApiVersion { get; set; }

    [Input("binaryData")]
    private InputMap<string>? _binaryData;

    /// <summary>The field <c>binaryData</c>.</summary>
    public InputMap<string> BinaryData { get => _binaryData ??= new InputMap<string>(); set => _binaryData = value; }

    [Input("data")]
    private InputMap<string>? _data;

    /// <summary>The data.</summary>
    public InputMap<string> Data { get => _data ??= new InputMap<string>(); set => _data = value; }

    /// <summary>The data can no longer be changed.</summary>
    [Input("immutable")]
    public Input<bool>? Immutable { get; set; }

    /// <summary>The kind of the object.</summary>
    [Input("kind")]
    public Input<string>? Kind { get; set; }

    /// <summary>Name, namespace, labels, annotations and what the server keeps about the object.</summary>
    [Input("metadata")]
    public Input<Types.Inputs.Meta.V1.ObjectMetaArgs>? Metadata { get; set; }
}
