using Coder.Infra.Helm.Charts;

namespace Coder.Infra.Helm.Rendering;

/// <summary>An object of a rendered chart: the template it came from, its YAML and what Helm reads of it.</summary>
public sealed record RenderedManifest(string Path, string Content, ManifestHead Head);

/// <summary>A hook of a rendered chart.</summary>
/// <param name="Name">The object's name.</param>
/// <param name="Kind">The object's kind.</param>
/// <param name="Path">The template it came from.</param>
/// <param name="Manifest">Its YAML.</param>
/// <param name="Events">When it runs: <c>pre-install</c>, <c>post-upgrade</c>, <c>test</c>, …</param>
/// <param name="Weight">Lower weights run first.</param>
/// <param name="DeletePolicies">As annotated; empty where nothing is said.</param>
/// <param name="OutputLogPolicies">As annotated; empty where nothing is said.</param>
public sealed record RenderedHook(
    string Name, string Kind, string Path, string Manifest, IReadOnlyList<string> Events, int Weight,
    IReadOnlyList<string> DeletePolicies, IReadOnlyList<string> OutputLogPolicies)
{
    /// <summary>Whether it is a test.</summary>
    public bool IsTest => Events.Contains("test");
}

/// <summary>What a chart renders to.</summary>
public sealed record RenderedRelease
{
    /// <summary>The objects as one stream of documents in the order of installation, each with a <c># Source:</c> line; hooks are not in it.</summary>
    public string Manifest { get; init; } = "";

    /// <summary>The objects one by one, in the same order.</summary>
    public IReadOnlyList<RenderedManifest> Manifests { get; init; } = [];

    /// <summary>The hooks in the order of their kinds.</summary>
    public IReadOnlyList<RenderedHook> Hooks { get; init; } = [];

    /// <summary>The rendered NOTES.txt.</summary>
    public string Notes { get; init; } = "";

    /// <summary>The chart's custom resource definitions, as they are in <c>crds/</c>.</summary>
    public IReadOnlyList<ChartCrd> Crds { get; init; } = [];
}

/// <summary>A chart whose values were accepted cannot be rendered; what was rendered so far is kept for the user to look at.</summary>
public sealed class RenderFailedException(string message, string partialManifest = "", Exception? inner = null) : Exception(message, inner)
{
    /// <summary>The rendered text that could not be made objects of; empty where a template failed.</summary>
    public string PartialManifest { get; } = partialManifest;
}
