using System.Globalization;

namespace Coder.Infra.Helm.Yaml;

/// <summary>Numbers, dates and times of TOML, with the words of BurntSushi's library for what is none.</summary>
internal static class TomlNumber
{
    /// <summary>Reads a word; null, and perhaps the problem, where it is neither a number nor a date.</summary>
    public static object? Read(string word, out string? problem)
    {
        problem = null;
        bool signed = word.StartsWith('+') || word.StartsWith('-');
        string digits = signed ? word[1..] : word;
        if (digits.StartsWith('.'))
            problem = "floats must start with a digit, not '.'";
        else if (signed && (digits.Length == 0 || !char.IsAsciiDigit(digits[0])))
            problem = $"expected a digit but got {(digits.Length == 0 ? @"'\x00'" : GoQuote.QuoteRune(digits[0]))}";
        if (problem != null || digits.Length == 0 || !char.IsAsciiDigit(digits[0]))
            return null;
        if (!signed && digits.Length > 1 && digits[0] == '0' && digits[1] is 'x' or 'o' or 'b')
            return Based(digits, out problem);
        if (!signed && digits.Length > 2 && char.IsAsciiDigit(digits[1]) && digits.TrimStart("0123456789").StartsWith('-') || digits.Contains(':', StringComparison.Ordinal))
            return Time(word, out problem);
        return digits.AsSpan().ContainsAny('.', 'e', 'E') ? Float(word, digits, out problem) : Integer(word, digits, out problem);
    }

    private static TomlTime? Time(string word, out string? problem)
    {
        var time = TomlTime.Parse(word);
        problem = time == null ? $"invalid datetime: {GoQuote.Quote(word)}" : null;
        return time;
    }

    private static object? Integer(string word, string digits, out string? problem)
    {
        problem = digits.FirstOrDefault(c => !char.IsAsciiDigit(c) && c != '_') is not '\0' and var other
            ? $"expected a top-level item to end with a newline, comment, or EOF, but got {GoQuote.QuoteRune(other)} instead"
            : !UnderscoresFit(digits) ? $"Invalid integer {GoQuote.Quote(word)}: underscores must be surrounded by digits"
            : HasLeadingZero(digits) ? $"Invalid integer {GoQuote.Quote(word)}: cannot have leading zeroes"
            : null;
        if (problem != null)
            return null;
        if (long.TryParse(Plain(word), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out long value))
            return value;
        problem = $"{word} is out of range for int64";
        return null;
    }

    private static object? Float(string word, string digits, out string? problem)
    {
        string[] parts = digits.Split(['.', 'e', 'E'], StringSplitOptions.RemoveEmptyEntries);
        problem = !Array.TrueForAll(parts, part => UnderscoresFit(part.TrimStart('+', '-'))) ? $"Invalid float {GoQuote.Quote(word)}: underscores must be surrounded by digits"
            : HasLeadingZero(parts[0]) ? $"Invalid float {GoQuote.Quote(word)}: cannot have leading zeroes"
            : digits.IndexOf('.', StringComparison.Ordinal) is >= 0 and var dot && (dot + 1 == digits.Length || !char.IsAsciiDigit(digits[dot + 1]))
                ? $"Invalid float {GoQuote.Quote(word)}: '.' must be followed by one or more digits"
            : null;
        if (problem != null)
            return null;
        const NumberStyles Style = NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent;
        if (!double.TryParse(Plain(word), Style, CultureInfo.InvariantCulture, out double value))
            problem = $"Invalid float value: {GoQuote.Quote(word)}";
        else if (!double.IsFinite(value))
            problem = $"{word} is out of range for float64";
        return problem == null ? value : null;
    }

    private static object? Based(string word, out string? problem)
    {
        (int radix, string name) = word[1] switch
        {
            'x' => (16, "a hexidecimal"),
            'o' => (8, "an octal"),
            _ => (2, "a binary"),
        };
        problem = null;
        ulong sum = 0;
        for (int i = 2; i < word.Length; i++)
        {
            if (word[i] == '_' && i > 2)
                continue;
            int digit = char.IsAsciiHexDigit(word[i]) ? Convert.ToInt32(word[i].ToString(), 16) : radix;
            if (digit >= radix)
                problem ??= $"not {name} number: '{word[..i]}{word[i]}'";
            else if (sum > ((ulong)long.MaxValue - (uint)digit) / (uint)radix)
                problem ??= $"{word} is out of range for int64";
            else
                sum = sum * (uint)radix + (uint)digit;
        }
        if (word.Length == 2)
            problem = $"not {name} number: '{word}\0'";
        else if (problem == null && !UnderscoresFit(word[2..]))
            problem = $"Invalid integer {GoQuote.Quote(word)}: underscores must be surrounded by digits";
        return problem == null ? (long)sum : null;
    }

    private static string Plain(string word) => word.Replace("_", "", StringComparison.Ordinal);

    private static bool UnderscoresFit(string digits) =>
        digits.Length > 0 && digits[0] != '_' && digits[^1] != '_' && !digits.Contains("__", StringComparison.Ordinal);

    private static bool HasLeadingZero(string digits) => digits.Length > 1 && digits[0] == '0';
}
