namespace Coder.Infra.Helm.Charts;

/// <summary>A file of a chart: its path inside the chart (slash-separated) and its bytes.</summary>
public sealed record ChartFile(string Name, byte[] Data)
{
    /// <summary>The bytes as text; bytes that are not UTF-8 are kept as <see cref="GoString"/> keeps them.</summary>
    public string Text => GoString.FromBytes(Data);
}
