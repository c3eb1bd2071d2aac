namespace Pulumi.Kubernetes.Types.Outputs.Networking.V1;

/// <summary>The rule of an ingress for one host, of which only the given fields are set.</summary>
[OutputType]
public sealed class IngressRulePatch
{
    /// <summary>The field <c>host</c>.</summary>
    public readonly string Host;

    /// <summary>The field <c>http</c>.</summary>
    public readonly Types.Outputs.Networking.V1.HTTPIngressRuleValuePatch Http;

    [OutputConstructor]
    private IngressRulePatch(string host, Types.Outputs.Networking.V1.HTTPIngressRuleValuePatch http)
    {
        Host = host;
        Http = http;
    }
}
