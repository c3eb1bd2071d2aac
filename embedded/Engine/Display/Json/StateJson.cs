using System.Collections.Immutable;
using Coder.Infra.Engine.Backend.Checkpoints;
using Coder.Infra.Engine.Deployment.Model;
using Coder.Infra.Protocol.Properties;

namespace Coder.Infra.Engine.Display.Json;

/// <summary>States and steps in JSON output: as in a checkpoint, with secrets as the text <c>[secret]</c>.</summary>
internal static class StateJson
{
    /// <summary>Writes a state.</summary>
    public static void Write(GoJsonWriter json, ResourceState state, DisplayOptions options) => ResourceJson.Write(
        json,
        state with { Inputs = Shown(WithoutTexts(state.Inputs), options.ShowSecrets), Outputs = Shown(WithoutTexts(state.Outputs), options.ShowSecrets) },
        SecretCoding.Plain,
        options.Forms);

    /// <summary>A map with secrets masked, or as plain values.</summary>
    public static PropertyMap Shown(PropertyMap map, bool showSecrets) =>
        PropertyMap.From(map.Select(entry => KeyValuePair.Create(entry.Key, Shown(entry.Value, showSecrets))));

    /// <summary>A map as events carry it: what is in a text asset is a user's file of any size, and left out.</summary>
    public static PropertyMap WithoutTexts(PropertyMap map) =>
        PropertyMap.From(map.Select(entry => KeyValuePair.Create(entry.Key, WithoutTexts(entry.Value))));

    /// <summary>Writes a detailed diff; null where the provider reported none.</summary>
    /// <param name="json">The writer.</param>
    /// <param name="step">The step.</param>
    /// <param name="kind">The field of the kind of a difference: <c>kind</c>, in events <c>diffKind</c>.</param>
    public static void WriteDetailedDiff(GoJsonWriter json, StepInfo step, string kind = "kind")
    {
        if (step.DetailedDiff is not { Count: > 0 } detailed)
        {
            json.Null();
            return;
        }

        json.BeginObject();
        foreach (var (path, difference) in detailed)
        {
            json.Name(path).BeginObject();
            json.Name(kind).String(KindOf(difference.Kind));
            json.Name("inputDiff").Bool(difference.IsInputDiff);
            json.EndObject();
        }

        json.EndObject();
    }

    /// <summary>A kind of difference by name.</summary>
    public static string KindOf(PropertyDifferenceKind kind) => kind switch
    {
        PropertyDifferenceKind.Add => "add",
        PropertyDifferenceKind.AddReplace => "add-replace",
        PropertyDifferenceKind.Delete => "delete",
        PropertyDifferenceKind.DeleteReplace => "delete-replace",
        PropertyDifferenceKind.Update => "update",
        _ => "update-replace",
    };

    private static PropertyValue WithoutTexts(PropertyValue value) => value switch
    {
        AssetValue { Text.Length: > 0 } asset => asset with { Text = "<contents elided>" },
        ArchiveValue { Assets: { } assets } archive => archive with { Assets = assets.ToImmutableSortedDictionary(entry => entry.Key, entry => WithoutTexts(entry.Value), StringComparer.Ordinal) },
        SecretValue secret => new SecretValue(WithoutTexts(secret.Value)),
        OutputValue { Value: { } known } output => output with { Value = WithoutTexts(known) },
        ArrayValue array => new ArrayValue([.. array.Items.Select(WithoutTexts)]),
        ObjectValue map => new ObjectValue(WithoutTexts(map.Properties)),
        _ => value,
    };

    private static PropertyValue Shown(PropertyValue value, bool showSecrets) => value switch
    {
        SecretValue secret => showSecrets ? Shown(secret.Value, showSecrets) : "[secret]",
        OutputValue { Secret: true } output => showSecrets && output.Value is { } known ? Shown(known, showSecrets) : "[secret]",
        OutputValue output => output.Value is { } known ? Shown(known, showSecrets) : PropertyValue.Computed,
        ArrayValue array => new ArrayValue([.. array.Items.Select(item => Shown(item, showSecrets))]),
        ObjectValue map => new ObjectValue(Shown(map.Properties, showSecrets)),
        _ => value,
    };
}
