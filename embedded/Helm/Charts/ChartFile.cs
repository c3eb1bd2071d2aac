using System.Text;

namespace Coder.Infra.Helm.Charts;

/// <summary>A file of a chart: its path inside the chart (slash-separated) and its bytes.</summary>
public sealed record ChartFile(string Name, byte[] Data)
{
    /// <summary>The bytes read as UTF-8.</summary>
    public string Text => Encoding.UTF8.GetString(Data);
}
