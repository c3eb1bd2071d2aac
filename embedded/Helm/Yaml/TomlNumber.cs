using System.Globalization;

namespace Coder.Infra.Helm.Yaml;

/// <summary>Numbers of TOML, with the words of BurntSushi's library for what is none.</summary>
internal static class TomlNumber
{
    /// <summary>Reads an integer, decimal or with a base; null and the problem where it is none.</summary>
    public static object? Integer(string word, out string? problem)
    {
        problem = !UnderscoresFit(word) ? $"Invalid integer {GoQuote.Quote(word)}: underscores must be surrounded by digits"
            : HasLeadingZero(word) ? $"Invalid integer {GoQuote.Quote(word)}: cannot have leading zeroes"
            : null;
        if (problem != null)
            return null;
        string digits = word.Replace("_", "", StringComparison.Ordinal);
        int radix = digits.Length > 2 ? Radix(digits[1]) : 10;
        if (radix == 10 ? long.TryParse(digits, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out long value) : TryBased(digits[2..], radix, out value))
            return value;
        problem = $"{word} is out of range for int64";
        return null;
    }

    /// <summary>Reads a float, also inf and nan; null and the problem where it is none.</summary>
    public static object? Float(string word, out string? problem)
    {
        problem = null;
        switch (word.TrimStart('+', '-'))
        {
            case "inf": return word[0] == '-' ? double.NegativeInfinity : double.PositiveInfinity;
            case "nan": return double.NaN;
        }
        string[] parts = word.Split(['.', 'e', 'E'], StringSplitOptions.RemoveEmptyEntries);
        problem = !Array.TrueForAll(parts, UnderscoresFit) ? $"Invalid float {GoQuote.Quote(word)}: underscores must be surrounded by digits"
            : parts.Length > 0 && HasLeadingZero(parts[0]) ? $"Invalid float {GoQuote.Quote(word)}: cannot have leading zeroes"
            : !PointsFit(word) ? $"Invalid float {GoQuote.Quote(word)}: '.' must be followed by one or more digits"
            : null;
        if (problem != null)
            return null;
        const NumberStyles Style = NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent;
        if (!double.TryParse(word.Replace("_", "", StringComparison.Ordinal), Style, CultureInfo.InvariantCulture, out double value))
            problem = $"Invalid float value: {GoQuote.Quote(word)}";
        else if (!double.IsFinite(value))
            problem = $"{word} is out of range for float64";
        return problem == null ? value : null;
    }

    private static int Radix(char name) => name switch
    {
        'x' => 16,
        'o' => 8,
        'b' => 2,
        _ => 10,
    };

    private static bool TryBased(string digits, int radix, out long value)
    {
        UInt128 sum = 0;
        foreach (char digit in digits)
        {
            sum = sum * (uint)radix + (uint)Convert.ToInt32(digit.ToString(), 16);
            if (sum > long.MaxValue)
                break;
        }
        value = sum <= long.MaxValue ? (long)sum : 0;
        return sum <= long.MaxValue;
    }

    private static bool UnderscoresFit(string word)
    {
        bool digit = false;
        foreach (char c in word)
        {
            if (c == '_' && !digit)
                return false;
            digit = char.IsAsciiHexDigit(c);
        }
        return digit;
    }

    private static bool HasLeadingZero(string word) =>
        (word.Length > 1 && word[0] == '0' && !(word[1] is 'b' or 'o' or 'x')) || (word.Length > 2 && word[0] is '-' or '+' && word[1] == '0');

    private static bool PointsFit(string word)
    {
        for (int i = 0; i < word.Length; i++)
        {
            if (word[i] == '.' && (i + 1 == word.Length || !char.IsAsciiDigit(word[i + 1])))
                return false;
        }
        return true;
    }
}
