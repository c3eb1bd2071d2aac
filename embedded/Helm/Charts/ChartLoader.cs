using Coder.Infra.Helm.Yaml;

namespace Coder.Infra.Helm.Charts;

/// <summary>Loads charts as Helm's loader does. Errors are <see cref="ChartException"/>s with Helm's words.</summary>
public static partial class ChartLoader
{
    /// <summary>Loads a chart from a folder or a .tgz file.</summary>
    /// <param name="path">The folder or file.</param>
    /// <param name="log">Takes warnings, a line each.</param>
    public static Chart Load(string path, Action<string>? log = null) =>
        Directory.Exists(path) ? LoadDirectory(path, log) : LoadArchiveFile(path, log);

    /// <summary>Makes a chart of its files, whose names are relative to the chart.</summary>
    public static Chart LoadFiles(IEnumerable<ChartFile> files, Action<string>? log = null)
    {
        var all = files.ToList();
        ChartMetadata? metadata = null;
        foreach (var file in all)
        {
            if (file.Name != "Chart.yaml")
                continue;
            metadata ??= new ChartMetadata();
            Wrap("cannot load Chart.yaml", () => ChartYaml.ReadMetadata(file.Data, metadata));
            if (metadata.ApiVersion.Length == 0)
                metadata.ApiVersion = "v1";
        }
        var chart = new Chart { Raw = all, Metadata = metadata ?? new ChartMetadata() };
        var subcharts = new Dictionary<string, List<ChartFile>>();
        foreach (var file in all)
            Sort(chart, file, subcharts, log);
        if (metadata is null && chart.Metadata.Name.Length == 0)
            throw new ChartException("Chart.yaml file is missing");
        ChartValidation.Validate(chart.Metadata);
        string[] names = [.. subcharts.Keys];
        Array.Sort(names, StringComparer.Ordinal);
        foreach (string name in names)
        {
            if (name[0] is '_' or '.')
                continue;
            try
            {
                chart.AddDependency(LoadSubchart(chart, name, subcharts[name], log));
            }
            catch (Exception e) when (e is ChartException or YamlException)
            {
                throw new ChartException($"error unpacking subchart {name} in {chart.Name}: {e.Message}", e);
            }
        }
        return chart;
    }

    private static void Sort(Chart chart, ChartFile file, Dictionary<string, List<ChartFile>> subcharts, Action<string>? log)
    {
        switch (file.Name)
        {
            case "Chart.yaml":
                return;
            case "Chart.lock":
                Wrap("cannot load Chart.lock", () => chart.Lock = ChartYaml.ReadLock(file.Data));
                return;
            case "values.yaml":
                Wrap("cannot load values.yaml", () => chart.Values = YamlText.UnmarshalMap(file.Data) ?? []);
                return;
            case "values.schema.json":
                chart.Schema = file.Data;
                return;
            case "requirements.yaml":
                if (chart.Metadata.ApiVersion != "v1")
                    log?.Invoke("load.go:122: Warning: Dependencies are handled in Chart.yaml since apiVersion \"v2\". We recommend migrating dependencies to Chart.yaml.");
                Wrap("cannot load requirements.yaml", () => ChartYaml.ReadMetadata(file.Data, chart.Metadata));
                if (chart.Metadata.ApiVersion == "v1")
                    chart.Files.Add(file);
                return;
            case "requirements.lock":
                Wrap("cannot load requirements.lock", () => chart.Lock = ChartYaml.ReadLock(file.Data));
                if (chart.Metadata.ApiVersion != "v1")
                    log?.Invoke("load.go:139: Warning: Dependency locking is handled in Chart.lock since apiVersion \"v2\". We recommend migrating to Chart.lock.");
                if (chart.Metadata.ApiVersion == "v1")
                    chart.Files.Add(file);
                return;
        }
        if (file.Name.StartsWith("templates/", StringComparison.Ordinal))
        {
            chart.Templates.Add(file);
        }
        else if (file.Name.StartsWith("charts/", StringComparison.Ordinal) && !file.Name.EndsWith(".prov", StringComparison.Ordinal))
        {
            string inside = file.Name["charts/".Length..];
            string name = inside.Split('/', 2)[0];
            if (!subcharts.TryGetValue(name, out var parts))
                subcharts[name] = parts = [];
            parts.Add(new ChartFile(inside, file.Data));
        }
        else
        {
            chart.Files.Add(file);
        }
    }

    private static Chart LoadSubchart(Chart parent, string name, List<ChartFile> files, Action<string>? log)
    {
        if (!name.EndsWith(".tgz", StringComparison.Ordinal))
        {
            // Files right below charts/ belong to no chart.
            return LoadFiles(files.Where(f => f.Name.Contains('/', StringComparison.Ordinal)).Select(f => f with { Name = f.Name[(f.Name.IndexOf('/', StringComparison.Ordinal) + 1)..] }), log);
        }
        return files[0].Name == name
            ? LoadArchive(new MemoryStream(files[0].Data), log)
            : throw new ChartException($"error unpacking subchart tar in {parent.Name}: expected {name}, got {files[0].Name}");
    }

    private static void Wrap(string what, Action read)
    {
        try
        {
            read();
        }
        catch (YamlException e)
        {
            throw new ChartException($"{what}: {e.Message}", e);
        }
    }
}
