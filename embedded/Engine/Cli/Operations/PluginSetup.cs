using System.Collections.Immutable;
using Coder.Infra.Engine.Plugins;
using Coder.Infra.Engine.Workspace;
using Coder.Infra.Engine.Workspace.Programs;

namespace Coder.Infra.Engine.Cli.Operations;

/// <summary>Which providers a run finds, and where.</summary>
internal static class PluginSetup
{
    /// <summary>The host for a project's run.</summary>
    public static IPluginHost For(Invocation invocation, Project? project)
    {
        var choice = invocation.Flags.Text("plugins") ?? "builtin";
        if (choice is not ("builtin" or "official"))
            throw new UserErrorException($"--plugins {choice} is not a choice: builtin (the providers of this engine first) or official (installed plugins first)");
        return new PluginHost(new PluginHostOptions
        {
            Named = project?.ProviderPaths ?? ImmutableSortedDictionary<string, string>.Empty,
            PreferInstalled = choice == "official",
            BuiltIn = (package, log) => Providers.BuiltInProviders.Create(package, log),
            DotnetProject = DotnetProgram.ResolveAsync,
            PulumiHome = invocation.Home.Directory,
        });
    }

    /// <summary>Version of a built-in provider.</summary>
    public static string BuiltInVersion(string package) => Providers.BuiltInProviders.Version(package) ?? "";
}
