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
            chart.Values = Merge(Json.ToModel(current.Config), ChartRecord.Read(current.Chart).Values ?? []);
            return Merge(values, config);
        }
        if (options.ResetThenReuseValues)
            return Merge(values, config);
        return values.Count == 0 && config.Count > 0 ? config : values;
    }

    /// <summary>The first one's values over the second one's, maps merged.</summary>
    static Dictionary<string, object?> Merge(Dictionary<string, object?> over, Dictionary<string, object?> under)
    {
        foreach (var (key, value) in under)
        {
            if (!over.TryGetValue(key, out var own))
                over[key] = value;
            else if (own is Dictionary<string, object?> map && value is Dictionary<string, object?> below)
                over[key] = Merge(map, below);
        }
        return over;
    }
}
