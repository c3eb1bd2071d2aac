using System.Diagnostics;
using Coder.Infra.Engine.Workspace;

namespace Coder.Infra.Engine.Cli.Info;

/// <summary><c>pulumiw sandbox start|status|stop|env</c>: hands over to the sandbox's own executable.</summary>
internal static class SandboxCommand
{
    public static async Task<int> RunAsync(string[] arguments, CommandHost host)
    {
        var root = ProjectLoader.Find(host.WorkingDirectory) is { } file ? Path.GetDirectoryName(file)! : host.WorkingDirectory;
        string[] named = arguments.Any(argument => argument is "--dir" || argument.StartsWith("--dir=", StringComparison.Ordinal)) ? [] : ["--dir", Path.Combine(root, ".sandbox")];
        using var process = Process.Start(new ProcessStartInfo(SandboxProcess.Executable(host.Environment), arguments.Concat(arguments.Length > 0 ? named : [])) { WorkingDirectory = host.WorkingDirectory })!;
        await process.WaitForExitAsync(host.Abort).ConfigureAwait(false);
        return process.ExitCode;
    }
}
