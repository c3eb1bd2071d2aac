using System.Collections.Immutable;

namespace Pulumi.Kubernetes.Core.V1;

/// <summary>A secret.</summary>
[ResourceType("kubernetes:core/v1:Secret", null)]
public partial class Secret : KubernetesResource
{
    private const string TypeToken = "kubernetes:core/v1:Secret";

    /// <summary>Registers the resource.</summary>
    public Secret(string name, Types.Inputs.Core.V1.SecretArgs? args = null, CustomResourceOptions? options = null)
        : base(TypeToken, name, MakeArgs(args), Package.Options(Defaults, options))
    {
    }

    private Secret(string name, Input<string> id, CustomResourceOptions? options)
        : base(TypeToken, name, null, Package.Options(Defaults, options, id))
    {
    }

    /// <summary>The version of the API schema of the object.</summary>
    [Output("apiVersion")]
    public Output<string> ApiVersion { get; private set; } = null!;

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

    /// <summary>Data as texts, which the server encodes and takes into <c>data</c>.</summary>
    [Output("stringData")]
    public Output<ImmutableDictionary<string, string>> StringData { get; private set; } = null!;

    /// <summary>The type.</summary>
    [Output("type")]
    public Output<string> Type { get; private set; } = null!;

    private static CustomResourceOptions Defaults => new()
    {
        AdditionalSecretOutputs = { "data", "stringData" },
    };

    /// <summary>Reads an object that somebody else made; the id is <c>namespace/name</c>.</summary>
    public static Secret Get(string name, Input<string> id, CustomResourceOptions? options = null) => new(name, id, options);

    private static ResourceArgs MakeArgs(Types.Inputs.Core.V1.SecretArgs? args)
    {
        args ??= new Types.Inputs.Core.V1.SecretArgs();
        args.ApiVersion = "v1";
        args.Kind = "Secret";
        return args;
    }
}
