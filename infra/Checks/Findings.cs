using System.Collections.Concurrent;
using Coder.Infra.Adoption;
using Coder.Infra.Releases;
using Coder.Infra.Settings;

namespace Coder.Infra.Checks;

/// <summary>What the checks found. They run side by side and all write here.</summary>
internal sealed class Findings
{
    private readonly ConcurrentQueue<(int Order, string Sentence)> _problems = new();
    private readonly ConcurrentQueue<string> _warnings = new();
    private readonly ConcurrentQueue<string> _hints = new();

    /// <summary>What keeps the stack from working, in the procedure's order.</summary>
    public IReadOnlyList<string> Problems => [.. _problems.OrderBy(problem => problem.Order).Select(problem => problem.Sentence).Distinct()];

    /// <summary>What may keep it from working, or will before long.</summary>
    public IReadOnlyList<string> Warnings => [.. _warnings];

    /// <summary>What only counts if something else is wrong too.</summary>
    public IReadOnlyList<string> Hints => [.. _hints];

    /// <summary>The deployment's version as it reports it, perhaps with a leading <c>v</c> and build metadata; empty when it did not answer.</summary>
    public string DeploymentVersion { get; set; } = "";

    /// <summary>Version of the chart to install: the deployment's, or the one that the settings name.</summary>
    public CoderVersion ChartVersion { get; set; }

    /// <summary>Name of the context that is used.</summary>
    public string Context { get; set; } = "";

    /// <summary>Its cluster's API server.</summary>
    public string Server { get; set; } = "";

    /// <summary>Why the cluster's address cannot be reached from here; empty where it can.</summary>
    public string AddressTrouble { get; set; } = "";

    /// <summary>What is known of the namespace.</summary>
    public Presence Namespace { get; set; }

    /// <summary>The objects of this stack, by name, that are in the namespace already: a killed run may not have recorded them.</summary>
    public IReadOnlySet<string> OwnSecrets { get; set; } = new HashSet<string>();

    /// <summary>The newest revision of the release; null where there is none.</summary>
    public HelmRecord? Release { get; set; }

    /// <summary>The revision that is deployed; null where there is none.</summary>
    public HelmRecord? Deployed { get; set; }

    /// <summary>What was installed by hand and is taken over; null where nothing is.</summary>
    public Installation? Installation { get; set; }

    /// <summary>The workspace proxy that was installed by hand and is taken over; null where none is.</summary>
    public AdoptedProxy? AdoptedProxy { get; set; }

    /// <summary>Whether a release that was installed by hand is taken over.</summary>
    public bool TakesOverRelease => Installation is { Release: not null } || AdoptedProxy is not null;

    /// <summary>Adds a problem.</summary>
    /// <param name="order">Its place in the report: the procedure's order.</param>
    /// <param name="sentence">What is wrong and how to fix it.</param>
    public void Problem(int order, string sentence) => _problems.Enqueue((order, sentence));

    /// <summary>Adds a warning.</summary>
    public void Warning(string sentence) => _warnings.Enqueue(sentence);

    /// <summary>Adds a hint.</summary>
    public void Hint(string sentence) => _hints.Enqueue(sentence);

    /// <summary>One line that says where the stack goes.</summary>
    public string Summary(StackSettings settings) =>
        $"Context {Context}, cluster {Server}, namespace {settings.Namespace}{(Namespace == Presence.Foreign ? " (not made by this stack: it is used, and kept on destroy)" : "")} " +
        $"({(Release is { } release ? $"release {release.ChartVersion}, {release.Status}" : "no release")}); Coder {DeploymentVersion} at {settings.CoderUrl.OriginalString}" +
        (settings.CoderVersion is null ? $", which coderVersion auto follows: chart {ChartVersion}" : "");
}

/// <summary>Whether an object is there, and whose it is.</summary>
internal enum Presence
{
    /// <summary>It is not there.</summary>
    Missing,

    /// <summary>It carries this stack's label.</summary>
    Own,

    /// <summary>Somebody else made it.</summary>
    Foreign,
}
