namespace Pulumi.Kubernetes.Types.Inputs.Networking.V1;

/// <summary>The paths of a rule.</summary>
public sealed class HTTPIngressRuleValueArgs : ResourceArgs
{
    [Input("paths", required: true)]
    private InputList<Types.Inputs.Networking.V1.HTTPIngressPathArgs>? _paths;

    /// <summary>The field <c>paths</c>.</summary>
    public InputList<Types.Inputs.Networking.V1.HTTPIngressPathArgs> Paths { get => _paths ??= new InputList<Types.Inputs.Networking.V1.HTTPIngressPathArgs>(); set => _paths = value; }
}
