using System.Text;

namespace Coder.Infra.Engine.Display.Text;

/// <summary>Texts with colours: how wide they are on the screen, and how they are cut.</summary>
internal static class Ansi
{
    /// <summary>Columns the text takes; colours take none.</summary>
    public static int Width(string text)
    {
        var width = 0;
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] == '\u001b')
                i = EndOfEscape(text, i);
            else if (!char.IsLowSurrogate(text[i]))
                width++;
        }

        return width;
    }

    /// <summary>The text padded to a width.</summary>
    public static string Pad(string text, int width) => text + new string(' ', Math.Max(0, width - Width(text)));

    /// <summary>The text cut to a width, with <c>…</c> where something is missing.</summary>
    public static string Fit(string text, int width)
    {
        if (Width(text) <= width)
            return text;
        if (width <= 0)
            return "";
        var (cut, taken, coloured) = (new StringBuilder(), 0, false);
        for (var i = 0; i < text.Length && taken < width - 1; i++)
        {
            if (text[i] == '\u001b')
            {
                var end = EndOfEscape(text, i);
                cut.Append(text, i, end - i + 1);
                (i, coloured) = (end, true);
                continue;
            }

            cut.Append(text[i]);
            if (!char.IsHighSurrogate(text[i]))
                taken++;
        }

        return cut.Append('…').Append(coloured ? "\u001b[0m" : "").ToString();
    }

    private static int EndOfEscape(string text, int start) => text.IndexOf('m', start) is >= 0 and var end ? end : text.Length - 1;
}
