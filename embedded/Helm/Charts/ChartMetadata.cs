namespace Coder.Infra.Helm.Charts;

/// <summary>The fields of Chart.yaml, in the order Helm declares them. Lists and maps are null where the file does not have them.</summary>
public sealed partial class ChartMetadata
{
    /// <summary>The chart's name (required).</summary>
    public string Name { get; set; } = "";

    /// <summary>URL of the project's home page.</summary>
    public string Home { get; set; } = "";

    /// <summary>URLs of source code.</summary>
    public List<string?>? Sources { get; set; }

    /// <summary>A semantic version (required).</summary>
    public string Version { get; set; } = "";

    /// <summary>One sentence about the project.</summary>
    public string Description { get; set; } = "";

    /// <summary>Words to search by.</summary>
    public List<string?>? Keywords { get; set; }

    /// <summary>Who maintains the chart.</summary>
    public List<ChartMaintainer?>? Maintainers { get; set; }

    /// <summary>URL of an icon.</summary>
    public string Icon { get; set; } = "";

    /// <summary><c>v1</c> or <c>v2</c> (required).</summary>
    public string ApiVersion { get; set; } = "";

    /// <summary>The values path that turns the chart on or off (Helm 2's charts).</summary>
    public string Condition { get; set; } = "";

    /// <summary>Tags of the chart (Helm 2's charts).</summary>
    public string Tags { get; set; } = "";

    /// <summary>The version of the application inside.</summary>
    public string AppVersion { get; set; } = "";

    /// <summary>Whether the chart is deprecated.</summary>
    public bool Deprecated { get; set; }

    /// <summary>Annotations, free to use.</summary>
    public Dictionary<string, string>? Annotations { get; set; }

    /// <summary>A constraint on the cluster's version.</summary>
    public string KubeVersion { get; set; } = "";

    /// <summary>What the chart depends on.</summary>
    public List<ChartDependency?>? Dependencies { get; set; }

    /// <summary><c>application</c> (also when empty) or <c>library</c>.</summary>
    public string Type { get; set; } = "";

    /// <summary>Whether only the chart's partials are of use.</summary>
    public bool IsLibrary => string.Equals(Type, "library", StringComparison.OrdinalIgnoreCase);
}

/// <summary>A maintainer of a chart.</summary>
public sealed partial class ChartMaintainer
{
    /// <summary>The person's or organisation's name.</summary>
    public string Name { get; set; } = "";

    /// <summary>An email address.</summary>
    public string Email { get; set; } = "";

    /// <summary>A URL.</summary>
    public string Url { get; set; } = "";
}

/// <summary>An entry of <c>dependencies</c> in Chart.yaml.</summary>
public sealed partial class ChartDependency
{
    /// <summary>The subchart's name.</summary>
    public string Name { get; set; } = "";

    /// <summary>A version constraint.</summary>
    public string Version { get; set; } = "";

    /// <summary>The repository's URL or <c>@alias</c>.</summary>
    public string Repository { get; set; } = "";

    /// <summary>Comma-separated values paths; the first that holds a boolean decides.</summary>
    public string Condition { get; set; } = "";

    /// <summary>Tags that turn the chart on or off.</summary>
    public List<string?>? Tags { get; set; }

    /// <summary>Whether the subchart is on; worked out while values are processed.</summary>
    public bool Enabled { get; set; }

    /// <summary>Values to take over from the subchart: a path, or a map with <c>child</c> and <c>parent</c>.</summary>
    public List<object?>? ImportValues { get; set; }

    /// <summary>Another name for the subchart.</summary>
    public string Alias { get; set; } = "";
}

/// <summary>Chart.lock or, of a v1 chart, requirements.lock.</summary>
public sealed partial class ChartLock
{
    /// <summary>When it was written (RFC 3339), as text.</summary>
    public string Generated { get; set; } = "";

    /// <summary>A hash of the dependencies.</summary>
    public string Digest { get; set; } = "";

    /// <summary>The dependencies with exact versions.</summary>
    public List<ChartDependency?>? Dependencies { get; set; }
}
