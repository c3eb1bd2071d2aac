namespace Pulumi.Tls.Inputs;

/// <summary>The proxy that the provider reads certificates through.</summary>
public sealed class ProviderProxyArgs : ResourceArgs
{
    /// <summary>The field <c>fromEnv</c>.</summary>
    [Input("fromEnv")]
    public Input<bool>? FromEnv { get; set; }

    /// <summary>The password.</summary>
    [Input("password")]
    public Input<string>? Password { get; set; }

    /// <summary>The address.</summary>
    [Input("url")]
    public Input<string>? Url { get; set; }

    /// <summary>The user name.</summary>
    [Input("username")]
    public Input<string>? Username { get; set; }
}
