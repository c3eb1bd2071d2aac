using System.Text.Json.Nodes;
using Coder.Infra.Helm.Releases;
using Coder.Infra.Protocol.Properties;
using Coder.Infra.Providers.Bridge;
using Coder.Infra.Providers.Kubernetes.Objects;

namespace Coder.Infra.Providers.Kubernetes.Releases;

/// <summary>A release's outputs as the state keeps them: its inputs as Helm recorded them, and what came of them (recorded in <c>up-create.jsonl</c>).</summary>
internal static class ReleaseState
{
    private const string Inputs = "__inputs";

    /// <summary>The outputs of inputs whose release is not there yet.</summary>
    public static PropertyMap Planned(PropertyMap inputs) => Of(inputs, inputs)
        .Set("resourceNames", PropertyValue.Computed)
        .Set("status", PropertyValue.Computed);

    /// <summary>The outputs of a release that is there.</summary>
    /// <param name="inputs">The program's inputs.</param>
    /// <param name="known">The inputs as they are known so far: the program's, or the state's at a refresh.</param>
    /// <param name="release">The revision; its values, chart version and status show in the outputs.</param>
    public static PropertyMap Of(PropertyMap inputs, PropertyMap known, Release release) => Of(inputs, Recorded(known, release))
        .Set("resourceNames", ResourceNames(release))
        .Set("status", PropertyMap.Of(
            ("appVersion", release.AppVersion),
            ("chart", release.ChartName),
            ("name", release.Name),
            ("namespace", release.Namespace),
            ("revision", (double)release.Version),
            ("status", release.Status.ToText()),
            ("version", release.ChartVersion)));

    /// <summary>The inputs that a state was made from; null for none.</summary>
    public static PropertyMap? InputsOf(PropertyMap state) => state.Get(Inputs)?.Reveal() is ObjectValue ? ObjectState.InputsOf(state) : null;

    /// <summary>The inputs with what a release's record says: its values over the known ones, its chart's version, and its names where none are known.</summary>
    public static PropertyMap Recorded(PropertyMap known, Release release)
    {
        known = ReleaseInputs.Complete(known);
        foreach (var (name, value) in new[] { ("name", release.Name), ("namespace", release.Namespace), ("chart", release.ChartName) })
        {
            if (known.Text(name) is null or "")
                known = known.Set(name, value);
        }

        var config = release.Config is { } given ? JsonProperties.FromJson(given) : PropertyMap.Empty;
        return known
            .Set("values", ReleaseValues.Merge(known.Map("values") ?? PropertyMap.Empty, config))
            .Set("version", release.ChartVersion);
    }

    private static PropertyMap Of(PropertyMap inputs, PropertyMap outputs) =>
        SecretMarks.Copy(outputs, inputs).Set(Inputs, new ObjectValue(inputs).AsSecret());

    /// <summary>The objects' names by kind: <c>Deployment.apps/apps/v1</c>, <c>Secret/v1</c>.</summary>
    private static PropertyMap ResourceNames(Release release) => PropertyMap.From(release.Objects
        .GroupBy(value => $"{KindOf(value)}/{value.ApiVersion()}")
        .Select(group => KeyValuePair.Create(group.Key, group.Select(value => value.FullName()).Order(StringComparer.Ordinal).AsValue())));

    private static string KindOf(JsonObject value) =>
        value.ApiVersion() is { } version && version.Contains('/') ? $"{value.Kind()}.{version[..version.IndexOf('/')]}" : value.Kind() ?? "";
}
