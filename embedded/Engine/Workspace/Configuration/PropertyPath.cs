using System.Globalization;
using System.Text;

namespace Coder.Infra.Engine.Workspace.Configuration;

/// <summary>A step of a path: a name or an index.</summary>
internal readonly record struct PathPart(string? Name, int? Index);

/// <summary>
/// Pulumi's property paths: <c>root.nested</c>, <c>root[0]</c>, <c>root["key.with.dots"]</c>, <c>["a"].b</c>.
/// </summary>
internal static class PropertyPath
{
    /// <summary>Reads a path.</summary>
    /// <exception cref="UserErrorException">A bracket or quote is not closed, or a part is empty.</exception>
    public static IReadOnlyList<PathPart> Parse(string text)
    {
        var parts = new List<PathPart>();
        var i = 0;
        while (i < text.Length)
        {
            if (text[i] == '[')
            {
                parts.Add(Bracket(text, ref i));
                continue;
            }

            if (text[i] == '.')
            {
                if (parts.Count == 0 || i + 1 == text.Length || text[i + 1] is '.' or '[')
                    throw Invalid(text, "a name is missing beside a period");
                i++;
            }
            else if (parts.Count > 0)
            {
                throw Invalid(text, "a period or bracket is missing after a closing bracket");
            }

            var end = text.AsSpan(i).IndexOfAny('.', '[') is var next && next < 0 ? text.Length : i + next;
            parts.Add(new PathPart(text[i..end], null));
            i = end;
        }

        return parts.Count > 0 ? parts : throw Invalid(text, "it is empty");
    }

    /// <summary>Writes a path.</summary>
    public static string Format(IEnumerable<PathPart> parts)
    {
        var text = new StringBuilder();
        foreach (var part in parts)
        {
            if (part.Index is { } index)
                text.Append(CultureInfo.InvariantCulture, $"[{index}]");
            else if (part.Name is not { Length: > 0 } name || name.AsSpan().IndexOfAny(".[]\"") >= 0)
                text.Append("[\"").Append(part.Name?.Replace("\"", "\\\"", StringComparison.Ordinal)).Append("\"]");
            else
                text.Append(text.Length > 0 ? "." : "").Append(name);
        }

        return text.ToString();
    }

    private static PathPart Bracket(string text, ref int i)
    {
        i++;
        if (i < text.Length && text[i] == '"')
        {
            var name = new StringBuilder();
            for (i++; i < text.Length && text[i] != '"'; i++)
            {
                if (text[i] == '\\' && i + 1 < text.Length)
                    i++;
                name.Append(text[i]);
            }

            if (i + 1 >= text.Length || text[i + 1] != ']')
                throw Invalid(text, "a quoted name in brackets is not closed with \"]");
            i += 2;
            return new PathPart(name.ToString(), null);
        }

        var end = text.IndexOf(']', i);
        if (end < 0)
            throw Invalid(text, "a bracket is not closed");
        if (!int.TryParse(text.AsSpan(i, end - i), NumberStyles.None, CultureInfo.InvariantCulture, out var index))
            throw Invalid(text, $"\"{text[i..end]}\" in brackets is neither an index nor a quoted name");
        i = end + 1;
        return new PathPart(null, index);
    }

    private static UserErrorException Invalid(string path, string why) => new($"invalid path '{path}': {why}");
}
