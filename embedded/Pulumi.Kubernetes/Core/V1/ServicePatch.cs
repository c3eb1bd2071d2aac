namespace Pulumi.Kubernetes.Core.V1;

/// <summary>Fields of a service that somebody else made: they are applied with a field manager of their own, and taken back when the patch is deleted.</summary>
[ResourceType("kubernetes:core/v1:ServicePatch", null)]
public partial class ServicePatch : KubernetesResource
{
    private const string TypeToken = "kubernetes:core/v1:ServicePatch";

    /// <summary>Registers the resource.</summary>
    public ServicePatch(string name, Types.Inputs.Core.V1.ServicePatchArgs? args = null, CustomResourceOptions? options = null)
        : base(TypeToken, name, MakeArgs(args), Package.Options(null, options))
    {
    }

    private ServicePatch(string name, Input<string> id, CustomResourceOptions? options)
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
    public Output<Types.Outputs.Meta.V1.ObjectMetaPatch> Metadata { get; private set; } = null!;

    /// <summary>Reads an object that somebody else made; the id is <c>namespace/name</c>.</summary>
    public static ServicePatch Get(string name, Input<string> id, CustomResourceOptions? options = null) => new(name, id, options);

    private static ResourceArgs MakeArgs(Types.Inputs.Core.V1.ServicePatchArgs? args)
    {
        args ??= new Types.Inputs.Core.V1.ServicePatchArgs();
        args.ApiVersion = "v1";
        args.Kind = "Service";
        return args;
    }
}
