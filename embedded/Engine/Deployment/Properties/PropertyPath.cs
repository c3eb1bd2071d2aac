using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using Coder.Infra.Protocol.Properties;

namespace Coder.Infra.Engine.Deployment.Properties;

/// <summary>
/// A path to a property: names, list indices and <c>*</c>, written <c>root.nested["quoted.name"][0]</c> as in
/// <c>ignoreChanges</c>, <c>replaceOnChanges</c> and detailed diffs.
/// </summary>
internal sealed class PropertyPath
{
    private PropertyPath(ImmutableArray<object> steps) => Steps = steps;

    /// <summary>Steps from the root: a <see cref="string"/> (a name, or <c>*</c>) or an <see cref="int"/>.</summary>
    public ImmutableArray<object> Steps { get; }

    /// <summary>The path of a text, or null where the text is not one.</summary>
    public static PropertyPath? Parse(string text)
    {
        var steps = ImmutableArray.CreateBuilder<object>();
        var i = 0;
        while (i < text.Length)
        {
            if (text[i] == '.')
            {
                i++;
                if (i == text.Length)
                    return null;
                if (text[i] == '[')
                    continue;
            }

            if (text[i] == '[')
            {
                if (ReadIndex(text, ref i) is not { } step)
                    return null;
                steps.Add(step);
                continue;
            }

            var end = text.AsSpan(i).IndexOfAny('.', '[');
            end = end < 0 ? text.Length : i + end;
            if (end == i)
                return null;
            steps.Add(text[i..end]);
            i = end;
        }

        return steps.Count == 0 ? null : new PropertyPath(steps.ToImmutable());
    }

    /// <summary>Whether this path, with its wildcards, is the other or a beginning of it.</summary>
    public bool Contains(PropertyPath other)
    {
        if (Steps.Length > other.Steps.Length)
            return false;
        for (var i = 0; i < Steps.Length; i++)
        {
            if (Steps[i] is not "*" && !Steps[i].Equals(other.Steps[i]))
                return false;
        }

        return true;
    }

    /// <summary>The value at the path, or null where there is none.</summary>
    public PropertyValue? Get(PropertyMap properties)
    {
        PropertyValue? value = new ObjectValue(properties);
        foreach (var step in Steps)
        {
            value = (value, step) switch
            {
                (ObjectValue map, string name) => map.Properties.Get(name),
                (ArrayValue array, int index) when index < array.Items.Length => array.Items[index],
                _ => null,
            };
        }

        return value;
    }

    /// <summary>A path one step longer, as a text.</summary>
    public static string Join(string path, object step) => step switch
    {
        int index => $"{path}[{index}]",
        string name when name.AsSpan().IndexOfAny(".[]\"") >= 0 => $"{path}[\"{name.Replace("\"", "\\\"", StringComparison.Ordinal)}\"]",
        string name when path.Length == 0 => name,
        _ => $"{path}.{step}",
    };

    private static object? ReadIndex(string text, ref int i)
    {
        i++;
        if (i < text.Length && text[i] == '"')
        {
            var name = new StringBuilder();
            for (i++; i < text.Length && text[i] != '"'; i++)
            {
                if (text[i] == '\\' && i + 1 < text.Length && text[i + 1] == '"')
                    i++;
                name.Append(text[i]);
            }

            if (i + 1 >= text.Length || text[i + 1] != ']')
                return null;
            i += 2;
            return name.ToString();
        }

        var close = text.IndexOf(']', i);
        if (close < 0)
            return null;
        var inner = text[i..close];
        i = close + 1;
        if (inner == "*")
            return inner;
        return int.TryParse(inner, NumberStyles.None, CultureInfo.InvariantCulture, out var index) ? index : null;
    }
}
