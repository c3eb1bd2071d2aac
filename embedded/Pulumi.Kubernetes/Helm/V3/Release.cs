using System.Collections.Immutable;

namespace Pulumi.Kubernetes.Helm.V3;

/// <summary>A Helm release: the provider renders, installs, upgrades, waits for and uninstalls the chart, as Helm does.</summary>
[ResourceType("kubernetes:helm.sh/v3:Release", null)]
public partial class Release : KubernetesResource
{
    private const string TypeToken = "kubernetes:helm.sh/v3:Release";

    /// <summary>Registers the resource.</summary>
    public Release(string name, Types.Inputs.Helm.V3.ReleaseArgs? args = null, CustomResourceOptions? options = null)
        : base(TypeToken, name, MakeArgs(args), Package.Options(null, options))
    {
    }

    private Release(string name, Input<string> id, CustomResourceOptions? options)
        : base(TypeToken, name, null, Package.Options(null, options, id))
    {
    }

    /// <summary>The field <c>allowNullValues</c>.</summary>
    [Output("allowNullValues")]
    public Output<bool> AllowNullValues { get; private set; } = null!;

    /// <summary>A failed install is taken away, a failed upgrade rolled back.</summary>
    [Output("atomic")]
    public Output<bool> Atomic { get; private set; } = null!;

    /// <summary>The chart: a name in the repository, a path, or a URL.</summary>
    [Output("chart")]
    public Output<string> Chart { get; private set; } = null!;

    /// <summary>Delete what a failed upgrade made.</summary>
    [Output("cleanupOnFail")]
    public Output<bool> CleanupOnFail { get; private set; } = null!;

    /// <summary>Create the namespace if it is not there.</summary>
    [Output("createNamespace")]
    public Output<bool> CreateNamespace { get; private set; } = null!;

    /// <summary>The field <c>dependencyUpdate</c>.</summary>
    [Output("dependencyUpdate")]
    public Output<bool> DependencyUpdate { get; private set; } = null!;

    /// <summary>The field <c>description</c>.</summary>
    [Output("description")]
    public Output<string> Description { get; private set; } = null!;

    /// <summary>The field <c>devel</c>.</summary>
    [Output("devel")]
    public Output<bool> Devel { get; private set; } = null!;

    /// <summary>The field <c>disableCRDHooks</c>.</summary>
    [Output("disableCRDHooks")]
    public Output<bool> DisableCRDHooks { get; private set; } = null!;

    /// <summary>The field <c>disableOpenapiValidation</c>.</summary>
    [Output("disableOpenapiValidation")]
    public Output<bool> DisableOpenapiValidation { get; private set; } = null!;

    /// <summary>The field <c>disableWebhooks</c>.</summary>
    [Output("disableWebhooks")]
    public Output<bool> DisableWebhooks { get; private set; } = null!;

    /// <summary>The field <c>forceUpdate</c>.</summary>
    [Output("forceUpdate")]
    public Output<bool> ForceUpdate { get; private set; } = null!;

    /// <summary>The field <c>keyring</c>.</summary>
    [Output("keyring")]
    public Output<string> Keyring { get; private set; } = null!;

    /// <summary>The field <c>lint</c>.</summary>
    [Output("lint")]
    public Output<bool> Lint { get; private set; } = null!;

    /// <summary>The rendered objects.</summary>
    [Output("manifest")]
    public Output<ImmutableDictionary<string, object>> Manifest { get; private set; } = null!;

    /// <summary>The field <c>maxHistory</c>.</summary>
    [Output("maxHistory")]
    public Output<int> MaxHistory { get; private set; } = null!;

    /// <summary>The name.</summary>
    [Output("name")]
    public Output<string> Name { get; private set; } = null!;

    /// <summary>The namespace.</summary>
    [Output("namespace")]
    public Output<string> Namespace { get; private set; } = null!;

    /// <summary>The field <c>postrender</c>.</summary>
    [Output("postrender")]
    public Output<string> Postrender { get; private set; } = null!;

    /// <summary>The field <c>recreatePods</c>.</summary>
    [Output("recreatePods")]
    public Output<bool> RecreatePods { get; private set; } = null!;

    /// <summary>The field <c>renderSubchartNotes</c>.</summary>
    [Output("renderSubchartNotes")]
    public Output<bool> RenderSubchartNotes { get; private set; } = null!;

    /// <summary>The field <c>replace</c>.</summary>
    [Output("replace")]
    public Output<bool> Replace { get; private set; } = null!;

    /// <summary>The repository the chart is in.</summary>
    [Output("repositoryOpts")]
    public Output<Types.Outputs.Helm.V3.RepositoryOpts> RepositoryOpts { get; private set; } = null!;

    /// <summary>The field <c>resetValues</c>.</summary>
    [Output("resetValues")]
    public Output<bool> ResetValues { get; private set; } = null!;

    /// <summary>The names of the objects of the release, by kind and API version.</summary>
    [Output("resourceNames")]
    public Output<ImmutableDictionary<string, ImmutableArray<string>>> ResourceNames { get; private set; } = null!;

    /// <summary>The field <c>reuseValues</c>.</summary>
    [Output("reuseValues")]
    public Output<bool> ReuseValues { get; private set; } = null!;

    /// <summary>Do not wait until the resources are ready.</summary>
    [Output("skipAwait")]
    public Output<bool> SkipAwait { get; private set; } = null!;

    /// <summary>The field <c>skipCrds</c>.</summary>
    [Output("skipCrds")]
    public Output<bool> SkipCrds { get; private set; } = null!;

    /// <summary>How the object was last seen.</summary>
    [Output("status")]
    public Output<Types.Outputs.Helm.V3.ReleaseStatus> Status { get; private set; } = null!;

    /// <summary>Seconds to wait for each Kubernetes operation.</summary>
    [Output("timeout")]
    public Output<int> Timeout { get; private set; } = null!;

    /// <summary>Files with values, merged in order.</summary>
    [Output("valueYamlFiles")]
    public Output<ImmutableArray<AssetOrArchive>> ValueYamlFiles { get; private set; } = null!;

    /// <summary>Values for the chart, merged over its own.</summary>
    [Output("values")]
    public Output<ImmutableDictionary<string, object>> Values { get; private set; } = null!;

    /// <summary>The field <c>verify</c>.</summary>
    [Output("verify")]
    public Output<bool> Verify { get; private set; } = null!;

    /// <summary>The version.</summary>
    [Output("version")]
    public Output<string> Version { get; private set; } = null!;

    /// <summary>Wait until jobs are complete, too.</summary>
    [Output("waitForJobs")]
    public Output<bool> WaitForJobs { get; private set; } = null!;

    /// <summary>Reads an object that somebody else made; the id is <c>namespace/name</c>.</summary>
    public static Release Get(string name, Input<string> id, CustomResourceOptions? options = null) => new(name, id, options);

    private static ResourceArgs MakeArgs(Types.Inputs.Helm.V3.ReleaseArgs? args)
    {
        args ??= new Types.Inputs.Helm.V3.ReleaseArgs();
        args.Compat = "true";
        return args;
    }
}
