using Coder.Infra.Helm.Yaml;

namespace Coder.Infra.Helm.Charts;

/// <summary>Coalesces (nulls take keys away) or merges (nulls stay) values from the user down to the subcharts.</summary>
internal sealed class ValuesCoalescer(Action<string>? log, bool merge)
{
    private const string Global = "global";

    /// <summary>Fills up the values, which are changed, with the chart's and its subcharts' defaults.</summary>
    public Dictionary<string, object?> Chart(Chart chart, Dictionary<string, object?> values, string prefix)
    {
        Defaults(chart, values, prefix);
        foreach (var subchart in chart.Dependencies)
        {
            if (!values.TryGetValue(subchart.Name, out object? own))
                values[subchart.Name] = own = new Dictionary<string, object?>();
            if (own is not Dictionary<string, object?> table)
                throw new ChartException($"type mismatch on {subchart.Name}: {PrintAsBool(own)}");
            string subPrefix = Join(prefix, chart.Metadata.Name);
            Globals(table, values, subPrefix);
            values[subchart.Name] = Chart(subchart, table, subPrefix);
        }
        return values;
    }

    /// <summary>Fills up one map from another; what both have stays as the first has it.</summary>
    public Dictionary<string, object?> Tables(Dictionary<string, object?> destination, Dictionary<string, object?> source, string prefix, bool merge)
    {
        foreach (var (key, value) in source)
        {
            string path = Join(prefix, key);
            if (!destination.TryGetValue(key, out object? there))
            {
                destination[key] = value;
            }
            else if (there is null && !merge)
            {
                // Where the chart says null, too, the null is not an order to delete.
                if (value is not null)
                    destination.Remove(key);
            }
            else if (value is Dictionary<string, object?> table)
            {
                if (there is Dictionary<string, object?> inner)
                    Tables(inner, table, path, merge);
                else if (there is not null)
                    Warn(237, $"cannot overwrite table with non table for {path} ({SetSyntax.Print(value)})");
            }
            else if (there is Dictionary<string, object?> && value is not null)
            {
                Warn(240, $"destination for {path} is a table. Ignoring non-table value ({SetSyntax.Print(value)})");
            }
        }
        return destination;
    }

    private void Defaults(Chart chart, Dictionary<string, object?> values, string prefix)
    {
        if (chart.Values is null)
            return;
        string subPrefix = Join(prefix, chart.Metadata.Name);
        foreach (var (key, value) in ChartValues.Copy(chart.Values))
        {
            if (!values.TryGetValue(key, out object? there))
            {
                values[key] = value;
            }
            else if (there is null && !merge)
            {
                values.Remove(key);
            }
            else if (there is Dictionary<string, object?> destination)
            {
                if (value is Dictionary<string, object?> source)
                    Tables(destination, source, Join(subPrefix, key), merge || IsSubchart(chart, key));
                else if (value is not null)
                    Warn(179, $"skipped value for {subPrefix}.{key}: Not a table.");
            }
        }
    }

    // Globals of the parent win over those of the subchart's values.
    private void Globals(Dictionary<string, object?> destination, Dictionary<string, object?> source, string prefix)
    {
        if (!TryGlobals(destination, "destination", out var own) || !TryGlobals(source, "source", out var given))
            return;
        foreach (var (key, value) in given)
        {
            if (value is Dictionary<string, object?> table)
            {
                var copy = new Dictionary<string, object?>(table);
                if (!own.TryGetValue(key, out object? there))
                {
                    own[key] = copy;
                }
                else if (there is Dictionary<string, object?> inner)
                {
                    Tables(copy, inner, Join(prefix, key), merge: true);
                    own[key] = copy;
                }
                else
                {
                    log?.Invoke($"coalesce.go:132: Conflict: cannot merge map onto non-map for {GoQuote.Quote(key)}. Skipping.");
                }
            }
            else if (own.GetValueOrDefault(key) is Dictionary<string, object?>)
            {
                log?.Invoke($"coalesce.go:145: key {key} is table. Skipping");
            }
            else
            {
                own[key] = value;
            }
        }
        destination[Global] = own;
    }

    private bool TryGlobals(Dictionary<string, object?> values, string role, out Dictionary<string, object?> globals)
    {
        globals = [];
        if (!values.TryGetValue(Global, out object? found))
            return true;
        if (found is Dictionary<string, object?> table)
        {
            globals = table;
            return true;
        }
        Warn(111, $"skipping globals because {role} {Global} is not a table.");
        return false;
    }

    private static bool IsSubchart(Chart chart, string name)
    {
        foreach (var subchart in chart.Dependencies)
            if (subchart.Name == name)
                return true;
        return false;
    }

    private void Warn(int line, string warning) => log?.Invoke($"coalesce.go:{line}: warning: {warning}");

    private static string Join(string prefix, string key) => prefix.Length == 0 ? key : prefix + "." + key;

    // Helm prints the value with %t, which is meant for booleans.
    private static string PrintAsBool(object? value) => value switch
    {
        null => "%!t(<nil>)",
        bool b => b ? "true" : "false",
        List<object?> list => "[" + string.Join(' ', list.Select(PrintAsBool)) + "]",
        _ => $"%!t({SetSyntax.GoType(value)}={SetSyntax.Print(value)})",
    };
}
