using System.Numerics;

namespace Coder.Infra.Helm.Templates.Syntax;

/// <summary>Reads number and character literals into every type they fit (Go's ideal constants).</summary>
internal static class NumberLiteral
{
    /// <summary>Fills the node; false with Go's reason when the literal is malformed.</summary>
    public static bool TryRead(NumberNode node, TokenKind kind, out string error)
    {
        error = "";
        bool read = kind switch
        {
            TokenKind.CharConstant => ReadCharacter(node, ref error),
            TokenKind.Complex => ReadComplex(node, ref error),
            _ => ReadNumber(node, ref error),
        };
        if (read)
            node.Ideal = Ideal(node, kind);
        return read;
    }

    private static object? Ideal(NumberNode node, TokenKind kind)
    {
        string text = node.Text;
        if (node.Complex is { } complex)
            return complex;
        bool hexInt = text.Length > 2 && text[0] == '0' && text[1] is 'x' or 'X' && !text.AsSpan().ContainsAny('p', 'P');
        if (node.Float is { } real && kind != TokenKind.CharConstant && !hexInt && text.AsSpan().ContainsAny(".eEpP"))
            return real;
        return node.Int is { } whole ? (nint)whole : null;
    }

    private static bool ReadCharacter(NumberNode node, ref string error)
    {
        int at = 1;
        if (!GoQuote.TryUnquoteChar(node.Text, ref at, '\'', out int rune, out _))
        {
            error = "invalid syntax";
            return false;
        }
        if (at != node.Text.Length - 1)
        {
            error = "malformed character constant: " + node.Text;
            return false;
        }
        node.Int = rune;
        node.Uint = (ulong)rune;
        node.Float = rune;
        return true;
    }

    private static bool ReadComplex(NumberNode node, ref string error)
    {
        string text = node.Text[..^1];
        int split = text.Length - 1;
        // The sign that splits the parts is not the sign of an exponent.
        while (split > 0 && !(text[split] is '+' or '-' && !(text[split - 1] is 'e' or 'E' or 'p' or 'P')))
            split--;
        if (GoNumber.ParseFloat(text[..split], out double real) != GoNumber.Failure.None
            || GoNumber.ParseFloat(text[split..], out double imaginary) != GoNumber.Failure.None)
        {
            // Scanning takes hexadecimal digits and underscores, which reading then refuses.
            error = text.AsSpan().ContainsAny('x', 'X', '_') ? "invalid syntax" : "syntax error scanning complex number";
            return false;
        }
        SetComplex(node, new Complex(real, imaginary));
        return true;
    }

    private static void SetComplex(NumberNode node, Complex value)
    {
        node.Complex = value;
        if (value.Imaginary != 0)
            return;
        node.Float = value.Real;
        SetWhole(node, value.Real);
    }

    private static void SetWhole(NumberNode node, double value)
    {
        if (value >= long.MinValue && value < long.MaxValue && Math.Truncate(value) == value)
            node.Int ??= (long)value;
        if (value >= 0 && value < ulong.MaxValue && Math.Truncate(value) == value)
            node.Uint ??= (ulong)value;
    }

    private static bool ReadNumber(NumberNode node, ref string error)
    {
        string text = node.Text;
        if (text.EndsWith('i') && GoNumber.ParseFloat(text[..^1], out double imaginary) == GoNumber.Failure.None)
        {
            SetComplex(node, new Complex(0, imaginary));
            return true;
        }
        if (GoNumber.ParseUint(text, 0, out ulong unsigned) == GoNumber.Failure.None)
            node.Uint = unsigned;
        if (GoNumber.ParseInt(text, 0, out long signed) == GoNumber.Failure.None)
        {
            node.Int = signed;
            if (signed == 0)
                node.Uint = 0;
        }
        if (node.Int is { } whole)
        {
            node.Float = whole;
        }
        else if (node.Uint is { } natural)
        {
            node.Float = natural;
        }
        else if (GoNumber.ParseFloat(text, out double real) == GoNumber.Failure.None)
        {
            if (!text.AsSpan().ContainsAny(".eEpP"))
            {
                error = "integer overflow: " + GoQuote.Quote(text);
                return false;
            }
            node.Float = real;
            SetWhole(node, real);
        }
        if (node.Float != null)
            return true;
        error = "illegal number syntax: " + GoQuote.Quote(text);
        return false;
    }
}
