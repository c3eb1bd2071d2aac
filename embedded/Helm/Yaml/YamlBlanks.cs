using System.Text;

namespace Coder.Infra.Helm.Yaml;

/// <summary>The blanks and line breaks between two words of a flow scalar, and how they are folded.</summary>
internal sealed class YamlBlanks
{
    public StringBuilder Whitespace { get; } = new();

    public StringBuilder LeadingBreak { get; } = new();

    public StringBuilder TrailingBreaks { get; } = new();

    /// <summary>Whether a line break was met, so that blanks are indentation from here on.</summary>
    public bool LeadingBlanks { get; set; }

    public void Start(bool leadingBlanks) => LeadingBlanks = leadingBlanks;

    /// <summary>Forgets all, for the next scalar.</summary>
    public YamlBlanks Clear()
    {
        LeadingBlanks = false;
        Whitespace.Clear();
        LeadingBreak.Clear();
        TrailingBreaks.Clear();
        return this;
    }

    /// <summary>Appends what the blanks stand for and forgets them.</summary>
    public void FoldInto(StringBuilder text)
    {
        if (!LeadingBlanks)
        {
            if (Whitespace.Length == 0)
                return;
            text.Append(Whitespace);
        }
        else if (LeadingBreak.Length > 0 && LeadingBreak[0] == '\n')
        {
            if (TrailingBreaks.Length == 0)
                text.Append(' ');
            else
                text.Append(TrailingBreaks);
        }
        else
        {
            text.Append(LeadingBreak).Append(TrailingBreaks);
        }
        Clear();
    }

    /// <summary>What a reader of a double-quoted scalar makes of U+0085: a line break that is folded, with the spaces around it.</summary>
    public static string FoldNextLines(string text)
    {
        var to = new StringBuilder(text.Length);
        for (int at = 0; at < text.Length;)
        {
            int end = at;
            while (end < text.Length && text[end] is ' ' or '\u0085')
                end++;
            int breaks = text.AsSpan(at, end - at).Count('\u0085');
            if (breaks == 0)
                to.Append(text, at, end - at);
            else if (breaks == 1)
                to.Append(' ');
            else
                to.Append('\n', breaks - 1);
            if (end < text.Length)
                to.Append(text[end]);
            at = end + 1;
        }
        return to.ToString();
    }
}
