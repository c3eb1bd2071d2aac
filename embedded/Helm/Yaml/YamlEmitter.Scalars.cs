using System.Globalization;
using System.Text;

namespace Coder.Infra.Helm.Yaml;

internal sealed partial class YamlEmitter
{
    private bool TooWide => width >= 0 && _column > width;

    private void WritePlain(string value, bool allowBreaks)
    {
        if (!_whitespace)
            Put(' ');
        WriteFolded(value, allowBreaks, single: false);
    }

    private void WriteSingleQuoted(string value, bool allowBreaks)
    {
        Indicator("'", needWhitespace: true, whitespace: false, indention: false);
        WriteFolded(value, allowBreaks, single: true);
        Indicator("'", false, false, false);
    }

    // Plain and single-quoted text differ in the quotes that are doubled and in spaces at the ends.
    private void WriteFolded(string value, bool allowBreaks, bool single)
    {
        bool spaces = false, breaks = false;
        for (int i = 0; i < value.Length; i++)
        {
            char c = value[i];
            if (c == ' ')
            {
                bool inside = !single || (i > 0 && i < value.Length - 1);
                if (allowBreaks && !spaces && TooWide && inside && !IsSpace(value, i + 1))
                    WriteIndent();
                else
                    Put(' ');
                spaces = true;
            }
            else if (YamlCharacters.IsBreak(c))
            {
                if (!breaks && c == '\n')
                    Break('\n');
                Break(c);
                _indention = true;
                breaks = true;
            }
            else
            {
                if (breaks)
                    WriteIndent();
                if (single && c == '\'')
                    Put('\'');
                PutCharacter(value, ref i);
                _indention = false;
                spaces = false;
                breaks = false;
            }
        }
        _whitespace = false;
        _indention = false;
    }

    private void WriteDoubleQuoted(string value, bool allowBreaks)
    {
        // The Go port looks for a byte order mark at the start of the text instead of at the character: such a text is escaped as a whole.
        bool escapeAll = value.StartsWith('\ufeff');
        bool spaces = false;
        Indicator("\"", needWhitespace: true, whitespace: false, indention: false);
        for (int i = 0; i < value.Length; i++)
        {
            char c = value[i];
            if (escapeAll || c is '"' or '\\' || !YamlScalarAnalysis.IsPrintable(c) || YamlCharacters.IsBreak(c))
            {
                Rune.TryGetRuneAt(value, i, out var rune);
                WriteEscape(rune);
                i += char.IsHighSurrogate(c) ? 1 : 0;
                spaces = false;
            }
            else if (c == ' ')
            {
                if (allowBreaks && !spaces && TooWide && i > 0 && i < value.Length - 1)
                {
                    WriteIndent();
                    if (IsSpace(value, i + 1))
                        Put('\\');
                }
                else
                {
                    Put(' ');
                }
                spaces = true;
            }
            else
            {
                Put(c);
                spaces = false;
            }
        }
        Indicator("\"", false, false, false);
    }

    private void WriteEscape(Rune rune)
    {
        string escape = rune.Value switch
        {
            0x00 => "0",
            0x07 => "a",
            0x08 => "b",
            0x09 => "t",
            0x0a => "n",
            0x0b => "v",
            0x0c => "f",
            0x0d => "r",
            0x1b => "e",
            0x22 => "\"",
            0x5c => "\\",
            0x85 => "N",
            0xa0 => "_",
            0x2028 => "L",
            0x2029 => "P",
            <= 0xff => string.Create(CultureInfo.InvariantCulture, $"x{rune.Value:X2}"),
            <= 0xffff => string.Create(CultureInfo.InvariantCulture, $"u{rune.Value:X4}"),
            _ => string.Create(CultureInfo.InvariantCulture, $"U{rune.Value:X8}"),
        };
        Put('\\');
        foreach (char c in escape)
            Put(c);
    }

    private void WriteLiteral(string value)
    {
        Indicator("|", needWhitespace: true, whitespace: false, indention: false);
        if (value.Length > 0 && (value[0] == ' ' || YamlCharacters.IsBreak(value[0])))
            Put((char)('0' + Step));
        if (!YamlCharacters.IsBreak(value[^1]))
            Put('-');
        else if (value.Length == 1 || YamlCharacters.IsBreak(value[^2]))
            Put('+');
        Break('\n');
        _indention = true;
        _whitespace = true;
        bool breaks = true;
        for (int i = 0; i < value.Length; i++)
        {
            if (YamlCharacters.IsBreak(value[i]))
            {
                Break(value[i]);
                _indention = true;
                breaks = true;
                continue;
            }
            if (breaks)
                WriteIndent();
            PutCharacter(value, ref i);
            _indention = false;
            breaks = false;
        }
    }

    private void PutCharacter(string value, ref int i)
    {
        if (Rune.TryGetRuneAt(value, i, out var rune) && rune.Utf16SequenceLength == 2)
        {
            Put(rune);
            i++;
        }
        else
        {
            Put(value[i]);
        }
    }

    private static bool IsSpace(string value, int i) => i < value.Length && value[i] == ' ';
}
