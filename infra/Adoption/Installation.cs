using System.Collections.Immutable;
using System.Text.Json.Nodes;
using Coder.Infra.Coder;
using Coder.Infra.Coder.V1;
using Coder.Infra.Releases;
using Coder.Infra.Settings;

namespace Coder.Infra.Adoption;

/// <summary>What was found of an installation made by hand, beside what the stack wants.</summary>
internal sealed record Installation
{
    /// <summary>What the stack wants.</summary>
    public required StackSettings Settings { get; init; }

    /// <summary>The chart's version that it wants.</summary>
    public required CoderVersion ChartVersion { get; init; }

    /// <summary>The values that it wants; their token is not looked at.</summary>
    public required JsonObject Values { get; init; }

    /// <summary>The registration.</summary>
    public required Pool Pool { get; init; }

    /// <summary>The newest revision of the release; null where there is none.</summary>
    public HelmRecord? Release { get; init; }

    /// <summary>Address of the ingress; empty while it has none.</summary>
    public string IngressAddress { get; init; } = "";

    /// <summary>What the records of the hosts lead to; a host without a record is missing.</summary>
    public ImmutableDictionary<string, string> Records { get; init; } = ImmutableDictionary<string, string>.Empty;

    /// <summary>The organizations that may use it, by name.</summary>
    public ImmutableArray<string> Organizations { get; init; } = [];

    /// <summary>The namespaces in which a release of that name is.</summary>
    public IReadOnlyList<string> Elsewhere { get; init; } = [];

    /// <summary>Does not show the values.</summary>
    public override string ToString() => $"{Pool.Name} ({Pool.Id})";
}
