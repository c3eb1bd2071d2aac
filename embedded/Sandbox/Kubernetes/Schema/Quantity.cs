using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Coder.Infra.Sandbox.Kubernetes.Schema;

/// <summary>Amounts as Kubernetes writes them: <c>100m</c>, <c>1.5</c>, <c>2Gi</c>, <c>1e3</c>.</summary>
internal static partial class Quantity
{
    static readonly Dictionary<string, decimal> Suffixes = new()
    {
        [""] = 1m,
        ["n"] = 1e-9m,
        ["u"] = 1e-6m,
        ["m"] = 1e-3m,
        ["k"] = 1e3m,
        ["M"] = 1e6m,
        ["G"] = 1e9m,
        ["T"] = 1e12m,
        ["P"] = 1e15m,
        ["E"] = 1e18m,
        ["Ki"] = 1024m,
        ["Mi"] = 1048576m,
        ["Gi"] = 1073741824m,
        ["Ti"] = 1099511627776m,
        ["Pi"] = 1125899906842624m,
        ["Ei"] = 1152921504606846976m,
    };

    /// <summary>The amount, or null when it is none.</summary>
    public static decimal? Parse(JsonNode? value)
    {
        var text = value.Text() ?? value?.ToText() ?? "";
        var match = Pattern().Match(text);
        if (!match.Success) return null;
        var number = decimal.Parse(match.Groups[1].Value, NumberStyles.Float, CultureInfo.InvariantCulture);
        return match.Groups[3].Success
            ? number * (decimal)Math.Pow(10, int.Parse(match.Groups[3].Value, CultureInfo.InvariantCulture))
            : number * Suffixes[match.Groups[2].Value];
    }

    [GeneratedRegex(@"^([+-]?(?:[0-9]+\.?[0-9]*|\.[0-9]+))(?:(n|u|m|k|M|G|T|P|E|Ki|Mi|Gi|Ti|Pi|Ei|)|[eE]([-+]?[0-9]{1,2}))$")]
    private static partial Regex Pattern();
}
