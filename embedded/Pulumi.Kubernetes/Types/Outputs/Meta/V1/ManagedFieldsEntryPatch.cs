using System.Text.Json;

namespace Pulumi.Kubernetes.Types.Outputs.Meta.V1;

/// <summary>The fields that one field manager owns, of which only the given fields are set.</summary>
[OutputType]
public sealed class ManagedFieldsEntryPatch
{
    /// <summary>The version of the API schema of the object.</summary>
    public readonly string ApiVersion;

    /// <summary>The field <c>fieldsType</c>.</summary>
    public readonly string FieldsType;

    /// <summary>The field <c>fieldsV1</c>.</summary>
    public readonly JsonElement FieldsV1;

    /// <summary>The field <c>manager</c>.</summary>
    public readonly string Manager;

    /// <summary>The field <c>operation</c>.</summary>
    public readonly string Operation;

    /// <summary>The field <c>subresource</c>.</summary>
    public readonly string Subresource;

    /// <summary>The field <c>time</c>.</summary>
    public readonly string Time;

    [OutputConstructor]
    private ManagedFieldsEntryPatch(
        string apiVersion,
        string fieldsType,
        JsonElement fieldsV1,
        string manager,
        string operation,
        string subresource,
        string time)
    {
        ApiVersion = apiVersion;
        FieldsType = fieldsType;
        FieldsV1 = fieldsV1;
        Manager = manager;
        Operation = operation;
        Subresource = subresource;
        Time = time;
    }
}
