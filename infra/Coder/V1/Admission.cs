using Pulumi;

namespace Coder.Infra.Coder.V1;

/// <summary>Which provider is admitted, and for whom.</summary>
public sealed class AdmissionArgs : ResourceArgs
{
    /// <summary>Id of the registered provider. Another one replaces.</summary>
    [Input("providerId", required: true)]
    public Input<string> ProviderId { get; set; } = null!;

    [Input("organizations")]
    private InputList<string>? _organizations;

    /// <summary>Names of the organizations that may use it; unset leaves the deployment's choice alone.</summary>
    public InputList<string> Organizations
    {
        get => _organizations ??= new InputList<string>();
        set => _organizations = value;
    }

    /// <summary>Those of a stack.</summary>
    /// <param name="providerId">Id of the registered provider.</param>
    /// <param name="organizations">Names of the organizations; null leaves the deployment's choice alone.</param>
    internal static AdmissionArgs Of(Input<string> providerId, IReadOnlyList<string>? organizations)
    {
        var args = new AdmissionArgs { ProviderId = providerId };
        if (organizations is not null)
            args.Organizations = organizations.ToArray();
        return args;
    }
}

/// <summary>
/// The end of the procedure: waits until Coder reports the provider ready and sets its allowed organizations. As everything
/// else is made before it, it is deleted before everything else: it cordons the provider and refuses while workspaces exist.
/// </summary>
public sealed class Admission : CustomResource
{
    /// <summary>Type token.</summary>
    public const string TypeToken = "coder-infra:index:Admission";

    /// <summary>What Coder last said: <c>ready</c>.</summary>
    [Output("status")]
    public Output<string> Status { get; private set; } = null!;

    /// <summary>Declares an admission.</summary>
    public Admission(string name, AdmissionArgs args, CustomResourceOptions? options = null)
        : base(TypeToken, name, args, options)
    {
    }
}
