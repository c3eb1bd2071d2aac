using Coder.Infra.Protocol.Properties;
using Coder.Infra.Providers.Bridge;

namespace Coder.Infra.Providers.Kubernetes.Releases;

/// <summary>A release's outputs as the state keeps them: the inputs, and what came of them (recorded in <c>up-create.jsonl</c>).</summary>
internal static class ReleaseState
{
    /// <summary>
    /// What stands in <c>status.status</c> where objects of the release are not as its manifest has them. Helm has no such
    /// status; it is here so that a refresh shows that something changed, and the next update mends it.
    /// </summary>
    public const string Drifted = "drifted";

    /// <summary>The outputs of inputs whose release is not there yet.</summary>
    public static PropertyMap Planned(PropertyMap inputs) => Of(inputs, PropertyValue.Computed, PropertyValue.Computed);

    /// <summary>The outputs of a release.</summary>
    public static PropertyMap Of(PropertyMap inputs, PropertyValue resourceNames, PropertyValue status) => inputs
        .Set("__inputs", new ObjectValue(inputs).AsSecret())
        .Set("resourceNames", resourceNames)
        .Set("status", status);

    /// <summary>Whether a refresh found that objects of the release were changed behind its back.</summary>
    public static bool HasDrifted(PropertyMap state) => state.Map("status")?.Text("status") == Drifted;
}
