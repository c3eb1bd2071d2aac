namespace Coder.Infra.Engine.Plugins;

/// <summary>The dynamic provider of Node programs, which comes with the SDK: <c>@pulumi/pulumi/cmd/dynamic-provider</c>.</summary>
internal static class NodeDynamicProvider
{
    /// <summary>How to start it for a program in the folder.</summary>
    /// <exception cref="PluginNotFoundException">The SDK is not installed there or in a folder above.</exception>
    public static IReadOnlyList<string> Command(string rootDirectory)
    {
        for (var folder = new DirectoryInfo(rootDirectory); folder is not null; folder = folder.Parent)
        {
            var entry = Path.Combine(folder.FullName, "node_modules", "@pulumi", "pulumi", "cmd", "dynamic-provider");
            if (Directory.Exists(entry))
                return ["node", entry];
        }

        throw new PluginNotFoundException(
            $"The package @pulumi/pulumi, which holds the provider of dynamic resources, is not installed in {rootDirectory} or above. "
            + "Install it with: npm install");
    }
}
