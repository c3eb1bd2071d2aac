using System.Collections.Immutable;

namespace Pulumi.Kubernetes.Core.V1;

/// <summary>A config map.</summary>
[ResourceType("kubernetes:core/v1:ConfigMap", null)]
public partial class ConfigMap : KubernetesResource
{
    private const string TypeToken = "kubernetes:core/v1:ConfigMap";

    /// <summary>Registers the resource.</summary>
    public ConfigMap(string name, Types.Inputs.Core.V1.ConfigMapArgs? args = null, CustomResourceOptions? options = null)
        : base(TypeToken, name, MakeArgs(args), Package.Options(null, options))
    {
    }

    private ConfigMap(string name, Input<string> id, CustomResourceOptions? options)
        : base(TypeToken, name, null, Package.Options(null, options, id))
    {
    }

    /// <summary>The version of the API schema of the object.</summary>
    [Output("apiVersion")]
    public Output<string> ApiVersion { get; private set; } = null!;

    /// <summary>The field <c>binaryData</c>.</summary>
    [Output("binaryData")]
    public Output<ImmutableDictionary<string, string>> BinaryData { get; private set; } = null!;

    /// <summary>The data.</summary>
    [Output("data")]
    public Output<ImmutableDictionary<string, string>> Data { get; private set; } = null!;

    /// <summary>The data can no longer be changed.</summary>
    [Output("immutable")]
    public Output<bool> Immutable { get; private set; } = null!;

    /// <summary>The kind of the object.</summary>
    [Output("kind")]
    public Output<string> Kind { get; private set; } = null!;

    /// <summary>Name, namespace, labels, annotations and what the server keeps about the object.</summary>
    [Output("metadata")]
    public Output<Types.Outputs.Meta.V1.ObjectMeta> Metadata { get; private set; } = null!;

    /// <summary>Reads an object that somebody else made; the id is <c>namespace/name</c>.</summary>
    public static ConfigMap Get(string name, Input<string> id, CustomResourceOptions? options = null) => new(name, id, options);

    private static ResourceArgs MakeArgs(Types.Inputs.Core.V1.ConfigMapArgs? args)
    {
        args ??= new Types.Inputs.Core.V1.ConfigMapArgs();
        args.ApiVersion = "v1";
        args.Kind = "ConfigMap";
        return args;
    }
}
