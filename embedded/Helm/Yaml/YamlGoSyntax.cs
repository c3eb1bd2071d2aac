using System.Globalization;

namespace Coder.Infra.Helm.Yaml;

/// <summary>Values decoded from YAML as Go's <c>%#v</c> prints them; some of the library's errors show them so.</summary>
internal static class YamlGoSyntax
{
    /// <summary>Prints a value, with the keys that its maps cannot hold.</summary>
    public static string Print(object? value, Dictionary<Dictionary<string, object?>, List<KeyValuePair<object?, object?>>> otherKeys)
    {
        return value is null ? "<nil>" : Inner(value);

        string Inner(object? value) => value switch
        {
            null => "interface {}(nil)",
            string s => GoQuote.Quote(s),
            bool b => b ? "true" : "false",
            double d => GoFloat.Shortest(d),
            ulong u => "0x" + u.ToString("x", CultureInfo.InvariantCulture),
            List<object?> list => "[]interface {}{" + string.Join(", ", list.Select(Inner)) + "}",
            Dictionary<string, object?> map => "map[interface {}]interface {}{" + string.Join(", ",
                (otherKeys.GetValueOrDefault(map) ?? []).Concat(GoString.SortedKeys(map).Select(k => new KeyValuePair<object?, object?>(k, map[k])))
                    .Select(e => Inner(e.Key) + ":" + Inner(e.Value))) + "}",
            _ => Convert.ToString(value, CultureInfo.InvariantCulture)!,
        };
    }
}
