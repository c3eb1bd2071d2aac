namespace Coder.Infra.Helm.Charts;

public static partial class ChartDependencies
{
    private static void ProcessImportValues(Chart chart, Action<string>? log)
    {
        foreach (var subchart in chart.Dependencies)
            ProcessImportValues(subchart, log);
        if (chart.Metadata.Dependencies is not { } dependencies)
            return;
        var values = ChartValues.Merge(chart, null, log);
        var imported = new Dictionary<string, object?>();
        foreach (var dependency in dependencies)
        {
            if (dependency!.ImportValues is not { } imports)
                continue;
            var resolved = new List<object?>();
            foreach (object? import in imports)
                Import(dependency.Name, import, values, imported, resolved, log);
            dependency.ImportValues = resolved.Count > 0 ? resolved : null;
        }
        // What is imported gives way to what the parent says itself.
        chart.Values = ChartValues.MergeTables(ChartValues.Copy(values), imported, log);
    }

    private static void Import(
        string subchart, object? import, Dictionary<string, object?> values, Dictionary<string, object?> imported, List<object?> resolved, Action<string>? log)
    {
        string child, parent, missing;
        switch (import)
        {
            case Dictionary<string, object?> map:
                child = SetSyntax.Print(map.GetValueOrDefault("child"));
                parent = SetSyntax.Print(map.GetValueOrDefault("parent"));
                missing = $"dependencies.go:246: Warning: ImportValues missing table from chart {subchart}: ";
                break;
            case string export:
                child = "exports." + export;
                parent = ".";
                missing = "dependencies.go:263: Warning: ImportValues missing table: ";
                break;
            default:
                return;
        }
        resolved.Add(new Dictionary<string, object?> { ["child"] = child, ["parent"] = parent });
        try
        {
            var table = ChartValues.Table(values, subchart + "." + child);
            ChartValues.MergeTables(imported, parent == "." ? table : AtPath(parent, table), log);
        }
        catch (ChartException e)
        {
            log?.Invoke(missing + e.Message);
        }
    }

    private static Dictionary<string, object?> AtPath(string path, Dictionary<string, object?> table)
    {
        foreach (string part in path.Split('.').Reverse())
            table = new Dictionary<string, object?> { [part] = table };
        return table;
    }
}
