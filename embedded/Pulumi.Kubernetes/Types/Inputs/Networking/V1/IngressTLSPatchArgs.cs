namespace Pulumi.Kubernetes.Types.Inputs.Networking.V1;

/// <summary>Certificates of an ingress, of which only the given fields are set.</summary>
public sealed class IngressTLSPatchArgs : ResourceArgs
{
    [Input("hosts")]
    private InputList<string>? _hosts;

    /// <summary>The field <c>hosts</c>.</summary>
    public InputList<string> Hosts { get => _hosts ??= new InputList<string>(); set => _hosts = value; }

    /// <summary>The field <c>secretName</c>.</summary>
    [Input("secretName")]
    public Input<string>? SecretName { get; set; }
}
