using Coder.Infra.Helm.Yaml;

namespace Coder.Infra.Helm.Charts.Schema;

internal sealed partial class SchemaValidator
{
    private static readonly string[] Types = ["null", "boolean", "number", "integer", "string", "array", "object"];

    private static string? WrongType(Check check)
    {
        var wanted = check.Schema.GetValueOrDefault("type") switch
        {
            string one => [one],
            List<object?> several => several.OfType<string>().ToList(),
            _ => new List<string>(),
        };
        string got = TypeOf(check.Value);
        if (wanted.Count == 0 || wanted.Contains(got) || (got == "number" && wanted.Contains("integer") && IsInteger(check.Value)))
            return null;
        return $"got {got}, want {string.Join(" or ", Types.Where(wanted.Contains))}";
    }

    private string? WrongConstant(Check check)
    {
        if (document.Draft < 6 || !check.Schema.TryGetValue("const", out object? constant) || AreEqual(check.Value, constant))
            return null;
        return constant is List<object?> or Dictionary<string, object?> ? "'const' failed" : "value must be " + SchemaError.Display(constant);
    }

    private static string? WrongEnum(Check check)
    {
        if (check.Schema.GetValueOrDefault("enum") is not List<object?> allowed || allowed.Exists(a => AreEqual(check.Value, a)))
            return null;
        if (allowed.Exists(a => a is List<object?> or Dictionary<string, object?>))
            return "'enum' failed";
        return allowed.Count == 1
            ? "value must be " + SchemaError.Display(allowed[0])
            : "value must be one of " + string.Join(", ", allowed.Select(SchemaError.Display));
    }

    private string? WrongFormat(Check check)
    {
        // From 2019-09 on a format is a remark, unless a vocabulary says otherwise.
        if (document.Draft >= 2019 || check.Schema.GetValueOrDefault("format") is not string format || check.Value is not string text)
            return null;
        return SchemaFormats.Problem(format, text) is { } problem ? $"{SchemaError.Quote(text)} is not valid {format}: {problem}" : null;
    }

    private static void Text(Check check, string text)
    {
        var schema = check.Schema;
        if (schema.ContainsKey("minLength") || schema.ContainsKey("maxLength"))
        {
            int length = text.EnumerateRunes().Count();
            if (Count(schema, "minLength") is { } least && length < least)
                check.Add($"minLength: got {SchemaError.Number(length)}, want {SchemaError.Number(least)}");
            if (Count(schema, "maxLength") is { } most && length > most)
                check.Add($"maxLength: got {SchemaError.Number(length)}, want {SchemaError.Number(most)}");
        }
        if (schema.GetValueOrDefault("pattern") is string pattern && !SchemaPattern.IsMatch(pattern, text))
            check.Add($"{SchemaError.Quote(text)} does not match pattern {SchemaError.Quote(pattern)}");
    }

    private void Number(Check check, double value)
    {
        var schema = check.Schema;
        double? minimum = schema.GetValueOrDefault("minimum") as double?, maximum = schema.GetValueOrDefault("maximum") as double?;
        double? above = schema.GetValueOrDefault("exclusiveMinimum") as double?, below = schema.GetValueOrDefault("exclusiveMaximum") as double?;
        // In draft 4 the exclusive bounds are flags.
        if (document.Draft == 4)
        {
            if (schema.GetValueOrDefault("exclusiveMinimum") is true)
                (above, minimum) = (minimum, null);
            if (schema.GetValueOrDefault("exclusiveMaximum") is true)
                (below, maximum) = (maximum, null);
        }
        if (value < minimum)
            check.Add($"minimum: got {SchemaError.Number(value)}, want {SchemaError.Number(minimum.Value)}");
        if (value > maximum)
            check.Add($"maximum: got {SchemaError.Number(value)}, want {SchemaError.Number(maximum.Value)}");
        if (value <= above)
            check.Add($"exclusiveMinimum: got {SchemaError.Number(value)}, want {SchemaError.Number(above.Value)}");
        if (value >= below)
            check.Add($"exclusiveMaximum: got {SchemaError.Number(value)}, want {SchemaError.Number(below.Value)}");
        if (schema.GetValueOrDefault("multipleOf") is double step && !IsMultiple(value, step))
            check.Add($"multipleOf: got {SchemaError.Number(value)}, want {SchemaError.Number(step)}");
    }

    // Decimals, because 0.3 is a multiple of 0.1.
    private static bool IsMultiple(double value, double step) =>
        step == 0 || Templates.Functions.GoDecimal.Of(value).IsMultipleOf(Templates.Functions.GoDecimal.Of(step));

    private static double? Count(Dictionary<string, object?> schema, string keyword) => schema.GetValueOrDefault(keyword) as double?;

    private static string TypeOf(object? value) => value switch
    {
        null => "null",
        bool => "boolean",
        string => "string",
        List<object?> => "array",
        Dictionary<string, object?> => "object",
        _ => "number",
    };

    private static bool IsInteger(object? value) => value is long or int || (value is double d && d == Math.Floor(d));

    private static bool AreEqual(object? left, object? right)
    {
        switch (left, right)
        {
            case (List<object?> a, List<object?> b):
                return a.Count == b.Count && !a.Where((item, i) => !AreEqual(item, b[i])).Any();
            case (Dictionary<string, object?> a, Dictionary<string, object?> b):
                return a.Count == b.Count && a.All(e => b.TryGetValue(e.Key, out object? other) && AreEqual(e.Value, other));
            case (double or long or int, double or long or int):
                return Convert.ToDouble(left, System.Globalization.CultureInfo.InvariantCulture) == Convert.ToDouble(right, System.Globalization.CultureInfo.InvariantCulture);
            default:
                return Equals(left, right);
        }
    }
}
