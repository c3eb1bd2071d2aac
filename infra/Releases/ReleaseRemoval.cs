using Pulumi;

namespace Coder.Infra.Releases;

/// <summary>Which release is removed, and how it is known as the stack's own.</summary>
internal sealed class ReleaseRemovalArgs : ResourceArgs
{
    /// <summary>Namespace of the release. Another one replaces.</summary>
    [Input("namespace", required: true)]
    public Input<string> Namespace { get; set; } = null!;

    /// <summary>Name of the release. Another one replaces.</summary>
    [Input("name", required: true)]
    public Input<string> Name { get; set; } = null!;

    /// <summary>The token that the release's values must have: a release with another one is left alone. A secret.</summary>
    [Input("token")]
    public Input<string>? Token { get; set; }

    /// <summary>The stack that the release's values must name (<see cref="StackMark"/>), where they have no token.</summary>
    [Input("stack")]
    public Input<string>? Stack { get; set; }

    /// <summary>Seconds that the removal may take, and the timeout of the release.</summary>
    [Input("timeout", required: true)]
    public Input<int> Timeout { get; set; } = null!;
}

/// <summary>
/// Removes a release when it is deleted, and does nothing before. It is declared before the release, which depends on it and is retained on delete:
/// the Kubernetes plugin cannot continue an uninstall that was killed, and knows no release that the state never learned of.
/// </summary>
internal sealed class ReleaseRemoval : CustomResource
{
    /// <summary>Type token.</summary>
    public const string TypeToken = "coder-infra:index:ReleaseRemoval";

    /// <summary>Namespace of the release.</summary>
    [Output("namespace")]
    public Output<string> Namespace { get; private set; } = null!;

    /// <summary>Name of the release.</summary>
    [Output("name")]
    public Output<string> Name { get; private set; } = null!;

    /// <summary>Declares a removal.</summary>
    public ReleaseRemoval(string name, ReleaseRemovalArgs args, CustomResourceOptions? options = null)
        : base(TypeToken, name, args, CustomResourceOptions.Merge(new CustomResourceOptions { AdditionalSecretOutputs = { "token", ReleaseRemovalHandler.EarlierTokens } }, options))
    {
    }
}
