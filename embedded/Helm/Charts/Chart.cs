namespace Coder.Infra.Helm.Charts;

/// <summary>A chart with its subcharts, as Helm's <c>chart.Chart</c>.</summary>
public sealed class Chart
{
    private readonly List<Chart> _dependencies = [];

    /// <summary>What Chart.yaml says (an alias of a dependency replaces the name here).</summary>
    public ChartMetadata Metadata { get; set; } = new();

    /// <summary>Chart.lock, if the chart has one.</summary>
    public ChartLock? Lock { get; set; }

    /// <summary>Every file as it was loaded, before sorting them by kind.</summary>
    public List<ChartFile> Raw { get; init; } = [];

    /// <summary>The files below <c>templates/</c>.</summary>
    public List<ChartFile> Templates { get; set; } = [];

    /// <summary>All that is neither a template nor one of Helm's own files: what templates see as <c>.Files</c>.</summary>
    public List<ChartFile> Files { get; init; } = [];

    /// <summary>The default values; null where the chart has no values.yaml.</summary>
    public Dictionary<string, object?>? Values { get; set; }

    /// <summary>The bytes of values.schema.json.</summary>
    public byte[]? Schema { get; set; }

    /// <summary>The chart this one is a subchart of.</summary>
    public Chart? Parent { get; set; }

    /// <summary>The subcharts.</summary>
    public IReadOnlyList<Chart> Dependencies => _dependencies;

    /// <summary>The name in Chart.yaml, or the alias its parent gave it.</summary>
    public string Name => Metadata.Name;

    /// <summary>Whether no chart is above this one.</summary>
    public bool IsRoot => Parent is null;

    /// <summary>The chart at the top of the tree.</summary>
    public Chart Root => Parent is null ? this : Parent.Root;

    /// <summary>The path of names joined by dots: <c>parent.child</c>.</summary>
    public string ChartPath => Parent is null ? Name : Parent.ChartPath + "." + Name;

    /// <summary>The path its templates have: <c>parent/charts/child</c>.</summary>
    public string FullPath => Parent is null ? Name : Parent.FullPath + "/charts/" + Name;

    /// <summary>Adds subcharts and makes this chart their parent.</summary>
    public void AddDependency(params ReadOnlySpan<Chart> charts)
    {
        foreach (var chart in charts)
        {
            chart.Parent = this;
            _dependencies.Add(chart);
        }
    }

    /// <summary>Replaces the subcharts.</summary>
    public void SetDependencies(IEnumerable<Chart> charts)
    {
        var list = charts.ToList();
        _dependencies.Clear();
        AddDependency(list.ToArray());
    }

    /// <summary>The definitions below <c>crds/</c> of this chart and its subcharts, parents first, by file name inside a chart.</summary>
    public IEnumerable<ChartCrd> Crds()
    {
        foreach (var file in Files)
            if (file.Name.StartsWith("crds/", StringComparison.Ordinal) && HasManifestExtension(file.Name))
                yield return new ChartCrd(file.Name, FullPath + "/" + file.Name, file);
        foreach (var dependency in _dependencies)
            foreach (var crd in dependency.Crds())
                yield return crd;
    }

    private static bool HasManifestExtension(string name) =>
        name.EndsWith(".yaml", StringComparison.Ordinal) || name.EndsWith(".yml", StringComparison.Ordinal) || name.EndsWith(".json", StringComparison.Ordinal);
}

/// <summary>A file of custom resource definitions: its path in its chart, its path in the chart tree, and the file.</summary>
public sealed record ChartCrd(string Name, string Filename, ChartFile File);
