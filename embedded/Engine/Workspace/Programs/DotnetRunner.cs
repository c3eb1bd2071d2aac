using Coder.Infra.Engine.Deployment;
using Coder.Infra.Engine.Processes;

namespace Coder.Infra.Engine.Workspace.Programs;

/// <summary>Runs a .NET program: the published one that <c>runtime.options.binary</c> names, else the project's, built if need be.</summary>
internal sealed class DotnetRunner(Project project) : IProgramRunner
{
    public async Task<string?> RunAsync(ProgramRun run, Action<string, bool> output, CancellationToken cancellationToken)
    {
        var (directory, _) = project.Program();
        var command = project.RuntimeOptions.GetValueOrDefault("binary") is { Length: > 0 } binary
            ? DotnetProgram.Command(Published(binary))
            : await DotnetProgram.ResolveAsync(directory, cancellationToken).ConfigureAwait(false);
        var exitCode = await ChildProcess.RunAsync(
            command[0],
            command.Skip(1),
            directory,
            ProgramRunners.Environment(run, directory, key => key),
            output,
            cancellationToken).ConfigureAwait(false);
        return ProgramRunners.Outcome(exitCode);
    }

    private string Published(string binary)
    {
        var path = Path.GetFullPath(Path.Combine(project.Directory, binary));
        return File.Exists(path) ? path : throw new UserErrorException($"{project.Path}: runtime.options.binary is \"{binary}\", but {path} does not exist; publish the program there");
    }
}
