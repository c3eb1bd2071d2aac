using System.Globalization;
using System.Text;

namespace Coder.Infra.Helm.Go.RegularExpressions;

/// <summary>Writes the expression for .NET.</summary>
internal sealed partial class RegexParser
{
    private const string Astral = "[\\uD800-\\uDBFF][\\uDC00-\\uDFFF]";

    /// <summary>The expression in .NET's syntax; for texts with surrogates a pair is one character.</summary>
    public string Write(bool surrogates)
    {
        var to = new StringBuilder();
        Write(to, _root, surrogates);
        return to.ToString();
    }

    private static void Write(StringBuilder to, RegexNode node, bool surrogates)
    {
        if (!StackGuard.HasRoom)
        {
            StackGuard.OnNewStack(() => Write(to, node, surrogates));
            return;
        }
        switch (node)
        {
            case RegexLiteral literal:
                WriteLiteral(to, literal);
                break;
            case RegexClass set:
                to.Append(set.Fold ? "(?i:" : "(?:");
                set.Class.Write(to, surrogates);
                to.Append(')');
                break;
            case RegexDot dot:
                to.Append(surrogates
                    ? $"(?:{Astral}|{(dot.MatchesNewLine ? "[\\s\\S]" : "[^\\n]")})"
                    : dot.MatchesNewLine ? "[\\s\\S]" : "[^\\n]");
                break;
            case RegexAnchor anchor:
                to.Append(anchor.Pattern);
                break;
            case RegexSequence sequence:
                foreach (var item in sequence.Items)
                    Write(to, item, surrogates);
                break;
            case RegexAlternation alternation:
                for (int i = 0; i < alternation.Choices.Count; i++)
                {
                    if (i > 0)
                        to.Append('|');
                    Write(to, alternation.Choices[i], surrogates);
                }
                break;
            case RegexGroup group:
                to.Append(group.Captures ? "(" : "(?:");
                Write(to, group.Inner, surrogates);
                to.Append(')');
                break;
            case RegexRepeat repeat:
                to.Append("(?:");
                Write(to, repeat.Inner, surrogates);
                to.Append(')').Append((repeat.Min, repeat.Max) switch
                {
                    (0, -1) => "*",
                    (1, -1) => "+",
                    (0, 1) => "?",
                    (var min, -1) => string.Create(CultureInfo.InvariantCulture, $"{{{min},}}"),
                    var (min, max) => string.Create(CultureInfo.InvariantCulture, $"{{{min},{max}}}"),
                });
                if (repeat.Lazy)
                    to.Append('?');
                break;
        }
    }

    private static void WriteLiteral(StringBuilder to, RegexLiteral literal)
    {
        int other = GoUnicode.ToUpper(literal.Rune) is var upper && upper != literal.Rune ? upper : GoUnicode.ToLower(literal.Rune);
        if (!literal.Fold || other == literal.Rune)
        {
            WriteRune(to, literal.Rune);
            return;
        }
        to.Append("(?:");
        WriteRune(to, literal.Rune);
        to.Append('|');
        WriteRune(to, other);
        to.Append(')');
    }

    internal static void WriteRune(StringBuilder to, int rune)
    {
        foreach (char unit in new StringBuilder().AppendRune(rune).ToString())
        {
            if (char.IsAsciiLetterOrDigit(unit))
                to.Append(unit);
            else
                to.Append("\\u").Append(((int)unit).ToString("X4", CultureInfo.InvariantCulture));
        }
    }
}
