using Coder.Infra.Providers.Serving;

namespace Coder.Infra.Providers;

/// <summary>
/// A plugin's process: a link <c>pulumi-resource-kubernetes</c> to this executable serves that package; under its own name
/// the package is the first argument. The engine's address follows.
/// </summary>
internal static class Program
{
    private const string PluginPrefix = "pulumi-resource-";

    public static async Task<int> Main(string[] args)
    {
        // argv[0] is the name that we were started by; the process path would be the one that the link leads to.
        var name = Path.GetFileNameWithoutExtension(Environment.GetCommandLineArgs()[0]);
        if (!name.StartsWith(PluginPrefix, StringComparison.Ordinal))
            name = Path.GetFileNameWithoutExtension(CommandName() ?? name);
        string package;
        if (name.StartsWith(PluginPrefix, StringComparison.Ordinal))
        {
            package = name[PluginPrefix.Length..];
        }
        else if (args is [var first, ..] && BuiltInProviders.Packages.Contains(first))
        {
            (package, args) = (first, args[1..]);
        }
        else
        {
            await Console.Error.WriteLineAsync($"Usage: {name} {string.Join('|', BuiltInProviders.Packages)} [ENGINE_ADDRESS]\nor start it by a link named {PluginPrefix}<package>.").ConfigureAwait(false);
            return 2;
        }

        if (!BuiltInProviders.Packages.Contains(package))
        {
            await Console.Error.WriteLineAsync($"There is no built-in provider \"{package}\". Known: {string.Join(", ", BuiltInProviders.Packages)}").ConfigureAwait(false);
            return 2;
        }

        await ProviderServer.RunAsync(package, args, Console.Out, TimeProvider.System, CancellationToken.None).ConfigureAwait(false);
        return 0;
    }

    /// <summary>The command as it was typed, which .NET does not give for a link to an executable.</summary>
    private static string? CommandName()
    {
        try
        {
            return File.ReadAllText("/proc/self/cmdline").Split('\0')[0];
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}
