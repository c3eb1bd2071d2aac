using Pulumi;

namespace Coder.Infra.Coder.V1;

/// <summary>What a workspace provider is registered with.</summary>
public sealed class RegistrationArgs : ResourceArgs
{
    /// <summary>Unique name. Another one renames in place.</summary>
    [Input("name", required: true)]
    public Input<string> Name { get; set; } = null!;

    /// <summary>URL of the workspace provider, with its scheme. Another one replaces.</summary>
    [Input("hostname", required: true)]
    public Input<string> Hostname { get; set; } = null!;

    /// <summary>Address of the cluster's API server. Another one replaces.</summary>
    [Input("clusterAddress", required: true)]
    public Input<string> ClusterAddress { get; set; } = null!;

    /// <summary>Namespace of the workspaces. Another one is refused while there are workspaces.</summary>
    [Input("namespace")]
    public Input<string>? Namespace { get; set; }

    /// <summary>Another number replaces the registration, and so the token. Unset is 0.</summary>
    [Input("tokenGeneration")]
    public Input<int>? TokenGeneration { get; set; }
}

/// <summary>A workspace provider known to a Coder deployment: <c>coder providers create</c> and <c>coder providers rm</c>.</summary>
public sealed class Registration : CustomResource
{
    /// <summary>Type token.</summary>
    public const string TypeToken = "coder-infra:index:Registration";

    /// <summary>Name.</summary>
    [Output("name")]
    public Output<string> Name { get; private set; } = null!;

    /// <summary>URL.</summary>
    [Output("hostname")]
    public Output<string> Hostname { get; private set; } = null!;

    /// <summary>Secret shared by the deployment and the provider (REMOTE_ENVPROXY_TOKEN).</summary>
    [Output("envproxyToken")]
    public Output<string> EnvproxyToken { get; private set; } = null!;

    /// <summary>Declares a registration.</summary>
    public Registration(string name, RegistrationArgs args, CustomResourceOptions? options = null)
        : base(TypeToken, name, args, CustomResourceOptions.Merge(new CustomResourceOptions { AdditionalSecretOutputs = { "envproxyToken" } }, options))
    {
    }
}
