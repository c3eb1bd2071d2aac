using System.Globalization;
using Coder.Infra.Engine.Deployment;
using Coder.Infra.Engine.Processes;

namespace Coder.Infra.Engine.Workspace.Programs;

/// <summary>
/// Runs a Node program through the runner of the official package: <c>node @pulumi/pulumi/cmd/run …</c>.
/// </summary>
internal sealed class NodeRunner(Project project, IReadOnlyDictionary<string, string> environment) : IProgramRunner
{
    public async Task<string?> RunAsync(ProgramRun run, Action<string, bool> output, CancellationToken cancellationToken)
    {
        var (directory, entry) = project.Program();
        var runner = NodePackage.Command("run", directory);
        var target = run.Target;
        List<string> arguments =
        [
            .. NodeArguments(),
            runner,
            "--monitor", run.MonitorAddress,
            "--engine", run.EngineAddress,
            "--organization", target.Organization,
            "--project", target.Project,
            "--root-directory", target.RootDirectory,
            "--stack", target.Stack,
            "--pwd", directory,
            .. run.DryRun ? ["--dry-run"] : Array.Empty<string>(),
            "--parallel", run.Parallel.ToString(CultureInfo.InvariantCulture),
            entry,
        ];
        var typescript = project.RuntimeOptions.GetValueOrDefault("typescript") is "false" ? "false" : "true";
        var variables = ProgramRunners.Environment(run, directory, ConfigKeyOf).Append(KeyValuePair.Create("PULUMI_NODEJS_TYPESCRIPT", typescript));
        var exitCode = await ChildProcess.RunAsync(environment.GetValueOrDefault("PULUMI_NODEJS_EXECUTABLE", "node"), arguments, directory, variables, output, cancellationToken).ConfigureAwait(false);
        return ProgramRunners.Outcome(exitCode);
    }

    /// <summary>The package's own runner takes keys as <c>ns:config:name</c>.</summary>
    private static string ConfigKeyOf(string key)
    {
        var at = key.IndexOf(':', StringComparison.Ordinal);
        return $"{key[..at]}:config:{key[(at + 1)..]}";
    }

    private IEnumerable<string> NodeArguments() => (project.RuntimeOptions.GetValueOrDefault("nodeargs") ?? "").Split(' ', StringSplitOptions.RemoveEmptyEntries);
}
