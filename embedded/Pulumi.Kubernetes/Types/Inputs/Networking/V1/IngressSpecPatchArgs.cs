namespace Pulumi.Kubernetes.Types.Inputs.Networking.V1;

/// <summary>How an ingress is wanted, of which only the given fields are set.</summary>
public sealed class IngressSpecPatchArgs : ResourceArgs
{
    /// <summary>The field <c>defaultBackend</c>.</summary>
    [Input("defaultBackend")]
    public Input<Types.Inputs.Networking.V1.IngressBackendPatchArgs>? DefaultBackend { get; set; }

    /// <summary>The field <c>ingressClassName</c>.</summary>
    [Input("ingressClassName")]
    public Input<string>? IngressClassName { get; set; }

    [Input("rules")]
    private InputList<Types.Inputs.Networking.V1.IngressRulePatchArgs>? _rules;

    /// <summary>The field <c>rules</c>.</summary>
    public InputList<Types.Inputs.Networking.V1.IngressRulePatchArgs> Rules { get => _rules ??= new InputList<Types.Inputs.Networking.V1.IngressRulePatchArgs>(); set => _rules = value; }

    [Input("tls")]
    private InputList<Types.Inputs.Networking.V1.IngressTLSPatchArgs>? _tls;

    /// <summary>The field <c>tls</c>.</summary>
    public InputList<Types.Inputs.Networking.V1.IngressTLSPatchArgs> Tls { get => _tls ??= new InputList<Types.Inputs.Networking.V1.IngressTLSPatchArgs>(); set => _tls = value; }
}
