using Coder.Infra.Protocol.Properties;
using Grpc.Core;
using Pulumirpc;

namespace Coder.Infra.Providers.Bridge;

/// <summary>A resource that Pulumi takes over from a Terraform provider: a schema, and what makes and reads it.</summary>
internal abstract class BridgedResource
{
    /// <summary>The type token, for instance <c>random:index/randomId:RandomId</c>.</summary>
    public abstract string Token { get; }

    /// <summary>The type in Terraform, for instance <c>random_id</c>.</summary>
    public abstract string TerraformType { get; }

    /// <summary>The version of the Terraform schema, which the state has in <c>__meta</c> unless it is 0.</summary>
    public virtual int SchemaVersion => 0;

    /// <summary>The attributes, without <c>id</c>.</summary>
    public abstract IReadOnlyList<ResourceAttribute> Attributes { get; }

    /// <summary>What is wrong with the inputs beyond types, ranges and missing values, as pairs of attribute and reason.</summary>
    public virtual IEnumerable<(string Attribute, string Reason)> Validate(PropertyMap inputs) => [];

    /// <summary>Corrects what the defaults give, where values depend on each other.</summary>
    public virtual PropertyMap Plan(PropertyMap planned, PropertyMap inputs) => planned;

    /// <summary>Attributes that call for a new resource though no input changed.</summary>
    public virtual IEnumerable<string> Expired(PropertyMap state) => [];

    /// <summary>Makes the resource: the planned attributes with all computed ones and <c>id</c>.</summary>
    public abstract PropertyMap Create(PropertyMap planned);

    /// <summary>The state as it is now.</summary>
    public virtual PropertyMap Refresh(PropertyMap state) => state;

    /// <summary>The state of a resource that is taken over by its id.</summary>
    public virtual PropertyMap Import(string id) =>
        throw new RpcException(new Status(
            StatusCode.Unknown,
            $"Resource Import Not Implemented: This resource does not support import. Please contact the provider developer for additional information. ({TerraformType} {id})"));

    /// <summary>An error of the resource's own making.</summary>
    protected static RpcException Failed(string summary, string detail) =>
        new(new Status(StatusCode.Unknown, $"{summary}: {detail}"));

    /// <summary>The attribute of a name.</summary>
    public ResourceAttribute? Find(string name) => Attributes.FirstOrDefault(attribute => attribute.Name == name);

    /// <summary>A failure of a check in the words the bridge uses.</summary>
    public static CheckFailure Failure(string resource, string attribute, string reason) =>
        new() { Property = attribute, Reason = $"{reason}. Examine values at '{resource}.{attribute}'." };
}
