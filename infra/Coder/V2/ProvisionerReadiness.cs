using Pulumi;

namespace Coder.Infra.Coder.V2;

/// <summary>Which daemons are waited for.</summary>
public sealed class ProvisionerReadinessArgs : ResourceArgs
{
    /// <summary>Id of the organization.</summary>
    [Input("organizationId", required: true)]
    public Input<string> OrganizationId { get; set; } = null!;

    /// <summary>Id of their key.</summary>
    [Input("keyId", required: true)]
    public Input<string> KeyId { get; set; } = null!;

    /// <summary>How many there are to be.</summary>
    [Input("replicas", required: true)]
    public Input<int> Replicas { get; set; } = null!;

    /// <summary>Version that they must report, such as <c>2.19.0</c>.</summary>
    [Input("version", required: true)]
    public Input<string> Version { get; set; } = null!;
}

/// <summary>
/// The end of the procedure: waits until the deployment reports as many daemons as there are replicas. As everything else is made before it, it is
/// deleted before everything else: it waits for running builds, and refuses while there are any.
/// </summary>
public sealed class ProvisionerReadiness : CustomResource
{
    /// <summary>Type token.</summary>
    public const string TypeToken = "coder-infra:index:ProvisionerReadiness";

    /// <summary>What the deployment last reported: <c>ready</c>.</summary>
    [Output("status")]
    public Output<string> Status { get; private set; } = null!;

    /// <summary>Declares the wait.</summary>
    public ProvisionerReadiness(string name, ProvisionerReadinessArgs args, CustomResourceOptions? options = null)
        : base(TypeToken, name, args, options)
    {
    }
}
