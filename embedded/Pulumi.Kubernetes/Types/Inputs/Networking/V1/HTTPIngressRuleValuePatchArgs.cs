namespace Pulumi.Kubernetes.Types.Inputs.Networking.V1;

/// <summary>The paths of a rule, of which only the given fields are set.</summary>
public sealed class HTTPIngressRuleValuePatchArgs : ResourceArgs
{
    [Input("paths")]
    private InputList<Types.Inputs.Networking.V1.HTTPIngressPathPatchArgs>? _paths;

    /// <summary>The field <c>paths</c>.</summary>
    public InputList<Types.Inputs.Networking.V1.HTTPIngressPathPatchArgs> Paths { get => _paths ??= new InputList<Types.Inputs.Networking.V1.HTTPIngressPathPatchArgs>(); set => _paths = value; }
}
