namespace Pulumi.Kubernetes.Types.Outputs.Networking.V1;

/// <summary>The rule of an ingress for one host.</summary>
[OutputType]
public sealed class IngressRule
{
    /// <summary>The field <c>host</c>.</summary>
    public readonly string Host;

    /// <summary>The field <c>http</c>.</summary>
    public readonly Types.Outputs.Networking.V1.HTTPIngressRuleValue Http;

    [OutputConstructor]
    private IngressRule(string host, Types.Outputs.Networking.V1.HTTPIngressRuleValue http)
    {
        Host = host;
        Http = http;
    }
}
