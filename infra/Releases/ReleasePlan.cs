using System.Text.Json.Nodes;
using Coder.Infra.Adoption;
using Pulumi;

namespace Coder.Infra.Releases;

/// <summary>The release that a procedure declares.</summary>
internal sealed record ReleasePlan
{
    /// <summary>Name of the release.</summary>
    public required string Name { get; init; }

    /// <summary>Version of the chart.</summary>
    public required string Version { get; init; }

    /// <summary>The values, secrets marked.</summary>
    public required InputMap<object> Values { get; init; }

    /// <summary>The same values in plain, for a token: to see what the chart makes of them.</summary>
    public required Func<string, JsonObject> Plain { get; init; }

    /// <summary>The token that the release authenticates with.</summary>
    public required Output<string> Token { get; init; }

    /// <summary>
    /// Whether a revision is the stack's own, by its values, given the token (null while it is not known): before Helm has kept the description nothing
    /// else says so.
    /// </summary>
    public required Func<HelmRecord, string?, bool> IsOwn { get; init; }

    /// <summary>
    /// The mark of the stack in the release's values, by which a removal knows it; null where it knows the release by the token.
    /// </summary>
    public string? Mark { get; init; }

    /// <summary>What must be waited for before the release is changed, which may end pods; gets the newest revision. Null for nothing.</summary>
    public Func<HelmRecord, Task>? BeforeChange { get; init; }

    /// <summary>Whether the release will be changed.</summary>
    /// <param name="newest">The newest revision.</param>
    /// <param name="token">The token, or what stands for it.</param>
    /// <param name="drifted">Whether something of it was changed by hand.</param>
    public bool Changes(HelmRecord newest, string token, bool drifted) =>
        drifted || newest.Status != "deployed" || newest.ChartVersion != Version || ValueDifferences.Of(newest.Values, Plain(token)).Count > 0;

    /// <summary>Does not show the token.</summary>
    public override string ToString() => $"{Name} {Version}";
}
