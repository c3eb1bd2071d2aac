namespace Pulumi.Kubernetes.Networking.V1;

/// <summary>Fields of an ingress that somebody else made: they are applied with a field manager of their own, and taken back when the patch is deleted.</summary>
[ResourceType("kubernetes:networking.k8s.io/v1:IngressPatch", null)]
public partial class IngressPatch : KubernetesResource
{
    private const string TypeToken = "kubernetes:networking.k8s.io/v1:IngressPatch";

    /// <summary>Registers the resource.</summary>
    public IngressPatch(string name, Types.Inputs.Networking.V1.IngressPatchArgs? args = null, CustomResourceOptions? options = null)
        : base(TypeToken, name, MakeArgs(args), Package.Options(Defaults, options))
    {
    }

    private IngressPatch(string name, Input<string> id, CustomResourceOptions? options)
        : base(TypeToken, name, null, Package.Options(Defaults, options, id))
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

    /// <summary>How the object is wanted.</summary>
    [Output("spec")]
    public Output<Types.Outputs.Networking.V1.IngressSpecPatch> Spec { get; private set; } = null!;

    /// <summary>How the object was last seen.</summary>
    [Output("status")]
    public Output<Types.Outputs.Networking.V1.IngressStatusPatch> Status { get; private set; } = null!;

    private static CustomResourceOptions Defaults => new()
    {
        Aliases =
        {
            new Alias { Type = "kubernetes:extensions/v1beta1:IngressPatch" },
            new Alias { Type = "kubernetes:networking.k8s.io/v1beta1:IngressPatch" },
        },
    };

    /// <summary>Reads an object that somebody else made; the id is <c>namespace/name</c>.</summary>
    public static IngressPatch Get(string name, Input<string> id, CustomResourceOptions? options = null) => new(name, id, options);

    private static ResourceArgs MakeArgs(Types.Inputs.Networking.V1.IngressPatchArgs? args)
    {
        args ??= new Types.Inputs.Networking.V1.IngressPatchArgs();
        args.ApiVersion = "networking.k8s.io/v1";
        args.Kind = "Ingress";
        return args;
    }
}
