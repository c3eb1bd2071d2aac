using System.Collections;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Coder.Infra.Helm.Charts;
using Coder.Infra.Helm.Releases.Storage;

namespace Coder.Infra.Helm.Releases;

/// <summary>
/// What charts were rendered to in this process. A run renders a chart for its preview; an update of the same release in the same
/// cluster, with the same chart, values, revision and capabilities, takes the texts from here, so that what was shown is what is
/// applied. No other release ever does: a random password is never another's. A chart that looked into the cluster is rendered
/// anew, since the cluster may have changed.
/// </summary>
sealed class RenderedTexts
{
    const int Kept = 16;
    readonly Lock _lock = new();
    readonly Dictionary<string, IReadOnlyDictionary<string, string>> _texts = [];
    readonly Queue<string> _order = new();

    /// <summary>Those of this process.</summary>
    public static RenderedTexts OfProcess { get; } = new();

    /// <summary>The texts by their templates' paths, rendered where they are not known.</summary>
    /// <param name="cluster">The API server.</param>
    /// <param name="chart">The chart, its dependencies processed.</param>
    /// <param name="values">What templates see at the top; name, namespace and revision of the release are in it.</param>
    /// <param name="render">Renders them, and tells whether they hold for another time.</param>
    public IReadOnlyDictionary<string, string> Get(Uri cluster, Chart chart, Dictionary<string, object?> values, Func<(IReadOnlyDictionary<string, string> Texts, bool Hold)> render)
    {
        // Before rendering: templates may change the values they are given.
        var key = Key(cluster, chart, values);
        lock (_lock)
        {
            if (_texts.TryGetValue(key, out var known))
                return known;
        }

        var (texts, hold) = render();
        if (!hold)
            return texts;
        lock (_lock)
        {
            if (_texts.TryAdd(key, texts))
                _order.Enqueue(key);
            if (_order.Count > Kept)
                _texts.Remove(_order.Dequeue());
        }
        return texts;
    }

    static string Key(Uri cluster, Chart chart, Dictionary<string, object?> values)
    {
        var text = new StringBuilder().Append(cluster).Append('\n');
        Write(text, chart);
        foreach (var (name, value) in values.OrderBy(v => v.Key, StringComparer.Ordinal))
        {
            text.Append(name).Append('=');
            switch (value)
            {
                case ChartMetadata: break; // written with the chart
                case Capabilities known: Write(text, new List<object?>([$"{known.KubeVersion}", known.HelmVersion, .. known.ApiVersions])); break;
                default: Write(text, value); break;
            }
        }
        return Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(text.ToString())));
    }

    static void Write(StringBuilder text, Chart chart)
    {
        text.Append(ChartRecord.Write(chart).ToJsonString());
        foreach (var dependency in chart.Dependencies)
            Write(text, dependency);
    }

    /// <summary>A value with its type and its length, so that no two are written alike.</summary>
    static void Write(StringBuilder text, object? value)
    {
        switch (value)
        {
            case IDictionary<string, object?> map:
                text.Append('{').Append(map.Count);
                foreach (var (name, item) in map.OrderBy(m => m.Key, StringComparer.Ordinal))
                {
                    Write(text, name);
                    Write(text, item);
                }
                break;
            case string word:
                text.Append('"').Append(word.Length).Append(':').Append(word);
                break;
            case IEnumerable list:
                text.Append('[');
                foreach (var item in list)
                    Write(text, item);
                text.Append(']');
                break;
            default:
                text.Append('(').Append(value?.GetType().Name).Append(' ').Append(Convert.ToString(value, CultureInfo.InvariantCulture)).Append(')');
                break;
        }
    }
}
