namespace Pulumi.Kubernetes.Networking.V1;

/// <summary>An ingress.</summary>
[ResourceType("kubernetes:networking.k8s.io/v1:Ingress", null)]
public partial class Ingress : KubernetesResource
{
    private const string TypeToken = "kubernetes:networking.k8s.io/v1:Ingress";

    /// <summary>Registers the resource.</summary>
    public Ingress(string name, Types.Inputs.Networking.V1.IngressArgs? args = null, CustomResourceOptions? options = null)
        : base(TypeToken, name, MakeArgs(args), Package.Options(Defaults, options))
    {
    }

    private Ingress(string name, Input<string> id, CustomResourceOptions? options)
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
    public Output<Types.Outputs.Meta.V1.ObjectMeta> Metadata { get; private set; } = null!;

    /// <summary>How the object is wanted.</summary>
    [Output("spec")]
    public Output<Types.Outputs.Networking.V1.IngressSpec> Spec { get; private set; } = null!;

    /// <summary>How the object was last seen.</summary>
    [Output("status")]
    public Output<Types.Outputs.Networking.V1.IngressStatus> Status { get; private set; } = null!;

    private static CustomResourceOptions Defaults => new()
    {
        Aliases =
        {
            new Alias { Type = "kubernetes:extensions/v1beta1:Ingress" },
            new Alias { Type = "kubernetes:networking.k8s.io/v1beta1:Ingress" },
        },
    };

    /// <summary>Reads an object that somebody else made; the id is <c>namespace/name</c>.</summary>
    public static Ingress Get(string name, Input<string> id, CustomResourceOptions? options = null) => new(name, id, options);

    private static ResourceArgs MakeArgs(Types.Inputs.Networking.V1.IngressArgs? args)
    {
        args ??= new Types.Inputs.Networking.V1.IngressArgs();
        args.ApiVersion = "networking.k8s.io/v1";
        args.Kind = "Ingress";
        return args;
    }
}
