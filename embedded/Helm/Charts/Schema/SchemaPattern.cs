using System.Text;
using System.Text.RegularExpressions;

namespace Coder.Infra.Helm.Charts.Schema;

/// <summary>Go's regular expressions, run by .NET's: classes are ASCII's and the end is the very end.</summary>
internal static class SchemaPattern
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(2);

    public static bool IsMatch(string pattern, string text)
    {
        try
        {
            return Regex.IsMatch(text, Translate(pattern), RegexOptions.CultureInvariant, Limit);
        }
        catch (RegexMatchTimeoutException)
        {
            throw new SchemaException($"the pattern {SchemaError.Quote(pattern)} takes more than {Limit.TotalSeconds} s");
        }
        catch (ArgumentException)
        {
            throw new SchemaException($"{SchemaError.Quote(pattern)} is not valid regex");
        }
    }

    private static string Translate(string pattern)
    {
        var result = new StringBuilder(pattern.Length + 8);
        bool inClass = false;
        for (int i = 0; i < pattern.Length; i++)
        {
            char c = pattern[i];
            if (c == '\\' && i + 1 < pattern.Length)
            {
                char escaped = pattern[++i];
                string? ascii = escaped switch { 'd' => "0-9", 'w' => "0-9A-Za-z_", 's' => @"\t\n\f\r ", _ => null };
                string? negated = escaped switch { 'D' => "0-9", 'W' => "0-9A-Za-z_", 'S' => @"\t\n\f\r ", _ => null };
                if (ascii is not null)
                    result.Append(inClass ? ascii : $"[{ascii}]");
                else if (negated is not null && !inClass)
                    result.Append("[^").Append(negated).Append(']');
                else
                    result.Append(c).Append(escaped);
                continue;
            }
            if (c == '[' && !inClass)
                inClass = true;
            else if (c == ']' && inClass && pattern[i - 1] != '[' && !(pattern[i - 1] == '^' && pattern[i - 2] == '['))
                inClass = false;
            if (c == '$' && !inClass)
                result.Append(@"\z");
            else if (c == '(' && string.CompareOrdinal(pattern, i, "(?P<", 0, 4) == 0)
            {
                // (?P<name> is (?<name> here.
                result.Append("(?<");
                i += 3;
            }
            else
                result.Append(c);
        }
        return result.ToString();
    }
}
