using Coder.Infra.Engine.Cli.Parsing;
using Coder.Infra.Engine.Processes;
using Coder.Infra.Engine.Workspace;
using Coder.Infra.Engine.Workspace.Programs;

namespace Coder.Infra.Engine.Cli.Info;

/// <summary><c>pulumi install</c>: installs what the program needs. Plugins are not downloaded.</summary>
internal static class InstallCommand
{
    public static Command Command { get; } = new("install", "Install packages for the current program")
    {
        Flags =
        [
            Flag.Switch("no-dependencies", "Skip installing dependencies"),
            Flag.Switch("no-plugins", "Skip installing plugins"),
            Flag.Switch("reinstall", "Reinstall a plugin even if it already exists"),
            Flag.Number("parallel", "The max number of concurrent installs to perform", 'p'),
        ],
        Run = RunAsync,
    };

    private static async Task<int> RunAsync(Invocation invocation)
    {
        var project = invocation.Project;
        var (directory, _) = project.Program();
        if (invocation.Flags.Switch("no-dependencies"))
            return 0;
        string[] command = project.Runtime switch
        {
            "nodejs" => [project.RuntimeOptions.GetValueOrDefault("packagemanager", "npm"), "install"],
            "dotnet" => ["dotnet", "build"],
            _ => throw new UserErrorException($"{project.Path}: the runtime \"{project.Runtime}\" is not supported by the embedded engine, which runs dotnet and nodejs; use the official CLI (PULUMIW_ENGINE=official)"),
        };
        invocation.Out.WriteLine("Installing dependencies...\n");
        var code = await ChildProcess.RunAsync(
            command[0], command.Skip(1), directory, [], (line, isError) => (isError ? invocation.Host.Error : invocation.Out).WriteLine(line), invocation.Host.Cancel).ConfigureAwait(false);
        if (code != 0)
            throw new UserErrorException($"installing dependencies failed: `{string.Join(' ', command)}` in {directory} ended with exit code {code}");
        invocation.Out.WriteLine("Finished installing dependencies\n");
        return 0;
    }
}
