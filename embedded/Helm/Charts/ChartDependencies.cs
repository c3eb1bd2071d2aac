namespace Coder.Infra.Helm.Charts;

/// <summary>Works out which subcharts are on, gives them their aliases, and imports values from them.</summary>
public static partial class ChartDependencies
{
    /// <summary>Changes the chart tree and the root's values as Helm does before it renders.</summary>
    public static void Process(Chart chart, Dictionary<string, object?>? userValues, Action<string>? log = null)
    {
        ProcessEnabled(chart, userValues ?? [], "", log);
        ProcessImportValues(chart, log);
    }

    /// <summary>Throws <see cref="ChartException"/> where Chart.yaml names dependencies that are not in <c>charts/</c>.</summary>
    public static void Check(Chart chart)
    {
        var missing = new List<string>();
        foreach (var dependency in chart.Metadata.Dependencies ?? [])
            if (!chart.Dependencies.Any(c => c.Name == dependency!.Name))
                missing.Add(dependency!.Name);
        if (missing.Count > 0)
            throw new ChartException("found in Chart.yaml, but missing in charts/ directory: " + string.Join(", ", missing));
    }

    /// <summary>Whether a version satisfies a constraint; what does not parse does not.</summary>
    public static bool IsCompatible(string constraint, string version)
    {
        try
        {
            return SemVersion.TryParse(version) is { } parsed && SemConstraint.Parse(constraint).Check(parsed);
        }
        catch (SemVersionException)
        {
            return false;
        }
    }

    private static void ProcessEnabled(Chart chart, Dictionary<string, object?> values, string path, Action<string>? log)
    {
        if (chart.Metadata.Dependencies is not { } declared)
            return;
        var charts = new List<Chart>();
        // Subcharts that Chart.yaml does not name are always on.
        foreach (var existing in chart.Dependencies)
            if (!declared.Exists(d => existing.Name == d!.Name && IsCompatible(d.Version, existing.Metadata.Version)))
                charts.Add(existing);
        foreach (var dependency in declared)
        {
            if (Aliased(chart.Dependencies, dependency!) is { } aliased)
                charts.Add(aliased);
            if (dependency!.Alias.Length > 0)
                dependency.Name = dependency.Alias;
            dependency.Enabled = true;
        }
        chart.SetDependencies(charts);

        var coalesced = ChartValues.Coalesce(chart, values, log);
        ProcessTags(declared!, coalesced, log);
        ProcessConditions(declared!, coalesced, path, log);
        var off = declared.Where(d => !d!.Enabled).Select(d => d!.Name).ToHashSet();
        var on = chart.Dependencies.Where(c => !off.Contains(c.Name)).ToList();
        // The subcharts are given the values of the whole: their conditions are looked up by the full path.
        foreach (var subchart in on)
            ProcessEnabled(subchart, coalesced, path + subchart.Name + ".", log);
        var left = declared.Where(d => !off.Contains(d!.Name)).ToList();
        chart.Metadata.Dependencies = left.Count > 0 ? left : null;
        chart.SetDependencies(on);
    }

    // A copy, because the same subchart may be used under several names.
    private static Chart? Aliased(IReadOnlyList<Chart> charts, ChartDependency dependency)
    {
        foreach (var chart in charts)
        {
            if (chart.Name != dependency.Name || !IsCompatible(dependency.Version, chart.Metadata.Version))
                continue;
            var copy = Copy(chart);
            foreach (var inner in chart.Dependencies)
                copy.AddDependency(CopyTree(inner));
            copy.Metadata = Copy(chart.Metadata);
            if (dependency.Alias.Length > 0)
                copy.Metadata.Name = dependency.Alias;
            return copy;
        }
        return null;
    }

    private static Chart CopyTree(Chart chart)
    {
        var copy = Copy(chart);
        copy.Metadata = Copy(chart.Metadata);
        foreach (var inner in chart.Dependencies)
            copy.AddDependency(CopyTree(inner));
        return copy;
    }

    private static Chart Copy(Chart chart) => new()
    {
        Metadata = chart.Metadata,
        Lock = chart.Lock,
        Raw = chart.Raw,
        Templates = chart.Templates,
        Files = chart.Files,
        Values = chart.Values,
        Schema = chart.Schema,
        Parent = chart.Parent,
    };

    private static ChartMetadata Copy(ChartMetadata metadata) => new()
    {
        Name = metadata.Name,
        Home = metadata.Home,
        Sources = metadata.Sources,
        Version = metadata.Version,
        Description = metadata.Description,
        Keywords = metadata.Keywords,
        Maintainers = metadata.Maintainers,
        Icon = metadata.Icon,
        ApiVersion = metadata.ApiVersion,
        Condition = metadata.Condition,
        Tags = metadata.Tags,
        AppVersion = metadata.AppVersion,
        Deprecated = metadata.Deprecated,
        Annotations = metadata.Annotations,
        KubeVersion = metadata.KubeVersion,
        Dependencies = metadata.Dependencies?.ConvertAll(d => d is null ? null : Copy(d)),
        Type = metadata.Type,
    };

    private static ChartDependency Copy(ChartDependency dependency) => new()
    {
        Name = dependency.Name,
        Version = dependency.Version,
        Repository = dependency.Repository,
        Condition = dependency.Condition,
        Tags = dependency.Tags,
        Enabled = dependency.Enabled,
        ImportValues = dependency.ImportValues,
        Alias = dependency.Alias,
    };

    private static void ProcessTags(List<ChartDependency> dependencies, Dictionary<string, object?> values, Action<string>? log)
    {
        if (values.GetValueOrDefault("tags") is not Dictionary<string, object?> tags)
            return;
        foreach (var dependency in dependencies)
        {
            bool anyOn = false, anyOff = false;
            foreach (string? tag in dependency.Tags ?? [])
            {
                if (!tags.TryGetValue(tag!, out object? value))
                    continue;
                if (value is bool on)
                {
                    anyOn |= on;
                    anyOff |= !on;
                }
                else
                {
                    log?.Invoke($"dependencies.go:92: Warning: Tag '{tag}' for chart {dependency.Name} returned non-bool value");
                }
            }
            dependency.Enabled = anyOn || !anyOff;
        }
    }

    private static void ProcessConditions(List<ChartDependency> dependencies, Dictionary<string, object?> values, string path, Action<string>? log)
    {
        foreach (var dependency in dependencies)
        {
            foreach (string condition in dependency.Condition.Trim().Split(','))
            {
                if (condition.Length == 0 || !ChartValues.TryPathValue(values, path + condition, out object? value))
                    continue;
                if (value is bool on)
                {
                    dependency.Enabled = on;
                    break;
                }
                log?.Invoke($"dependencies.go:64: Warning: Condition path '{condition}' for chart {dependency.Name} returned non-bool value");
            }
        }
    }
}
