using Pulumi;

namespace Coder.Infra.Coder.V2;

/// <summary>What a workspace proxy is registered with.</summary>
public sealed class ProxyRegistrationArgs : ResourceArgs
{
    /// <summary>Unique name. Another one renames in place.</summary>
    [Input("name", required: true)]
    public Input<string> Name { get; set; } = null!;

    /// <summary>Name that users see. Another one changes in place.</summary>
    [Input("displayName", required: true)]
    public Input<string> DisplayName { get; set; } = null!;

    /// <summary>Icon that users see; unset for none. Another one changes in place.</summary>
    [Input("icon")]
    public Input<string>? Icon { get; set; }

    /// <summary>Another number gives the registration a new token. Unset is 0.</summary>
    [Input("tokenGeneration")]
    public Input<int>? TokenGeneration { get; set; }
}

/// <summary>A workspace proxy known to a Coder deployment: <c>coder wsproxy create</c> and <c>coder wsproxy delete</c>.</summary>
public sealed class ProxyRegistration : CustomResource
{
    /// <summary>Type token.</summary>
    public const string TypeToken = "coder-infra:index:ProxyRegistration";

    /// <summary>Name.</summary>
    [Output("name")]
    public Output<string> Name { get; private set; } = null!;

    /// <summary>The token that the proxy authenticates with (CODER_PROXY_SESSION_TOKEN).</summary>
    [Output("token")]
    public Output<string> Token { get; private set; } = null!;

    /// <summary>Declares a registration.</summary>
    public ProxyRegistration(string name, ProxyRegistrationArgs args, CustomResourceOptions? options = null)
        : base(TypeToken, name, args, CustomResourceOptions.Merge(new CustomResourceOptions { AdditionalSecretOutputs = { "token" } }, options))
    {
    }
}
