using Coder.Infra.Providers.Bridge;
using Grpc.Core;

namespace Coder.Infra.Providers.Kubernetes.Objects;

/// <summary>
/// What a type token of the package names: <c>kubernetes:core/v1:Namespace</c> is kind <c>Namespace</c> of <c>v1</c>;
/// <c>kubernetes:apps/v1:DeploymentPatch</c> patches a <c>Deployment</c> of <c>apps/v1</c> that something else made.
/// </summary>
internal sealed record ResourceToken(string Text, string ApiVersion, string Kind, bool IsPatch)
{
    private const string Release = "kubernetes:helm.sh/v3:Release";

    /// <summary>Whether this is a Helm release, which is no object of the API.</summary>
    public bool IsRelease => Text == Release;

    /// <summary>The token in a URN.</summary>
    /// <exception cref="RpcException">It is not one of an object.</exception>
    public static ResourceToken Of(string urn)
    {
        var token = ResourceUrn.TypeOf(urn);
        var parts = token.Split(':');
        if (parts is not ["kubernetes", var version, var kind] || version.Split('/') is not [var group, var number])
            throw new RpcException(new Status(StatusCode.InvalidArgument, $"unrecognized resource type: {token} (expected kubernetes:<group>/<version>:<Kind>)"));
        if (token is "kubernetes:yaml/v1:ConfigFile" or "kubernetes:yaml/v1:ConfigGroup" || token.StartsWith("kubernetes:helm.sh/v4:", StringComparison.Ordinal)
            || token.StartsWith("kubernetes:yaml/v2:", StringComparison.Ordinal) || token.StartsWith("kubernetes:kustomize/", StringComparison.Ordinal))
        {
            throw new RpcException(new Status(StatusCode.Unimplemented, $"{token} is not supported by the built-in kubernetes provider. Run with the official plugin: --plugins official"));
        }

        const string Patch = "Patch";
        var patches = token != Release && kind.Length > Patch.Length && kind.EndsWith(Patch, StringComparison.Ordinal);
        return new ResourceToken(token, group == "core" ? number : version, patches ? kind[..^Patch.Length] : kind, patches);
    }
}
