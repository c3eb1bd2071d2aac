namespace Pulumi.Tls;

/// <summary>What the tls provider takes.</summary>
public sealed class ProviderArgs : ResourceArgs
{
    /// <summary>The proxy to use.</summary>
    [Input("proxy", json: true)]
    public Input<Inputs.ProviderProxyArgs>? Proxy { get; set; }
}
