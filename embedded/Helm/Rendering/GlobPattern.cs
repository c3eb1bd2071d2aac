using System.Text;
using System.Text.RegularExpressions;

namespace Coder.Infra.Helm.Rendering;

/// <summary>
/// The patterns of <c>.Files.Glob</c> (github.com/gobwas/glob with the separator "/"): * and ? stop at a slash, ** does not;
/// [abc], [!abc], [a-z] and {a,b}; a backslash takes the next character as it is. A pattern that cannot be read matches all.
/// </summary>
internal sealed class GlobPattern
{
    private readonly Regex _regex;

    private GlobPattern(string regex) => _regex = new Regex(regex, RegexOptions.CultureInvariant | RegexOptions.NonBacktracking);

    public bool IsMatch(string path) => _regex.IsMatch(path);

    public static GlobPattern Parse(string pattern) => new(TryTranslate(pattern, out string regex) ? regex : "");

    private static bool TryTranslate(string pattern, out string regex)
    {
        var to = new StringBuilder("\\A(?s:");
        int depth = 0;
        regex = "";
        for (int i = 0; i < pattern.Length; i++)
        {
            char c = pattern[i];
            switch (c)
            {
                case '*' when i + 1 < pattern.Length && pattern[i + 1] == '*':
                    to.Append(".*");
                    i++;
                    break;
                case '*': to.Append("[^/]*"); break;
                case '?': to.Append("[^/]"); break;
                case '[':
                    if (!TryRange(pattern, ref i, to))
                        return false;
                    break;
                case '{':
                    to.Append("(?:");
                    depth++;
                    break;
                case '}' when depth > 0:
                    to.Append(')');
                    depth--;
                    break;
                case ',' when depth > 0: to.Append('|'); break;
                case '\\' when i + 1 < pattern.Length: to.Append(Regex.Escape(pattern[++i].ToString())); break;
                case '\\': break;
                default: to.Append(Regex.Escape(c.ToString())); break;
            }
        }
        regex = to.Append(')', depth + 1).Append("\\z").ToString();
        return true;
    }

    /// <summary>One range (a-z) or a list of characters, not both.</summary>
    private static bool TryRange(string pattern, ref int at, StringBuilder to)
    {
        int i = at + 1;
        bool not = i < pattern.Length && pattern[i] == '!';
        if (not)
            i++;
        if (i >= pattern.Length)
            return false;
        var set = new StringBuilder();
        if (i + 1 < pattern.Length && pattern[i + 1] == '-')
        {
            if (i + 3 >= pattern.Length || pattern[i + 3] != ']' || pattern[i + 2] < pattern[i])
                return false;
            set.Append(Escape(pattern[i])).Append('-').Append(Escape(pattern[i + 2]));
            i += 3;
        }
        else
        {
            for (; i < pattern.Length && pattern[i] != ']'; i++)
            {
                if (pattern[i] == '\\' && i + 1 < pattern.Length)
                    i++;
                set.Append(Escape(pattern[i]));
            }
            if (i >= pattern.Length || set.Length == 0)
                return false;
        }
        to.Append(not ? "[^" : "[").Append(set).Append(']');
        at = i;
        return true;
    }

    private static string Escape(char c) => $"\\u{(int)c:X4}";
}
