using System.Text.Json.Nodes;
using Coder.Infra.Protocol.Properties;
using Coder.Infra.Providers.Bridge;

namespace Coder.Infra.Providers.Kubernetes.Objects;

/// <summary>
/// An object's outputs as the state keeps them: the live object, and beside it what it was made from
/// (<c>__inputs</c>), in which version (<c>__initialApiVersion</c>) and by which field manager. Recorded in <c>up-create.jsonl</c>.
/// </summary>
internal static class ObjectState
{
    private const string Inputs = "__inputs";
    private const string InitialApiVersion = "__initialApiVersion";
    private const string Manager = "__fieldManager";

    /// <summary>The outputs of a live object.</summary>
    public static PropertyMap Of(JsonObject live, PropertyMap inputs, string? initialApiVersion, string fieldManager)
    {
        var outputs = SecretMarks.Copy(JsonProperties.FromJson(live), inputs);
        var kept = inputs;
        if (live.Kind() == "Secret" && live.ApiVersion() == "v1")
            (outputs, kept) = (SecretMarks.MarkData(outputs), SecretMarks.MarkData(kept));
        return outputs
            .Set(Inputs, kept)
            .Set(InitialApiVersion, initialApiVersion ?? live.ApiVersion() ?? "")
            .Set(Manager, fieldManager);
    }

    /// <summary>The inputs that a state was made from.</summary>
    public static PropertyMap? InputsOf(PropertyMap state) => state.Get(Inputs) switch
    {
        ObjectValue o => o.Properties,
        SecretValue { Value: ObjectValue o } => o.Properties,
        _ => null,
    };

    /// <summary>The API version that the object was made in.</summary>
    public static string? InitialApiVersionOf(PropertyMap state) => state.Text(InitialApiVersion);

    /// <summary>The name under which the object's fields are owned.</summary>
    public static string? FieldManagerOf(PropertyMap state) => state.Text(Manager);
}
