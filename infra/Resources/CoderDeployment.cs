using Pulumi;

namespace Coder.Infra.Resources;

/// <summary>Where the Coder deployment is, and who asks it.</summary>
public sealed class CoderDeploymentArgs : ResourceArgs
{
    /// <summary>Access URL.</summary>
    [Input("url", required: true)]
    public Input<string> Url { get; set; } = null!;

    /// <summary>Session token. A secret.</summary>
    [Input("token", required: true)]
    public Input<string> Token { get; set; } = null!;
}

/// <summary>
/// A Coder deployment: the provider of the package <c>coder-infra</c>. A new token changes it in place; the resources made
/// through it stay as they are.
/// </summary>
public sealed class CoderDeployment : ProviderResource
{
    /// <summary>Name of the package.</summary>
    public const string Package = "coder-infra";

    /// <summary>Declares a deployment.</summary>
    public CoderDeployment(string name, CoderDeploymentArgs args, CustomResourceOptions? options = null)
        : base(Package, name, args, options)
    {
    }

    /// <summary>Looks the deployment up: at a preview as well.</summary>
    public Output<CoderDeploymentInfo> Lookup() =>
        Pulumi.Deployment.Instance.Invoke<CoderDeploymentInfo>($"{Package}:index:getDeployment", InvokeArgs.Empty, new InvokeOptions { Provider = this });
}

/// <summary>What a deployment tells of itself.</summary>
[OutputType]
public sealed class CoderDeploymentInfo
{
    /// <summary>Its version, as it tells it: perhaps with a leading <c>v</c> and build metadata.</summary>
    public string Version { get; }

    /// <summary>Made from the answer of <c>coder-infra:index:getDeployment</c>.</summary>
    [OutputConstructor]
    public CoderDeploymentInfo(string version) => Version = version;
}
