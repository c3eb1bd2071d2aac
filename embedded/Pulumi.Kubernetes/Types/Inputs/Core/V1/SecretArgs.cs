namespace Pulumi.Kubernetes.Types.Inputs.Core.V1;

/// <summary>What <see cref="Pulumi.Kubernetes.Core.V1.Secret"/> takes.</summary>
public sealed class SecretArgs : ResourceArgs
{
    /// <summary>The version of the API schema of the object.</summary>
    [Input("apiVersion")]
    public Input<string>? ApiVersion { get; set; }

    [Input("data")]
    private InputMap<string>? _data;

    /// <summary>The data.</summary>
    public InputMap<string> Data
    {
        get => _data ??= new InputMap<string>();
        set => _data = Output.CreateSecret(value.ToOutput());
    }

    /// <summary>The data can no longer be changed.</summary>
    [Input("immutable")]
    public Input<bool>? Immutable { get; set; }

    /// <summary>The kind of the object.</summary>
    [Input("kind")]
    public Input<string>? Kind { get; set; }

    /// <summary>Name, namespace, labels, annotations and what the server keeps about the object.</summary>
    [Input("metadata")]
    public Input<Types.Inputs.Meta.V1.ObjectMetaArgs>? Metadata { get; set; }

    [Input("stringData")]
    private InputMap<string>? _stringData;

    /// <summary>Data as texts, which the server encodes and takes into <c>data</c>.</summary>
    public InputMap<string> StringData
    {
        get => _stringData ??= new InputMap<string>();
        set => _stringData = Output.CreateSecret(value.ToOutput());
    }

    /// <summary>The type.</summary>
    [Input("type")]
    public Input<string>? Type { get; set; }
}
