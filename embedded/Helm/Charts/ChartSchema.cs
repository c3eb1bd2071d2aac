using System.Text;

namespace Coder.Infra.Helm.Charts;

/// <summary>Holds values against the values.schema.json of a chart and its subcharts.</summary>
internal static class ChartSchema
{
    /// <summary>The problems in Helm's words, chart by chart; empty where there are none.</summary>
    public static string Validate(Chart chart, Dictionary<string, object?> values, Action<string>? log)
    {
        var text = new StringBuilder();
        if (chart.Schema is { } schema && Schema.JsonSchema.Validate(schema, values, log) is { } problems)
            text.Append(chart.Name).Append(":\n").Append(problems);
        foreach (var subchart in chart.Dependencies)
            text.Append(Validate(subchart, (Dictionary<string, object?>)values[subchart.Name]!, log));
        return text.ToString();
    }
}
