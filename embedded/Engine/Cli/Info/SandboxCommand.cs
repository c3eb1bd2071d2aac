using System.Diagnostics;
using Coder.Infra.Engine.Workspace;

namespace Coder.Infra.Engine.Cli.Info;

/// <summary><c>pulumiw [--cwd DIR] sandbox COMMAND …</c>: hands over to the sandbox's own executable.</summary>
internal static class SandboxCommand
{
    public static async Task<int> RunAsync(List<string> arguments, CommandHost host)
    {
        arguments.Remove("sandbox");
        var directory = host.WorkingDirectory;
        if (arguments.FindIndex(argument => argument is "-C" or "--cwd") is >= 0 and var at)
        {
            directory = Path.GetFullPath(at + 1 < arguments.Count ? arguments[at + 1] : throw new UserErrorException($"{arguments[at]} needs a folder"), directory);
            if (!Directory.Exists(directory))
                throw new UserErrorException($"{arguments[at]}: there is no folder {directory}");
            arguments.RemoveRange(at, 2);
        }

        var root = ProjectLoader.Find(directory) is { } file ? Path.GetDirectoryName(file)! : directory;
        string[] named = arguments.Any(argument => argument is "--dir" || argument.StartsWith("--dir=", StringComparison.Ordinal)) ? [] : ["--dir", Path.Combine(root, StackSandbox.FolderName)];
        using var process = Process.Start(new ProcessStartInfo(StackSandbox.Executable(host.Environment), arguments.Concat(arguments.Count > 0 ? named : [])) { WorkingDirectory = directory })!;
        await process.WaitForExitAsync(host.Abort).ConfigureAwait(false);
        return process.ExitCode;
    }
}
