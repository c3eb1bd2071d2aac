using System.Text.Json.Nodes;

namespace Coder.Infra.Releases;

/// <summary>A field that differs between two states of an object.</summary>
/// <param name="Path">Which field.</param>
/// <param name="Before">Its value before; null where it was missing.</param>
/// <param name="After">Its value after; null where it is missing.</param>
internal sealed record FieldChange(FieldPath Path, JsonNode? Before, JsonNode? After)
{
    /// <summary>Does not show the values, which may be a Secret's.</summary>
    public override string ToString() => Path.ToString();
}
