using Coder.Infra.Helm.Yaml;

namespace Coder.Infra.Helm.Charts;

/// <summary>How the values of a <c>--set…</c> argument are read.</summary>
public enum SetMode
{
    /// <summary><c>--set</c>: integers, booleans and null are recognized.</summary>
    Typed,

    /// <summary><c>--set-string</c>: all is text.</summary>
    Text,

    /// <summary><c>--set-json</c>: each value is JSON.</summary>
    Json,

    /// <summary><c>--set-file</c>: each value is the path of a file whose content is taken.</summary>
    File,

    /// <summary><c>--set-literal</c>: one key, and all behind the first equals sign is text.</summary>
    Literal,
}

/// <summary>The grammar of <c>--set</c> and its sisters (Helm's strvals).</summary>
public static class SetSyntax
{
    /// <summary>Reads <c>a.b=1,c[0]=x</c> into a map that may hold values already. Throws <see cref="SetSyntaxException"/>.</summary>
    /// <param name="text">The argument.</param>
    /// <param name="into">What the values are put into; changed in place.</param>
    /// <param name="mode">How values are read.</param>
    /// <param name="readFile">Reads the file of <see cref="SetMode.File"/>.</param>
    public static void ParseInto(string text, Dictionary<string, object?> into, SetMode mode = SetMode.Typed, Func<string, string>? readFile = null)
    {
        if (mode == SetMode.Literal)
            new SetLiteralParser(text, into).Parse();
        else
            new SetParser(text, into, mode, readFile).Parse();
    }

    /// <summary>The value as Go's <c>%v</c> prints it, for messages.</summary>
    internal static string Print(object? value) => value switch
    {
        null => "<nil>",
        string s => s,
        bool b => b ? "true" : "false",
        double d => GoFloat.Shortest(d),
        List<object?> list => "[" + string.Join(' ', list.Select(Print)) + "]",
        Dictionary<string, object?> map => "map[" + string.Join(' ', map.OrderBy(e => e.Key, StringComparer.Ordinal).Select(e => e.Key + ":" + Print(e.Value))) + "]",
        _ => Convert.ToString(value, System.Globalization.CultureInfo.InvariantCulture)!,
    };

    /// <summary>Go's assertion of a value's type.</summary>
    internal static T Cast<T>(object? value, string goType) where T : class =>
        value as T ?? throw new SetSyntaxException($"unable to parse key: interface conversion: interface {{}} is {(value is null ? "nil" : GoType(value))}, not {goType}");

    /// <summary>Go's name of a value's type.</summary>
    internal static string GoType(object? value) => value switch
    {
        null => "<nil>",
        string => "string",
        bool => "bool",
        double => "float64",
        List<object?> => "[]interface {}",
        Dictionary<string, object?> => "map[string]interface {}",
        _ => "int64",
    };
}
