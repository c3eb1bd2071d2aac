using System.Text.Json.Nodes;

namespace Coder.Infra.Releases;

/// <summary>The way to a field of an object: members of maps and elements of lists.</summary>
/// <param name="Parent">The way to what holds it; null for the object itself.</param>
/// <param name="Text">As messages show it: <c>spec.template.spec.containers[envproxy].image</c>, <c>metadata.labels[app.kubernetes.io/name]</c>.</param>
/// <param name="Member">The member's name; null for an element.</param>
/// <param name="Element">The element; null for a member.</param>
/// <param name="Index">The element's place in its list.</param>
internal sealed record FieldPath(FieldPath? Parent, string Text, string? Member, JsonNode? Element, int Index)
{
    /// <summary>The object itself.</summary>
    public static readonly FieldPath Root = new(null, "", null, null, 0);

    /// <summary>The steps from the object to the field.</summary>
    public IReadOnlyList<FieldPath> Steps
    {
        get
        {
            var steps = new List<FieldPath>();
            for (var step = this; step.Parent is not null; step = step.Parent)
                steps.Insert(0, step);
            return steps;
        }
    }

    /// <summary>The way to a member. A name with dots is in brackets, so that it does not read as several.</summary>
    public FieldPath To(string member) =>
        new(this, member.AsSpan().ContainsAny('.', '/') ? $"{Text}[{member}]" : Text.Length == 0 ? member : $"{Text}.{member}", member, null, 0);

    /// <summary>The way to an element.</summary>
    /// <param name="name">What messages call it: its key or its place.</param>
    /// <param name="element">The element.</param>
    /// <param name="index">Its place.</param>
    public FieldPath To(string name, JsonNode? element, int index) => new(this, $"{Text}[{name}]", null, element, index);

    /// <summary>Does not show the element, which may be one of a Secret.</summary>
    public override string ToString() => Text;
}
