using System.Globalization;
using System.Numerics;
using System.Text;

namespace Coder.Infra.Helm.Templates.Formatting;

/// <summary>The verbs, with flags, width and precision.</summary>
internal sealed partial class GoPrinter
{
    private int? _width;
    private int? _precision;
    private bool _minus;
    private bool _plus;
    private bool _sharp;
    private bool _space;
    private bool _zero;
    private bool _fieldNames; // %+v
    private bool _goSyntax; // %#v

    private void ClearFlags()
    {
        _width = _precision = null;
        _minus = _plus = _sharp = _space = _zero = _fieldNames = _goSyntax = false;
    }

    private void Pad(string text, bool? zero = null)
    {
        int missing = _width == null ? 0 : _width.Value - GoString.RuneCount(text);
        if (missing <= 0)
        {
            _to.Append(text);
            return;
        }
        // Zeros only ever go to the left.
        if (_minus)
            _to.Append(text).Append(' ', missing);
        else
            _to.Append((zero ?? _zero) ? '0' : ' ', missing).Append(text);
    }

    private string Truncate(string text)
    {
        if (_precision is not { } runes)
            return text;
        int at = 0;
        for (; at < text.Length && runes > 0; runes--)
            at += at + 1 < text.Length && char.IsSurrogatePair(text[at], text[at + 1]) ? 2 : 1;
        return text[..at];
    }

    private void PrintText(string text) => Pad(Truncate(text));

    private void PrintString(string text, int verb)
    {
        switch (verb)
        {
            case 'v' when _goSyntax: PrintQuoted(text); break;
            case 'v' or 's': PrintText(text); break;
            case 'x' or 'X': PrintHex(GoString.ToBytes(text), verb == 'X'); break;
            case 'q': PrintQuoted(text); break;
            default: BadVerb(verb); break;
        }
    }

    private void PrintQuoted(string text)
    {
        text = Truncate(text);
        Pad(_sharp && GoQuote.CanBackquote(text) ? $"`{text}`" : GoQuote.Quote(text, _plus));
    }

    private void PrintBytes(byte[] bytes, int verb)
    {
        switch (verb)
        {
            case 'v' or 'd':
                _to.Append(_goSyntax ? "[]byte{" : "[");
                for (int i = 0; i < bytes.Length; i++)
                {
                    if (i > 0)
                        _to.Append(_goSyntax ? ", " : " ");
                    if (_goSyntax)
                        PrintInteger(bytes[i], false, 'v');
                    else
                        PrintNumber(bytes[i], 10, false, verb);
                }
                _to.Append(_goSyntax ? '}' : ']');
                break;
            case 's': PrintText(GoString.FromBytes(bytes)); break;
            case 'x' or 'X': PrintHex(bytes, verb == 'X'); break;
            case 'q': PrintQuoted(GoString.FromBytes(bytes)); break;
            default:
                _to.Append(_goSyntax ? "[]uint8{" : "[");
                for (int i = 0; i < bytes.Length; i++)
                {
                    if (i > 0)
                        _to.Append(_goSyntax ? ", " : " ");
                    PrintNested(bytes[i], verb, 1);
                }
                _to.Append(_goSyntax ? '}' : ']');
                break;
        }
    }

    private void PrintHex(byte[] bytes, bool upper)
    {
        int length = Math.Min(bytes.Length, _precision ?? int.MaxValue);
        string prefix = _sharp ? upper ? "0X" : "0x" : "";
        var text = new StringBuilder();
        for (int i = 0; i < length; i++)
        {
            if (_space && i > 0)
                text.Append(' ');
            if (i == 0 || _space)
                text.Append(prefix);
            text.Append(bytes[i].ToString(upper ? "X2" : "x2", CultureInfo.InvariantCulture));
        }
        Pad(text.ToString());
    }

    private void PrintInteger(ulong value, bool signed, int verb)
    {
        switch (verb)
        {
            case 'v' when _goSyntax && !signed:
                bool sharp = _sharp;
                _sharp = true;
                PrintNumber(value, 16, signed, 'v');
                _sharp = sharp;
                break;
            case 'v' or 'd': PrintNumber(value, 10, signed, verb); break;
            case 'b': PrintNumber(value, 2, signed, verb); break;
            case 'o' or 'O': PrintNumber(value, 8, signed, verb); break;
            case 'x' or 'X': PrintNumber(value, 16, signed, verb); break;
            case 'c': Pad(new StringBuilder().AppendRune(ToRune(value)).ToString()); break;
            case 'q': Pad(GoQuote.QuoteRune(ToRune(value), _plus)); break;
            case 'U': PrintUnicode(value); break;
            default: BadVerb(verb); break;
        }
    }

    private static int ToRune(ulong value) => value > 0x10FFFF ? 0xFFFD : (int)value;

    private void PrintNumber(ulong value, int radix, bool signed, int verb)
    {
        bool negative = signed && (long)value < 0;
        if (negative)
            value = unchecked(0 - value);
        int digits = 0;
        if (_precision is { } precision)
        {
            digits = precision;
            if (precision == 0 && value == 0)
            {
                Pad("", zero: false);
                return;
            }
        }
        else if (_zero && !_minus && _width is { } width)
        {
            // Zeros on the left are digits; the sign takes its place among them.
            digits = negative || _plus || _space ? width - 1 : width;
        }
        string text = Digits(value, radix, verb == 'X').PadLeft(Math.Max(digits, 0), '0');
        if (_sharp)
        {
            text = radix switch
            {
                2 => "0b" + text,
                8 when text[0] != '0' => "0" + text,
                16 => (verb == 'X' ? "0X" : "0x") + text,
                _ => text,
            };
        }
        if (verb == 'O')
            text = "0o" + text;
        Pad((negative ? "-" : _plus ? "+" : _space ? " " : "") + text, zero: false);
    }

    private static string Digits(ulong value, int radix, bool upper)
    {
        if (radix == 10)
            return value.ToString(CultureInfo.InvariantCulture);
        if (radix == 16)
            return value.ToString(upper ? "X" : "x", CultureInfo.InvariantCulture);
        if (radix == 2)
            return value.ToString("b", CultureInfo.InvariantCulture);
        var text = new StringBuilder();
        do
        {
            text.Insert(0, (char)('0' + value % 8));
            value /= 8;
        }
        while (value > 0);
        return text.ToString();
    }

    private void PrintUnicode(ulong value)
    {
        string text = "U+" + value.ToString("X", CultureInfo.InvariantCulture).PadLeft(Math.Max(4, _precision ?? 4), '0');
        if (_sharp && value <= 0x10FFFF && GoUnicode.IsPrint((int)value))
            text += $" '{new Rune((int)value)}'";
        Pad(text, zero: false);
    }

    private void PrintFloat(double value, int verb)
    {
        switch (verb)
        {
            case 'v': PrintFloat(value, 'g', _precision ?? -1); break;
            case 'b' or 'g' or 'G' or 'x' or 'X': PrintFloat(value, (char)verb, _precision ?? -1); break;
            case 'f' or 'e' or 'E': PrintFloat(value, (char)verb, _precision ?? 6); break;
            case 'F': PrintFloat(value, 'f', _precision ?? 6); break;
            default: BadVerb(verb); break;
        }
    }

    private void PrintFloat(double value, char format, int precision)
    {
        string text = GoFloat.Format(value, format, precision);
        char sign = text[0] is '-' or '+' ? text[0] : '+';
        text = text[0] is '-' or '+' ? text[1..] : text;
        if (_space && sign == '+' && !_plus)
            sign = ' ';
        if (double.IsNaN(value) || double.IsInfinity(value))
        {
            bool bare = double.IsNaN(value) && !_space && !_plus;
            Pad(bare || (sign == '+' && !_plus && !double.IsInfinity(value)) ? text : sign + text, zero: false);
            return;
        }
        if (_sharp && format != 'b')
            text = KeepPoint(text, format, precision);
        if (!_plus && sign == '+')
        {
            Pad(text);
            return;
        }
        // With zeros on the left the sign comes before them.
        int width = _width ?? 0;
        if (_zero && !_minus && width > text.Length + 1)
            _to.Append(sign).Append('0', width - text.Length - 1).Append(text);
        else
            Pad(sign + text);
    }

    /// <summary>"#" keeps the decimal point and, for g, the zeros up to the precision.</summary>
    private static string KeepPoint(string text, char format, int precision)
    {
        int digits = format is 'g' or 'G' or 'x' ? precision < 0 ? 6 : precision : 0;
        int tail = text.IndexOfAny(format is 'x' or 'X' ? ['p', 'P'] : ['e', 'E', 'p', 'P']);
        string head = tail < 0 ? text : text[..tail];
        bool nonZero = false;
        foreach (char c in head)
        {
            if (c == '.')
                continue;
            nonZero |= c != '0';
            if (nonZero)
                digits--;
        }
        if (!head.Contains('.'))
        {
            if (head == "0")
                digits--;
            head += '.';
        }
        return head + new string('0', Math.Max(digits, 0)) + (tail < 0 ? "" : text[tail..]);
    }

    private void PrintComplex(Complex value, int verb)
    {
        if (verb is not ('v' or 'b' or 'g' or 'G' or 'x' or 'X' or 'f' or 'F' or 'e' or 'E'))
        {
            BadVerb(verb);
            return;
        }
        bool plus = _plus;
        _to.Append('(');
        PrintFloat(value.Real, verb);
        _plus = true;
        PrintFloat(value.Imaginary, verb);
        _to.Append("i)");
        _plus = plus;
    }
}
