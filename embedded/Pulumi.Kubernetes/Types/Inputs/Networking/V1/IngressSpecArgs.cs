namespace Pulumi.Kubernetes.Types.Inputs.Networking.V1;

/// <summary>How an ingress is wanted.</summary>
public sealed class IngressSpecArgs : ResourceArgs
{
    /// <summary>The field <c>defaultBackend</c>.</summary>
    [Input("defaultBackend")]
    public Input<Types.Inputs.Networking.V1.IngressBackendArgs>? DefaultBackend { get; set; }

    /// <summary>The field <c>ingressClassName</c>.</summary>
    [Input("ingressClassName")]
    public Input<string>? IngressClassName { get; set; }

    [Input("rules")]
    private InputList<Types.Inputs.Networking.V1.IngressRuleArgs>? _rules;

    /// <summary>The field <c>rules</c>.</summary>
    public InputList<Types.Inputs.Networking.V1.IngressRuleArgs> Rules { get => _rules ??= new InputList<Types.Inputs.Networking.V1.IngressRuleArgs>(); set => _rules = value; }

    [Input("tls")]
    private InputList<Types.Inputs.Networking.V1.IngressTLSArgs>? _tls;

    /// <summary>The field <c>tls</c>.</summary>
    public InputList<Types.Inputs.Networking.V1.IngressTLSArgs> Tls { get => _tls ??= new InputList<Types.Inputs.Networking.V1.IngressTLSArgs>(); set => _tls = value; }
}
