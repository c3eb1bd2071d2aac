using System.Globalization;

namespace Coder.Infra.Helm.Yaml;

/// <summary>What YAML 1.1 makes of a plain scalar's text: the type and the value.</summary>
internal enum YamlScalarType
{
    Text,
    Null,
    Bool,
    Int,
    Float,
    Timestamp,
    Merge,
    Binary,
}

/// <summary>The rules of go-yaml v2 by which text is a boolean, a number, null or a date.</summary>
internal static class YamlResolver
{
    private const string CoreTags = "tag:yaml.org,2002:";

    /// <summary>The type and value of a text without a tag.</summary>
    public static (YamlScalarType Type, object? Value) Resolve(string text, bool timestamps = true)
    {
        if (text.Length == 0)
            return (YamlScalarType.Null, null);
        char c = text[0];
        switch (c)
        {
            case 'y' or 'Y' or 'n' or 'N' or 't' or 'T' or 'f' or 'F' or 'o' or 'O' or '~':
                return Word(text);
            case '.':
                return Word(text) is { Type: not YamlScalarType.Text } word ? word : Float(text, text);
            case '+' or '-' or (>= '0' and <= '9'):
                return Word(text) is { Type: not YamlScalarType.Text } infinity ? infinity : Number(text, timestamps);
            default:
                return (YamlScalarType.Text, text);
        }
    }

    /// <summary>The value of a text with a tag; text of an unknown tag stays text.</summary>
    public static (YamlScalarType Type, object? Value) ResolveTagged(string tag, string text)
    {
        if (!tag.StartsWith(CoreTags, StringComparison.Ordinal))
            return (YamlScalarType.Text, text);
        string name = tag[CoreTags.Length..];
        switch (name)
        {
            case "str": return (YamlScalarType.Text, text);
            case "binary": return (YamlScalarType.Binary, text);
            case "bool" or "int" or "float" or "null" or "timestamp": break;
            default: return (YamlScalarType.Text, text);
        }
        var (type, value) = Resolve(text, timestamps: name == "timestamp");
        if (name == NameOf(type))
            return (type, value);
        if (name == "float" && type == YamlScalarType.Int)
            return (YamlScalarType.Float, Convert.ToDouble(value, CultureInfo.InvariantCulture));
        throw new YamlException($"yaml: cannot decode !!{NameOf(type)} `{text}` as a !!{name}");
    }

    private static string NameOf(YamlScalarType type) => type switch
    {
        YamlScalarType.Text => "str",
        YamlScalarType.Null => "null",
        YamlScalarType.Bool => "bool",
        YamlScalarType.Int => "int",
        YamlScalarType.Float => "float",
        YamlScalarType.Timestamp => "timestamp",
        YamlScalarType.Merge => "merge",
        _ => "binary",
    };

    private static (YamlScalarType Type, object? Value) Word(string text) => text switch
    {
        "y" or "Y" or "yes" or "Yes" or "YES" or "true" or "True" or "TRUE" or "on" or "On" or "ON" => (YamlScalarType.Bool, true),
        "n" or "N" or "no" or "No" or "NO" or "false" or "False" or "FALSE" or "off" or "Off" or "OFF" => (YamlScalarType.Bool, false),
        "~" or "null" or "Null" or "NULL" => (YamlScalarType.Null, null),
        ".nan" or ".NaN" or ".NAN" => (YamlScalarType.Float, double.NaN),
        ".inf" or ".Inf" or ".INF" or "+.inf" or "+.Inf" or "+.INF" => (YamlScalarType.Float, double.PositiveInfinity),
        "-.inf" or "-.Inf" or "-.INF" => (YamlScalarType.Float, double.NegativeInfinity),
        _ => (YamlScalarType.Text, text),
    };

    private static (YamlScalarType Type, object? Value) Number(string text, bool timestamps)
    {
        if (timestamps && YamlTimestamp.IsTimestamp(text))
            return (YamlScalarType.Timestamp, text);
        string plain = text.Contains('_', StringComparison.Ordinal) ? text.Replace("_", "", StringComparison.Ordinal) : text;
        if (Integer(plain) is { } integer)
            return (YamlScalarType.Int, integer);
        return IsFloat(plain) ? Float(plain, text) : (YamlScalarType.Text, text);
    }

    /// <summary>Go's ParseInt, then ParseUint, with base 0: 0x, 0b, 0o and a leading 0 choose the base.</summary>
    private static object? Integer(string text)
    {
        int at = text.Length > 0 && text[0] is '+' or '-' ? 1 : 0;
        bool negative = at == 1 && text[0] == '-';
        int digitsBase = 10;
        if (text.Length - at >= 2 && text[at] == '0')
        {
            (digitsBase, int prefix) = text[at + 1] switch
            {
                'x' or 'X' => (16, 2),
                'b' or 'B' => (2, 2),
                'o' or 'O' => (8, 2),
                _ => (8, 1),
            };
            at += prefix;
        }
        if (at == text.Length)
            return null;
        ulong value = 0;
        for (; at < text.Length; at++)
        {
            int digit = char.IsAsciiHexDigit(text[at]) ? Convert.ToInt32(text[at].ToString(), 16) : 99;
            if (digit >= digitsBase)
                return null;
            if (value > (ulong.MaxValue - (ulong)digit) / (ulong)digitsBase)
                return null;
            value = value * (ulong)digitsBase + (ulong)digit;
        }
        if (negative)
            return value > 1UL << 63 ? null : unchecked(-(long)value);
        if (value <= long.MaxValue)
            return (long)value;
        return text[0] == '+' ? null : value;
    }

    private static bool IsFloat(string text)
    {
        int at = text.Length > 0 && text[0] is '+' or '-' ? 1 : 0;
        int whole = Digits(text, ref at);
        if (at < text.Length && text[at] == '.')
        {
            at++;
            if (Digits(text, ref at) + whole == 0)
                return false;
        }
        else if (whole == 0)
        {
            return false;
        }
        if (at < text.Length && text[at] is 'e' or 'E')
        {
            at++;
            if (at < text.Length && text[at] is '+' or '-')
                at++;
            if (Digits(text, ref at) == 0)
                return false;
        }
        return at == text.Length;
    }

    private static int Digits(string text, ref int at)
    {
        int start = at;
        while (at < text.Length && char.IsAsciiDigit(text[at]))
            at++;
        return at - start;
    }

    private static (YamlScalarType Type, object? Value) Float(string plain, string text) =>
        IsFloat(plain) && double.TryParse(plain, NumberStyles.Float, CultureInfo.InvariantCulture, out double value) && !double.IsInfinity(value)
            ? (YamlScalarType.Float, value)
            : (YamlScalarType.Text, text);
}
