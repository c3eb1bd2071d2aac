using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using Coder.Infra.Protocol.Properties;

namespace Coder.Infra.Engine.Base;

/// <summary>
/// A path to a property: names, list indices and <c>*</c>, written <c>root.nested["quoted.name"][0]</c> as in
/// <c>ignoreChanges</c>, <c>replaceOnChanges</c> and detailed diffs.
/// </summary>
internal sealed class PropertyPath
{
    private PropertyPath(ImmutableArray<object> steps) => Steps = steps;

    /// <summary>Steps from the root: a <see cref="string"/> (a name, or <c>*</c>) or an <see cref="int"/>.</summary>
    public ImmutableArray<object> Steps { get; }

    /// <summary>The path of a text as resource options and detailed diffs hold it, with wildcards; null where the text is none.</summary>
    public static PropertyPath? Parse(string text) => Read(text, strict: false, out _);

    /// <summary>The path of a text that a user gave.</summary>
    /// <exception cref="UserErrorException">A bracket or quote is not closed, or a part is empty.</exception>
    public static PropertyPath Strict(string text) =>
        Read(text, strict: true, out var why) ?? throw new UserErrorException($"invalid path '{text}': {why}");

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
        string name when name.Length == 0 || name.AsSpan().IndexOfAny(".[]\"") >= 0 => $"{path}[\"{name.Replace("\"", "\\\"", StringComparison.Ordinal)}\"]",
        string name when path.Length == 0 => name,
        _ => $"{path}.{step}",
    };

    /// <summary>Steps as a text.</summary>
    public static string Text(IEnumerable<object> steps) => steps.Aggregate("", Join);

    private static PropertyPath? Read(string text, bool strict, out string why)
    {
        var steps = ImmutableArray.CreateBuilder<object>();
        why = "it is empty";
        for (var i = 0; i < text.Length;)
        {
            if (text[i] == '.')
            {
                why = "a name is missing beside a period";
                if (++i == text.Length || (strict && (steps.Count == 0 || text[i] is '.' or '[')))
                    return null;
            }
            else if (strict && text[i] != '[' && steps.Count > 0)
            {
                why = "a period or bracket is missing after a closing bracket";
                return null;
            }

            if (text[i] == '[')
            {
                if (ReadIndex(text, ref i, strict, out why) is not { } step)
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

    private static object? ReadIndex(string text, ref int i, bool strict, out string why)
    {
        i++;
        if (i < text.Length && text[i] == '"')
        {
            why = "a quoted name in brackets is not closed with \"]";
            var name = new StringBuilder();
            for (i++; i < text.Length && text[i] != '"'; i++)
            {
                if (text[i] == '\\' && i + 1 < text.Length && (strict || text[i + 1] == '"'))
                    i++;
                name.Append(text[i]);
            }

            if (i + 1 >= text.Length || text[i + 1] != ']')
                return null;
            i += 2;
            return name.ToString();
        }

        why = "a bracket is not closed";
        var close = text.IndexOf(']', i);
        if (close < 0)
            return null;
        var inner = text[i..close];
        why = $"\"{inner}\" in brackets is neither an index nor a quoted name";
        i = close + 1;
        if (inner == "*" && !strict)
            return inner;
        return int.TryParse(inner, NumberStyles.None, CultureInfo.InvariantCulture, out var index) ? index : null;
    }
}
