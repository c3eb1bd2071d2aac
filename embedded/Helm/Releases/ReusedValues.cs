using Coder.Infra.Helm.Charts;
using Coder.Infra.Helm.Releases.Objects;
using Coder.Infra.Helm.Releases.Storage;

namespace Coder.Infra.Helm.Releases;

/// <summary>Which values an upgrade is rendered with, by Helm's options.</summary>
static class ReusedValues
{
    public static Dictionary<string, object?> Apply(Chart chart, Release current, Dictionary<string, object?> values, UpgradeOptions options)
    {
        var config = Json.ToModel(current.Config);
        if (options.ResetValues)
            return values;
        if (options.ReuseValues)
        {
            // The old defaults, as the old release saw them, take the place of the new chart's.
            chart.Values = ChartValues.Coalesce(ChartRecord.Read(current.Chart), ChartValues.Copy(config));
            return ChartValues.CoalesceTables(values, config);
        }
        if (options.ResetThenReuseValues)
            return ChartValues.CoalesceTables(values, config);
        return values.Count == 0 && config.Count > 0 ? config : values;
    }
}
