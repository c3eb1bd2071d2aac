using System.Collections;
using System.Diagnostics.CodeAnalysis;

namespace Coder.Infra.Helm.Templates.Types;

/// <summary>Looks at every kind of Go slice in one way.</summary>
internal static class Lists
{
    /// <summary>The items of a slice of any type.</summary>
    public static bool TryGet(object? value, [NotNullWhen(true)] out IList? items)
    {
        items = value switch
        {
            List<object?> list => list,
            IList other and not IGoValue => other,
            IGoContainer { Type.Kind: GoKind.Slice, Content: IList content } => content,
            _ => null,
        };
        return items != null;
    }

    /// <summary>The items as a new list of <c>interface {}</c>.</summary>
    public static List<object?> Copy(IList items)
    {
        var copy = new List<object?>(items.Count);
        foreach (object? item in items)
            copy.Add(item);
        return copy;
    }

    /// <summary>An element with the static type it has in its slice.</summary>
    public static Value Element(IList items, int index) => items is List<object?> list
        ? Value.InInterface(list[index])
        : Value.Of(items[index]);
}
