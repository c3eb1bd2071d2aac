using System.Text.Json.Nodes;
using Coder.Infra.Helm.Releases;
using Coder.Infra.Protocol.Properties;
using Coder.Infra.Providers.Bridge;
using Coder.Infra.Providers.Kubernetes.Objects;

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

    /// <summary>The outputs of a release that is there.</summary>
    /// <param name="inputs">What it was made from.</param>
    /// <param name="release">Its newest revision.</param>
    /// <param name="status">What stands in for its status, where that says too little.</param>
    public static PropertyMap Of(PropertyMap inputs, Release release, string? status = null) => Of(inputs, ResourceNames(release), PropertyMap.Of(
        ("appVersion", release.AppVersion),
        ("chart", release.ChartName),
        ("name", release.Name),
        ("namespace", release.Namespace),
        ("revision", (double)release.Version),
        ("status", status ?? release.Status.ToText()),
        ("version", release.ChartVersion)));

    /// <summary>Whether the next update has something to put in order: drift, or what a failed or killed run left.</summary>
    public static bool NeedsMending(PropertyMap state) => state.Map("status")?.Text("status") is { } status && status != "deployed";

    /// <summary>The objects' names by kind: <c>Deployment.apps/apps/v1</c>, <c>Secret/v1</c>.</summary>
    private static PropertyMap ResourceNames(Release release) => PropertyMap.From(release.Objects
        .GroupBy(value => $"{KindOf(value)}/{value.ApiVersion()}")
        .Select(group => KeyValuePair.Create(group.Key, group.Select(value => value.FullName()).Order(StringComparer.Ordinal).AsValue())));

    private static string KindOf(JsonObject value) =>
        value.ApiVersion() is { } version && version.Contains('/') ? $"{value.Kind()}.{version[..version.IndexOf('/')]}" : value.Kind() ?? "";
}
