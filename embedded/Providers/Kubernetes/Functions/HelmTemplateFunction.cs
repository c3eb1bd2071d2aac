using System.Text.Json;
using System.Text.Json.Nodes;
using Coder.Infra.Helm.Charts;
using Coder.Infra.Helm.Go;
using Coder.Infra.Helm.Kube;
using Coder.Infra.Helm.Releases;
using Coder.Infra.Helm.Yaml;
using Coder.Infra.Protocol;
using Coder.Infra.Protocol.Properties;
using Coder.Infra.Providers.Kubernetes.Objects;
using Grpc.Core;
using Pulumirpc;

namespace Coder.Infra.Providers.Kubernetes.Functions;

/// <summary>
/// The function <c>kubernetes:helm:template</c>: the objects of a chart as <c>helm template</c> renders them, with the version
/// and API versions of the cluster where it answers (<c>invoke_helm_template.go</c>; recorded in <c>import-up.jsonl</c>).
/// </summary>
internal sealed class HelmTemplateFunction(Cluster cluster, IEngineLog log)
{
    public const string Token = "kubernetes:helm:template";

    private const string DefaultNamespace = "default";

    /// <summary>Renders the chart; a secret argument makes the result secret.</summary>
    /// <exception cref="RpcException">The options, the chart or its values are wrong.</exception>
    public async Task<InvokeResponse> InvokeAsync(InvokeRequest request, CancellationToken cancellationToken)
    {
        var argument = Wire.Read(request.Args).Get("jsonOpts");
        if (argument?.Reveal() is not StringValue { Value: var json })
            throw Wire.Failed("missing required field 'jsonOpts' of type string");
        HelmTemplateOptions options;
        try
        {
            options = HelmTemplateOptions.Parse(json);
        }
        catch (JsonException error)
        {
            throw Wire.Failed("failed to unmarshal 'jsonOpts'", error);
        }

        using var cancellation = cluster.Begin("", cancellationToken);
        var manifest = await GenerateAsync(options, cancellation.Token).ConfigureAwait(false);
        var objects = await DecodeAsync(manifest, options.Namespace, cancellation.Token).ConfigureAwait(false);
        PropertyValue result = new ArrayValue([.. objects.Select(value => (PropertyValue)JsonProperties.FromJson(WithoutNulls(value)))]);
        return new InvokeResponse { Return = Wire.Write(PropertyMap.Of(("result", argument.ContainsSecrets ? result.AsSecret() : result))) };
    }

    private async Task<string> GenerateAsync(HelmTemplateOptions options, CancellationToken cancellationToken)
    {
        var step = options.Path.Length > 0 ? "failed to load chart from temp directory" : "failed to pull chart";
        try
        {
            if (options.Repo.StartsWith("http", StringComparison.Ordinal))
                throw Failed("'repo' option specifies the name of the Helm Chart repo, not the URL.Use 'fetchOpts.repo' to specify a URL for a remote Chart");
            var chart = await LoadAsync(options, cancellationToken).ConfigureAwait(false);
            var seen = await SeenAsync(options, cancellationToken).ConfigureAwait(false);
            step = "failed to create chart from template";
            return ChartTemplate.Render(
                chart, options.Values is { } values ? GoJson.UnmarshalMap(values.ToJsonString()) ?? [] : [], options.ReleaseName, NamespaceOf(options), seen, cancellationToken);
        }
        catch (Exception error) when (error is HelmException or ChartException or YamlException)
        {
            throw Failed($"{step}: {error.Message}");
        }
    }

    private static RpcException Failed(string message) => Wire.Failed($"failed to generate YAML for specified Helm chart: {message}");

    private static string NamespaceOf(HelmTemplateOptions options) => options.Namespace.Length > 0 ? options.Namespace : DefaultNamespace;

    private async Task<Chart> LoadAsync(HelmTemplateOptions options, CancellationToken cancellationToken)
    {
        if (options.Fetch.Verify)
            throw new ChartException("verify is not supported by the built-in kubernetes provider. Verify the chart before, or run with the official plugin: --plugins official");
        if (options.Path.Length > 0)
            return ChartLoader.Load(Path.Combine(cluster.Folder, options.Path, options.Chart));
        var version = options.Version.Length > 0 ? options.Version : options.Fetch.Version;
        var fetch = options.Fetch;
        return await ChartSource.LoadAsync(
            new ChartReference(ChartName(options))
            {
                Version = version.Length == 0 && fetch.Devel ? ">0.0.0-0" : version,
                RepositoryUrl = fetch.Repo,
                Username = fetch.Username,
                Password = fetch.Password,
                CaFile = fetch.CaFile,
                CertFile = fetch.CertFile,
                KeyFile = fetch.KeyFile,
            },
            cancellation: cancellationToken).ConfigureAwait(false);
    }

    /// <summary>The chart's name, with the name of its repository before it unless that is given by URL.</summary>
    private static string ChartName(HelmTemplateOptions options)
    {
        var prefix = options.Repo.TrimEnd('/') + "/";
        var hasName = options.Fetch.Repo.Length > 0 || options.Repo.Length == 0 || options.Chart.StartsWith(prefix, StringComparison.Ordinal);
        return hasName ? options.Chart : prefix + options.Chart;
    }

    private async Task<ChartTemplateOptions> SeenAsync(HelmTemplateOptions options, CancellationToken cancellationToken)
    {
        var seen = new ChartTemplateOptions { ApiVersions = options.ApiVersions, SkipCrds = options.SkipCrds, IncludeTests = options.IncludeTests };
        try
        {
            if (options.KubeVersion.Length > 0)
                seen = seen with { KubeVersion = KubeVersion.Parse(options.KubeVersion) };
        }
        catch (SemVersionException error)
        {
            throw Failed($"could not get parse kube_version \"{options.KubeVersion}\" from chart options: {error.Message}");
        }

        if (!cluster.IsReachable)
            return seen;
        try
        {
            return await ChartTemplate.OfClusterAsync(cluster.Client, seen, cancellationToken).ConfigureAwait(false);
        }
        catch (KubeException error)
        {
            log.Log(LogSeverity.Warning, $"unable to determine cluster's API version: could not get server version from Kubernetes: {error.Message}");
            return seen;
        }
    }

    private async Task<List<JsonObject>> DecodeAsync(string manifest, string @namespace, CancellationToken cancellationToken)
    {
        IReadOnlyList<JsonObject> documents;
        try
        {
            documents = ChartTemplate.Decode(manifest);
        }
        catch (HelmException error)
        {
            throw Wire.Failed("failed to decode YAML for specified Helm chart", error);
        }

        var objects = documents.Where(value => value.Kind() is { Length: > 0 } && value.ApiVersion() is { Length: > 0 }).ToList();
        foreach (var value in objects.Where(value => @namespace.Length > 0 && value.Namespace() is null or ""))
        {
            if (await cluster.IsNamespacedAsync(value.ApiVersion()!, value.Kind()!, cancellationToken).ConfigureAwait(false))
                Metadata(value)["namespace"] = @namespace;
        }

        return objects;
    }

    private static JsonObject Metadata(JsonObject value)
    {
        if (value["metadata"] is JsonObject metadata)
            return metadata;
        var made = new JsonObject();
        value["metadata"] = made;
        return made;
    }

    private static JsonObject WithoutNulls(JsonObject value)
    {
        foreach (var (name, item) in value.ToList())
        {
            if (item is null)
                value.Remove(name);
            else
                DropNulls(item);
        }

        return value;
    }

    private static void DropNulls(JsonNode? value)
    {
        switch (value)
        {
            case JsonObject map:
                WithoutNulls(map);
                break;
            case JsonArray list:
                foreach (var item in list.Where(item => item is null).ToList())
                    list.Remove(item);
                foreach (var item in list)
                    DropNulls(item);
                break;
        }
    }
}
