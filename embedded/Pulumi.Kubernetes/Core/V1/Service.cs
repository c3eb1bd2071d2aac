namespace Pulumi.Kubernetes.Core.V1;

/// <summary>A service.</summary>
[ResourceType("kubernetes:core/v1:Service", null)]
public partial class Service : KubernetesResource
{
    private const string TypeToken = "kubernetes:core/v1:Service";

    /// <summary>Registers the resource.</summary>
    public Service(string name, Types.Inputs.Core.V1.ServiceArgs? args = null, CustomResourceOptions? options = null)
        : base(TypeToken, name, MakeArgs(args), Package.Options(null, options))
    {
    }

    private Service(string name, Input<string> id, CustomResourceOptions? options)
        : base(TypeToken, name, null, Package.Options(null, options, id))
    {
    }

    /// <summary>The version of the API schema of the object.</summary>
    [Output("apiVersion")]
    public Output<string> ApiVersion { get; private set; } = null!;

    /// <summary>The kind of the object.</summary>
    [Output("kind")]
    public Output<string> Kind { get; private set; } = null!;

    /// <summary>Name, namespace, labels, annotations and what the server keeps about the object.</summary>
    [Output("metadata")]
    public Output<Types.Outputs.Meta.V1.ObjectMeta> Metadata { get; private set; } = null!;

    /// <summary>How the object is wanted.</summary>
    [Output("spec")]
    public Output<Types.Outputs.Core.V1.ServiceSpec> Spec { get; private set; } = null!;

    /// <summary>How the object was last seen.</summary>
    [Output("status")]
    public Output<Types.Outputs.Core.V1.ServiceStatus> Status { get; private set; } = null!;

    /// <summary>Reads an object that somebody else made; the id is <c>namespace/name</c>.</summary>
    public static Service Get(string name, Input<string> id, CustomResourceOptions? options = null) => new(name, id, options);

    private static ResourceArgs MakeArgs(Types.Inputs.Core.V1.ServiceArgs? args)
    {
        args ??= new Types.Inputs.Core.V1.ServiceArgs();
        args.ApiVersion = "v1";
        args.Kind = "Service";
        return args;
    }
}
