using System.Collections.Immutable;

namespace Pulumi.Kubernetes.Types.Inputs.Helm.V3;

/// <summary>What <see cref="Pulumi.Kubernetes.Helm.V3.Release"/> takes.</summary>
public sealed class ReleaseArgs : ResourceArgs
{
    /// <summary>The field <c>allowNullValues</c>.</summary>
    [Input("allowNullValues")]
    public Input<bool>? AllowNullValues { get; set; }

    /// <summary>A failed install is taken away, a failed upgrade rolled back.</summary>
    [Input("atomic")]
    public Input<bool>? Atomic { get; set; }

    /// <summary>The chart: a name in the repository, a path, or a URL.</summary>
    [Input("chart", required: true)]
    public Input<string> Chart { get; set; } = null!;

    /// <summary>Delete what a failed upgrade made.</summary>
    [Input("cleanupOnFail")]
    public Input<bool>? CleanupOnFail { get; set; }

    /// <summary>Kept for old programs; set by the resource.</summary>
    [Input("compat")]
    public Input<string>? Compat { get; set; }

    /// <summary>Create the namespace if it is not there.</summary>
    [Input("createNamespace")]
    public Input<bool>? CreateNamespace { get; set; }

    /// <summary>The field <c>dependencyUpdate</c>.</summary>
    [Input("dependencyUpdate")]
    public Input<bool>? DependencyUpdate { get; set; }

    /// <summary>The field <c>description</c>.</summary>
    [Input("description")]
    public Input<string>? Description { get; set; }

    /// <summary>The field <c>devel</c>.</summary>
    [Input("devel")]
    public Input<bool>? Devel { get; set; }

    /// <summary>The field <c>disableCRDHooks</c>.</summary>
    [Input("disableCRDHooks")]
    public Input<bool>? DisableCRDHooks { get; set; }

    /// <summary>The field <c>disableOpenapiValidation</c>.</summary>
    [Input("disableOpenapiValidation")]
    public Input<bool>? DisableOpenapiValidation { get; set; }

    /// <summary>The field <c>disableWebhooks</c>.</summary>
    [Input("disableWebhooks")]
    public Input<bool>? DisableWebhooks { get; set; }

    /// <summary>The field <c>forceUpdate</c>.</summary>
    [Input("forceUpdate")]
    public Input<bool>? ForceUpdate { get; set; }

    /// <summary>The field <c>keyring</c>.</summary>
    [Input("keyring")]
    public Input<string>? Keyring { get; set; }

    /// <summary>The field <c>lint</c>.</summary>
    [Input("lint")]
    public Input<bool>? Lint { get; set; }

    [Input("manifest")]
    private InputMap<object>? _manifest;

    /// <summary>The rendered objects.</summary>
    public InputMap<object> Manifest { get => _manifest ??= new InputMap<object>(); set => _manifest = value; }

    /// <summary>The field <c>maxHistory</c>.</summary>
    [Input("maxHistory")]
    public Input<int>? MaxHistory { get; set; }

    /// <summary>The name.</summary>
    [Input("name")]
    public Input<string>? Name { get; set; }

    /// <summary>The namespace.</summary>
    [Input("namespace")]
    public Input<string>? Namespace { get; set; }

    /// <summary>The field <c>postrender</c>.</summary>
    [Input("postrender")]
    public Input<string>? Postrender { get; set; }

    /// <summary>The field <c>recreatePods</c>.</summary>
    [Input("recreatePods")]
    public Input<bool>? RecreatePods { get; set; }

    /// <summary>The field <c>renderSubchartNotes</c>.</summary>
    [Input("renderSubchartNotes")]
    public Input<bool>? RenderSubchartNotes { get; set; }

    /// <summary>The field <c>replace</c>.</summary>
    [Input("replace")]
    public Input<bool>? Replace { get; set; }

    /// <summary>The repository the chart is in.</summary>
    [Input("repositoryOpts")]
    public Input<Types.Inputs.Helm.V3.RepositoryOptsArgs>? RepositoryOpts { get; set; }

    /// <summary>The field <c>resetValues</c>.</summary>
    [Input("resetValues")]
    public Input<bool>? ResetValues { get; set; }

    [Input("resourceNames")]
    private InputMap<ImmutableArray<string>>? _resourceNames;

    /// <summary>The names of the objects of the release, by kind and API version.</summary>
    public InputMap<ImmutableArray<string>> ResourceNames { get => _resourceNames ??= new InputMap<ImmutableArray<string>>(); set => _resourceNames = value; }

    /// <summary>The field <c>reuseValues</c>.</summary>
    [Input("reuseValues")]
    public Input<bool>? ReuseValues { get; set; }

    /// <summary>Do not wait until the resources are ready.</summary>
    [Input("skipAwait")]
    public Input<bool>? SkipAwait { get; set; }

    /// <summary>The field <c>skipCrds</c>.</summary>
    [Input("skipCrds")]
    public Input<bool>? SkipCrds { get; set; }

    /// <summary>Seconds to wait for each Kubernetes operation.</summary>
    [Input("timeout")]
    public Input<int>? Timeout { get; set; }

    [Input("valueYamlFiles")]
    private InputList<AssetOrArchive>? _valueYamlFiles;

    /// <summary>Files with values, merged in order.</summary>
    public InputList<AssetOrArchive> ValueYamlFiles { get => _valueYamlFiles ??= new InputList<AssetOrArchive>(); set => _valueYamlFiles = value; }

    [Input("values")]
    private InputMap<object>? _values;

    /// <summary>Values for the chart, merged over its own.</summary>
    public InputMap<object> Values { get => _values ??= new InputMap<object>(); set => _values = value; }

    /// <summary>The field <c>verify</c>.</summary>
    [Input("verify")]
    public Input<bool>? Verify { get; set; }

    /// <summary>The version.</summary>
    [Input("version")]
    public Input<string>? Version { get; set; }

    /// <summary>Wait until jobs are complete, too.</summary>
    [Input("waitForJobs")]
    public Input<bool>? WaitForJobs { get; set; }
}
