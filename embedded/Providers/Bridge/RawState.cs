using System.Globalization;
using Coder.Infra.Protocol.Properties;

namespace Coder.Infra.Providers.Bridge;

/// <summary>
/// What the bridge adds to a state so that the Terraform state can be had from it again: <c>__meta</c> with the schema's
/// version, and <c>__pulumi_raw_state_delta</c> with what the Pulumi state does not hold (nulls, and that a map is a map).
/// Recorded in <c>random-up.jsonl</c>.
/// </summary>
internal static class RawState
{
    private const string Meta = "__meta";
    private const string Delta = "__pulumi_raw_state_delta";

    /// <summary>The state with both entries set.</summary>
    public static PropertyMap Describe(BridgedResource resource, PropertyMap state)
    {
        var differences = PropertyMap.Empty;
        foreach (var attribute in resource.Attributes)
        {
            if (state.Get(attribute.Name) is null or NullValue)
            {
                state = state.Remove(attribute.Name);
                differences = differences.Set(attribute.Name, Replacement(PropertyValue.Null));
            }
            else if (attribute.Type is AttributeType.Object)
            {
                // Terraform has a list of one block with names of its own.
                var block = PropertyMap.From(((ObjectValue)state[attribute.Name].Reveal()).Properties
                    .Select(entry => KeyValuePair.Create(new ResourceAttribute(entry.Key, AttributeType.Text).TerraformName, entry.Value)));
                differences = differences.Set(attribute.Name, Replacement(new ArrayValue([new ObjectValue(block)])));
            }
            else if (attribute.Type is AttributeType.Map)
            {
                differences = differences.Set(attribute.Name, PropertyMap.Of(("map", PropertyMap.Empty)));
            }
        }

        if (resource.SchemaVersion > 0)
            state = state.Set(Meta, $$"""{"schema_version":"{{resource.SchemaVersion.ToString(CultureInfo.InvariantCulture)}}"}""");
        return state.Set(Delta, PropertyMap.Of(("obj", PropertyMap.Of(("ps", differences)))));
    }

    private static PropertyValue Replacement(PropertyValue raw) =>
        new ObjectValue(PropertyMap.Of(("replace", PropertyMap.Of(("raw", raw))))).AsSecret();
}
