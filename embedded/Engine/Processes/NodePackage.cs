namespace Coder.Infra.Engine.Processes;

/// <summary>
/// The official package <c>@pulumi/pulumi</c> of a Node program or plugin: it brings the commands that run them, and so they
/// run with the package that they were installed with.
/// </summary>
internal static class NodePackage
{
    /// <summary>The folder of one of the package's commands, which node runs as it is.</summary>
    /// <param name="name"><c>run</c>, <c>run-plugin</c> or <c>dynamic-provider</c>.</param>
    /// <param name="directory">The folder of the program or plugin.</param>
    /// <exception cref="UserErrorException">The package is not installed.</exception>
    public static string Command(string name, string directory)
    {
        for (var folder = new DirectoryInfo(directory); folder is not null; folder = folder.Parent)
        {
            var command = Path.Combine(folder.FullName, "node_modules", "@pulumi", "pulumi", "cmd", name);
            if (Directory.Exists(command))
                return command;
        }

        throw new UserErrorException($"could not find the package @pulumi/pulumi (its command {name}) in node_modules of {directory} or above; install the packages with: npm install");
    }
}
