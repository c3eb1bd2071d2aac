namespace Pulumi.Kubernetes.Types.Inputs.Networking.V1;

/// <summary>The rule of an ingress for one host.</summary>
public sealed class IngressRuleArgs : ResourceArgs
{
    /// <summary>The field <c>host</c>.</summary>
    [Input("host")]
    public Input<string>? Host { get; set; }

    /// <summary>The field <c>http</c>.</summary>
    [Input("http")]
    public Input<Types.Inputs.Networking.V1.HTTPIngressRuleValueArgs>? Http { get; set; }
}
