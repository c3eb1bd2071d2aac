using System.Collections.Immutable;
using Coder.Infra.Coder;
using Coder.Infra.Provider;
using Pulumi.Experimental;

namespace Coder.Infra.Adoption;

/// <summary>What was found of an installation made by hand, and what of it is not as the stack wants it.</summary>
internal sealed record Installation
{
    /// <summary>What was looked for.</summary>
    public required InstallationQuery Query { get; init; }

    /// <summary>The registration.</summary>
    public required Pool Pool { get; init; }

    /// <summary>Whether the namespace is there.</summary>
    public bool HasNamespace { get; init; }

    /// <summary>The newest revision of the release; null where there is none.</summary>
    public ReleaseRecord? Release { get; init; }

    /// <summary>Address of the ingress; empty while it has none.</summary>
    public string IngressAddress { get; init; } = "";

    /// <summary>What the records of the hosts lead to; a host without a record is missing.</summary>
    public ImmutableDictionary<string, string> Records { get; init; } = ImmutableDictionary<string, string>.Empty;

    /// <summary>The organizations that may use it, by name.</summary>
    public ImmutableArray<string> Organizations { get; init; } = [];

    /// <summary>The namespaces in which a release of that name is.</summary>
    public IReadOnlyList<string> Elsewhere { get; init; } = [];

    /// <summary>Whether an upgrade of the release would change nothing.</summary>
    public bool ReleaseIsAsWanted => Release is { Status: "deployed" } && Release.ChartVersion == Query.ChartVersion && ValueDifferences.Of(Release.Values, Query.Values).Count == 0;

    /// <summary>The answer to the program; the token is not in it.</summary>
    public IDictionary<string, PropertyValue> Answer() => ImmutableDictionary<string, PropertyValue>.Empty.With(
        ("providerId", new PropertyValue(Pool.Id)),
        ("hasNamespace", new PropertyValue(HasNamespace)),
        ("hasRelease", new PropertyValue(Release is not null)),
        ("releaseIsAsWanted", new PropertyValue(ReleaseIsAsWanted)),
        ("ingressAddress", new PropertyValue(IngressAddress)),
        ("records", Properties.Of(Records.Keys.Order(StringComparer.Ordinal))));
}
