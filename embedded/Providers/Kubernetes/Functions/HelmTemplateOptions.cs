using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;

namespace Coder.Infra.Providers.Kubernetes.Functions;

/// <summary>The argument <c>jsonOpts</c> of <c>kubernetes:helm:template</c>.</summary>
internal sealed record HelmTemplateOptions
{
    [JsonPropertyName("fetch_opts")]
    public HelmFetchOptions Fetch { get; init; } = new();

    [JsonPropertyName("api_versions")]
    public IReadOnlyList<string> ApiVersions { get; init; } = [];

    [JsonPropertyName("chart")]
    public string Chart { get; init; } = "";

    [JsonPropertyName("include_test_hook_resources")]
    public bool IncludeTests { get; init; }

    [JsonPropertyName("skip_crd_rendering")]
    public bool SkipCrds { get; init; }

    [JsonPropertyName("namespace")]
    public string Namespace { get; init; } = "";

    [JsonPropertyName("path")]
    public string Path { get; init; } = "";

    [JsonPropertyName("release_name")]
    public string ReleaseName { get; init; } = "";

    [JsonPropertyName("repo")]
    public string Repo { get; init; } = "";

    [JsonPropertyName("values")]
    public JsonObject? Values { get; init; }

    [JsonPropertyName("version")]
    public string Version { get; init; } = "";

    [JsonPropertyName("kube_version")]
    public string KubeVersion { get; init; } = "";

    /// <summary>Reads the options; fields that are null count as not given, as in Go.</summary>
    /// <exception cref="JsonException">It is not such an object.</exception>
    public static HelmTemplateOptions Parse(string json)
    {
        var given = JsonNode.Parse(json);
        if (given is not JsonObject options)
            return given is null ? new HelmTemplateOptions() : throw new JsonException("json: cannot unmarshal into a value of type provider.HelmChartOpts");
        DropNulls(options);
        if (options["fetch_opts"] is JsonObject fetch)
            DropNulls(fetch);
        return options.Deserialize<HelmTemplateOptions>()!;
    }

    private static void DropNulls(JsonObject options)
    {
        foreach (var name in options.Where(entry => entry.Value is null).Select(entry => entry.Key).ToList())
            options.Remove(name);
    }
}

/// <summary>Where and how to fetch the chart.</summary>
internal sealed record HelmFetchOptions
{
    [JsonPropertyName("ca_file")]
    public string CaFile { get; init; } = "";

    [JsonPropertyName("cert_file")]
    public string CertFile { get; init; } = "";

    [JsonPropertyName("devel")]
    public bool Devel { get; init; }

    [JsonPropertyName("key_file")]
    public string KeyFile { get; init; } = "";

    [JsonPropertyName("password")]
    public string Password { get; init; } = "";

    [JsonPropertyName("repo")]
    public string Repo { get; init; } = "";

    [JsonPropertyName("username")]
    public string Username { get; init; } = "";

    [JsonPropertyName("verify")]
    public bool Verify { get; init; }

    [JsonPropertyName("version")]
    public string Version { get; init; } = "";
}
