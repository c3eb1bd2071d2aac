using System.Globalization;

namespace Coder.Infra.Helm.Yaml;

/// <summary>Values decoded from YAML as Go's <c>%#v</c> prints them; some of the library's errors show them so.</summary>
internal static class YamlGoSyntax
{
    public static string Print(object? value) => value is null ? "<nil>" : Inner(value);

    private static string Inner(object? value) => value switch
    {
        null => "interface {}(nil)",
        string s => GoQuote.Quote(s),
        bool b => b ? "true" : "false",
        double d => GoFloat.Shortest(d),
        ulong u => "0x" + u.ToString("x", CultureInfo.InvariantCulture),
        List<object?> list => "[]interface {}{" + string.Join(", ", list.Select(Inner)) + "}",
        Dictionary<string, object?> map => "map[interface {}]interface {}{"
            + string.Join(", ", map.OrderBy(e => e.Key, StringComparer.Ordinal).Select(e => GoQuote.Quote(e.Key) + ":" + Inner(e.Value))) + "}",
        _ => Convert.ToString(value, CultureInfo.InvariantCulture)!,
    };
}
