using System.Text;
using Coder.Infra.Helm.Yaml;

namespace Coder.Infra.Helm.Charts.Schema;

/// <summary>A rule that a value broke, and why.</summary>
internal sealed record SchemaError(string Location, string Message, IReadOnlyList<SchemaError> Causes, bool IsGroup = false)
{
    /// <summary>Whether this is only the reference by which its cause was reached; then a single cause speaks for itself.</summary>
    public bool IsReference { get; init; }

    public static SchemaError Group(string location, IReadOnlyList<SchemaError> causes) => new(location, "validation failed", causes, IsGroup: true);

    public void AppendTo(StringBuilder text, int depth)
    {
        if (IsReference && Causes.Count == 1)
        {
            Causes[0].AppendTo(text, depth);
            return;
        }
        if (text.Length > 0)
            text.Append('\n');
        text.Append(' ', depth * 2).Append("- at ").Append(Quote(Location)).Append(": ").Append(Message);
        foreach (var cause in Causes)
            cause.AppendTo(text, depth + 1);
    }

    /// <summary>Single quotes, and Go's escapes inside.</summary>
    public static string Quote(string text)
    {
        string quoted = GoQuote.Quote(text).Replace("\\\"", "\"", StringComparison.Ordinal).Replace("'", "\\'", StringComparison.Ordinal);
        return "'" + quoted[1..^1] + "'";
    }

    public static string Quote(IEnumerable<string> texts) => string.Join(", ", texts.Select(Quote));

    /// <summary>A value as the messages show it.</summary>
    public static string Display(object? value) => value switch
    {
        string s => Quote(s),
        List<object?> or Dictionary<string, object?> => "value",
        null => "<nil>",
        _ => GoJson.Marshal(value),
    };

    /// <summary>A number with thousands set off by commas, as the library's English messages have it.</summary>
    public static string Number(double value)
    {
        if (value != Math.Floor(value) || Math.Abs(value) >= 1e21)
            return GoFloat.Format(value, 'f', -1) is var text && text.IndexOf('.', StringComparison.Ordinal) is > 0 and var dot
                ? Grouped(text[..dot]) + text[dot..]
                : GoFloat.Shortest(value);
        return Grouped(GoFloat.Format(value, 'f', -1));
    }

    private static string Grouped(string digits)
    {
        int start = digits[0] == '-' ? 1 : 0;
        for (int i = digits.Length - 3; i > start; i -= 3)
            digits = digits.Insert(i, ",");
        return digits;
    }
}
