using System.Collections.Immutable;
using Coder.Infra.Protocol;

namespace Coder.Infra.Engine.Plugins;

/// <summary>Where providers are looked for.</summary>
public sealed record PluginHostOptions
{
    /// <summary>
    /// Providers that <c>Pulumi.yaml</c> names (<c>plugins.providers</c>): package → path, relative to its folder. The path is a
    /// folder with an executable <c>pulumi-resource-NAME</c> or a <c>PulumiPlugin.yaml</c>, or the executable itself.
    /// </summary>
    public ImmutableSortedDictionary<string, string> Named { get; init; } = ImmutableSortedDictionary<string, string>.Empty;

    /// <summary>Whether real plugins are preferred to the built-in providers (<c>--plugins official</c>).</summary>
    public bool PreferInstalled { get; init; }

    /// <summary>Makes a built-in provider, or says that there is none for a package.</summary>
    public required Func<string, IEngineLog, IResourceProvider?> BuiltIn { get; init; }

    /// <summary>
    /// The command that runs the .NET project of a folder, built where that is needed: for a plugin with a
    /// <c>PulumiPlugin.yaml</c> of <c>runtime: dotnet</c>.
    /// </summary>
    public Func<string, CancellationToken, Task<IReadOnlyList<string>>> DotnetProject { get; init; } =
        (folder, _) => throw new PluginNotFoundException($"{folder} holds a .NET project, which cannot be built here.");

    /// <summary>Node, for plugins that are its source; by default <c>PULUMI_NODEJS_EXECUTABLE</c>, else <c>node</c>.</summary>
    public string Node { get; init; } = Environment.GetEnvironmentVariable("PULUMI_NODEJS_EXECUTABLE") is { Length: > 0 } node ? node : "node";

    /// <summary>Providers that run already and are attached to, <c>NAME:PORT,…</c>; by default those of <c>PULUMI_DEBUG_PROVIDERS</c>.</summary>
    public string Debugged { get; init; } = Environment.GetEnvironmentVariable("PULUMI_DEBUG_PROVIDERS") ?? "";

    /// <summary>Folders searched for <c>pulumi-resource-NAME</c>; by default those of <c>PATH</c>, unless <c>PULUMI_IGNORE_AMBIENT_PLUGINS</c> is set.</summary>
    public ImmutableArray<string> SearchPath { get; init; } = Environment.GetEnvironmentVariable("PULUMI_IGNORE_AMBIENT_PLUGINS") is "true" or "1"
        ? []
        : [.. (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)];

    /// <summary>Pulumi's own folder, where plugins are installed; <c>PULUMI_HOME</c> or <c>~/.pulumi</c>.</summary>
    public string PulumiHome { get; init; } = Environment.GetEnvironmentVariable("PULUMI_HOME") is { Length: > 0 } home
        ? home
        : Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".pulumi");
}
