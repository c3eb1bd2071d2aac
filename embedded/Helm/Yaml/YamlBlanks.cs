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

    /// <summary>Appends what the blanks stand for and forgets them.</summary>
    public void FoldInto(StringBuilder text)
    {
        if (!LeadingBlanks)
        {
            if (Whitespace.Length > 0)
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
        LeadingBlanks = false;
        Whitespace.Clear();
        LeadingBreak.Clear();
        TrailingBreaks.Clear();
    }
}
