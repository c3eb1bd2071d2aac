using System.Collections.Immutable;
using System.Text.Json.Nodes;
using Coder.Infra.Kubernetes;
using Coder.Infra.Settings;
using Pulumi;

namespace Coder.Infra.Releases;

/// <summary>Shows at a preview what an upgrade changes in the cluster: what the chart would give, held against the release's record.</summary>
internal static class ReleasePreview
{
    /// <summary>A value that stands for a token that is not known before the registration.</summary>
    public const string NotYetKnown = "known after the registration";

    /// <summary>Shows it on the release.</summary>
    /// <param name="plan">The release.</param>
    /// <param name="settings">The settings.</param>
    /// <param name="newest">The newest revision; null where there is none.</param>
    /// <param name="token">The token; null while it is not known.</param>
    /// <param name="cluster">The provider that renders the chart.</param>
    /// <param name="release">The release.</param>
    public static async Task ShowAsync(ReleasePlan plan, StackSettings settings, HelmRecord? newest, string? token, ClusterProvider cluster, Resource release)
    {
        IReadOnlyList<JsonObject> wanted;
        try
        {
            var options = new JsonObject
            {
                ["chart"] = settings.ChartName,
                ["version"] = plan.Version,
                ["namespace"] = settings.Namespace,
                ["release_name"] = plan.Name,
                ["values"] = plan.Plain(token ?? NotYetKnown),
                ["skip_crd_rendering"] = true,
            };
            if (settings.ChartRepository is { } repository)
                options["fetch_opts"] = new JsonObject { ["repo"] = repository };
            else
                options["path"] = settings.ChartPath;
            var answer = await Deployment.Instance.InvokeAsync<HelmTemplate>(
                "kubernetes:helm:template", new HelmTemplateArgs { JsonOpts = Output.CreateSecret(options.ToJsonString()) }, new InvokeOptions { Provider = cluster });
            wanted = [.. answer.Result.Select(value => (JsonObject)Json(value)!)];
        }
        catch (Exception error) when (error is not OperationCanceledException)
        {
            Log.Warn($"What changes inside the release cannot be shown: {Masked(error.Message, token)}", release);
            return;
        }

        var changes = ManifestDifference.Between(newest is null ? [] : Manifest.Objects(newest.Manifest), wanted, settings.Namespace, token is null ? [NotYetKnown] : [token]);
        if (changes.Count > 0)
            Log.Info($"{(newest is null ? "The release adds to the cluster" : "Changes in the cluster")}:\n{string.Join('\n', changes)}", release);
    }

    private static string Masked(string message, string? token) => token is null ? message : message.Replace(token, "[secret]", StringComparison.Ordinal);

    private static JsonNode? Json(object? value) => value switch
    {
        ImmutableDictionary<string, object> map => new JsonObject(map.Select(member => KeyValuePair.Create(member.Key, Json(member.Value)))),
        ImmutableArray<object> list => new JsonArray([.. list.Select(Json)]),
        bool flag => JsonValue.Create(flag),
        double number when number == Math.Floor(number) && Math.Abs(number) < 1e15 => JsonValue.Create((long)number),
        double number => JsonValue.Create(number),
        string text => JsonValue.Create(text),
        _ => null,
    };
}

/// <summary>Arguments of the Kubernetes plugin's function <c>kubernetes:helm:template</c>.</summary>
internal sealed class HelmTemplateArgs : InvokeArgs
{
    /// <summary>JSON: <c>chart</c>, <c>version</c>, <c>namespace</c>, <c>release_name</c>, <c>values</c>, <c>fetch_opts.repo</c>, <c>path</c>, <c>skip_crd_rendering</c>.</summary>
    [Input("jsonOpts", required: true)]
    public Input<string> JsonOpts { get; set; } = null!;
}

/// <summary>What the function gives: the chart's objects, hooks left out.</summary>
[OutputType]
internal sealed class HelmTemplate
{
    /// <summary>The objects.</summary>
    public ImmutableArray<ImmutableDictionary<string, object>> Result { get; }

    /// <summary>Made from the answer.</summary>
    [OutputConstructor]
    public HelmTemplate(ImmutableArray<ImmutableDictionary<string, object>> result) => Result = result;
}
