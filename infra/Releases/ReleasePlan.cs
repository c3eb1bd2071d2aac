using System.Text.Json.Nodes;
using Coder.Infra.Settings;
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

    /// <summary>The token that a revision authenticates with; by it the stack knows its own before Helm has kept the description.</summary>
    public required Func<HelmRecord, string?> TokenOf { get; init; }

    /// <summary>Does not show the token.</summary>
    public override string ToString() => $"{Name} {Version}";
}
