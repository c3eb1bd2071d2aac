using Coder.Infra.Settings;
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

    /// <summary>Certificate of the authority to trust for it, PEM; unset for those that the system trusts.</summary>
    [Input("ca")]
    public Input<string>? Ca { get; set; }

    /// <summary>Those of a stack.</summary>
    internal static CoderDeploymentArgs Of(StackSettings settings) => new()
    {
        Url = settings.CoderUrl.OriginalString,
        Token = Output.CreateSecret(settings.CoderToken),
        Ca = settings.CoderCa is { } ca ? (Input<string>)ca : null,
    };
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

    /// <summary>
    /// Asks for the preconditions: at a preview as well. The kubeconfig among the arguments is a secret, what was found is not.
    /// </summary>
    public Output<PreconditionsInfo> Preconditions(PreconditionsArgs args) => Output.Unsecret(
        Pulumi.Deployment.Instance.Invoke<PreconditionsInfo>($"{Package}:index:getPreconditions", args, new InvokeOptions { Provider = this }));

    /// <summary>Looks for an installation that was made by hand. What was found is no secret; its token is not in it.</summary>
    public Output<InstallationInfo> Installation(InstallationArgs args) => Output.Unsecret(
        Pulumi.Deployment.Instance.Invoke<InstallationInfo>($"{Package}:index:getInstallation", args, new InvokeOptions { Provider = this }));

    /// <summary>Looks for the certificates, and waits for them as long as it is told to.</summary>
    public Output<ServedCertificateInfo> ServedCertificate(PreconditionsArgs args) => Output.Unsecret(
        Pulumi.Deployment.Instance.Invoke<ServedCertificateInfo>($"{Package}:index:getServedCertificate", args, new InvokeOptions { Provider = this }));
}
