using Coder.Infra.Helm.Yaml;

namespace Coder.Infra.Helm.Charts;

/// <summary>What a render knows of the release.</summary>
/// <param name="Name">The release's name.</param>
/// <param name="Namespace">The release's namespace.</param>
/// <param name="Revision">The revision, from 1.</param>
/// <param name="IsUpgrade">Whether it is an upgrade; otherwise it is an install.</param>
public sealed record ReleaseOptions(string Name, string Namespace, int Revision = 1, bool IsUpgrade = false);

/// <summary>
/// Brings the values of a chart, its subcharts and the user together as Helm's chartutil does. Warnings go, a line each, to a log.
/// </summary>
public static class ChartValues
{
    /// <summary>
    /// What a template sees at the top: Chart, Capabilities, Release and Values. <see cref="ChartDependencies.Process"/> has to come first.
    /// Values that the chart's schema refuses throw <see cref="ChartException"/>.
    /// </summary>
    public static Dictionary<string, object?> ToRenderValues(
        Chart chart, Dictionary<string, object?>? userValues, ReleaseOptions release, Capabilities? capabilities = null,
        bool skipSchemaValidation = false, Action<string>? log = null)
    {
        var values = Coalesce(chart, userValues, log);
        if (!skipSchemaValidation && ChartSchema.Validate(chart, values, log) is { Length: > 0 } problems)
            throw new ChartException("values don't meet the specifications of the schema(s) in the following chart(s):\n" + problems);
        return new Dictionary<string, object?>
        {
            ["Chart"] = chart.Metadata,
            ["Capabilities"] = capabilities ?? Capabilities.Default,
            ["Release"] = new Dictionary<string, object?>
            {
                ["Name"] = release.Name,
                ["Namespace"] = release.Namespace,
                ["IsUpgrade"] = release.IsUpgrade,
                ["IsInstall"] = !release.IsUpgrade,
                ["Revision"] = (long)release.Revision,
                ["Service"] = "Helm",
            },
            ["Values"] = values,
        };
    }

    /// <summary>The chart's defaults, its subcharts' and the globals under the user's values. A user's null takes a key away.</summary>
    public static Dictionary<string, object?> Coalesce(Chart chart, Dictionary<string, object?>? userValues, Action<string>? log = null) =>
        new ValuesCoalescer(log, merge: false).Chart(chart, Copy(userValues ?? []), "");

    /// <summary>The same, but nulls stay, so that they can still do their work later.</summary>
    public static Dictionary<string, object?> Merge(Chart chart, Dictionary<string, object?>? userValues, Action<string>? log = null) =>
        new ValuesCoalescer(log, merge: true).Chart(chart, Copy(userValues ?? []), "");

    /// <summary>Adds to the first map what only the second has, at every depth; the first is changed. Nulls stay.</summary>
    public static Dictionary<string, object?> MergeTables(Dictionary<string, object?> destination, Dictionary<string, object?> source, Action<string>? log = null) =>
        new ValuesCoalescer(log, merge: true).Tables(destination, source, "", merge: true);

    /// <summary>Adds to the first map what only the second has; a null in the first takes the key away. The first is changed.</summary>
    public static Dictionary<string, object?> CoalesceTables(Dictionary<string, object?> destination, Dictionary<string, object?> source, Action<string>? log = null) =>
        new ValuesCoalescer(log, merge: false).Tables(destination, source, "", merge: false);

    /// <summary>Puts later values over earlier ones, as several <c>-f</c> files are: maps are merged, all else is replaced.</summary>
    public static Dictionary<string, object?> Overlay(Dictionary<string, object?> below, Dictionary<string, object?> above)
    {
        var result = new Dictionary<string, object?>(below);
        foreach (var (key, value) in above)
        {
            result[key] = value is Dictionary<string, object?> over && result.GetValueOrDefault(key) is Dictionary<string, object?> under
                ? Overlay(under, over)
                : value;
        }
        return result;
    }

    /// <summary>A copy that shares no map and no list.</summary>
    public static Dictionary<string, object?> Copy(Dictionary<string, object?> values)
    {
        var copy = new Dictionary<string, object?>(values.Count);
        foreach (var (key, value) in values)
            copy[key] = CopyValue(value);
        return copy;
    }

    private static object? CopyValue(object? value) => value switch
    {
        Dictionary<string, object?> map => Copy(map),
        List<object?> list => list.ConvertAll(CopyValue),
        _ => value,
    };

    /// <summary>The map at a dotted path; throws <see cref="ChartException"/> with the part that is none.</summary>
    public static Dictionary<string, object?> Table(Dictionary<string, object?> values, string path)
    {
        var table = values;
        foreach (string part in path.Split('.'))
            table = table.GetValueOrDefault(part) as Dictionary<string, object?> ?? throw new ChartException($"{GoQuote.Quote(part)} is not a table");
        return table;
    }

    /// <summary>The value at a dotted path, if there is one and it is no map.</summary>
    public static bool TryPathValue(Dictionary<string, object?> values, string path, out object? value)
    {
        value = null;
        string[] parts = path.Split('.');
        var table = values;
        foreach (string part in parts.AsSpan(0, parts.Length - 1))
        {
            if (table.GetValueOrDefault(part) is not Dictionary<string, object?> inner)
                return false;
            table = inner;
        }
        return table.TryGetValue(parts[^1], out value) && value is not Dictionary<string, object?>;
    }
}
