using Coder.Infra.Engine.Deployment;

namespace Coder.Infra.Engine.Workspace.Programs;

/// <summary>Chooses how a project's program is run.</summary>
internal static class ProgramRunners
{
    /// <summary>An exit code by which a program says that it has shown its error itself.</summary>
    public const int ErrorWasShown = 32;

    /// <summary>The runner for a project's runtime, or for the program at <paramref name="client"/> where that is given.</summary>
    public static IProgramRunner For(Project project, IReadOnlyDictionary<string, string> environment, string? client)
    {
        var (directory, _) = project.Program();
        if (!Directory.Exists(directory))
            throw new UserErrorException($"{project.Path}: could not find main program: {directory} does not exist (\"main\" is \"{project.Main}\")");
        if (client is not null)
            return new ClientRunner(project, client);
        return project.Runtime switch
        {
            "dotnet" => new DotnetRunner(project),
            "nodejs" => new NodeRunner(project, environment),
            _ => throw new UserErrorException($"{project.Path}: the runtime \"{project.Runtime}\" is not supported by the embedded engine, which runs dotnet and nodejs; use the official CLI (PULUMIW_ENGINE=official)"),
        };
    }

    /// <summary>What every program gets in environment variables.</summary>
    /// <param name="run">The run.</param>
    /// <param name="directory">Folder it runs in.</param>
    /// <param name="key">How keys of settings are written.</param>
    public static IEnumerable<KeyValuePair<string, string>> Environment(ProgramRun run, string directory, Func<string, string> key)
    {
        var target = run.Target;
        var config = new GoJsonWriter();
        config.BeginObject();
        foreach (var (name, value) in target.Config)
            config.Name(key(name)).String(value);
        config.EndObject();
        var secrets = new GoJsonWriter();
        secrets.BeginArray();
        foreach (var name in target.SecretKeys.Order(StringComparer.Ordinal))
            secrets.String(key(name));
        secrets.EndArray();
        return target.Environment.SetItems(
        [
            KeyValuePair.Create("PULUMI_MONITOR", run.MonitorAddress),
            KeyValuePair.Create("PULUMI_ENGINE", run.EngineAddress),
            KeyValuePair.Create("PULUMI_ORGANIZATION", target.Organization),
            KeyValuePair.Create("PULUMI_PROJECT", target.Project),
            KeyValuePair.Create("PULUMI_STACK", target.Stack),
            KeyValuePair.Create("PULUMI_ROOT_DIRECTORY", target.RootDirectory),
            KeyValuePair.Create("PULUMI_PWD", directory),
            KeyValuePair.Create("PULUMI_DRY_RUN", run.DryRun ? "true" : "false"),
            KeyValuePair.Create("PULUMI_QUERY_MODE", "false"),
            KeyValuePair.Create("PULUMI_PARALLEL", run.Parallel.ToString(System.Globalization.CultureInfo.InvariantCulture)),
            KeyValuePair.Create("PULUMI_CONFIG", config.ToString()),
            KeyValuePair.Create("PULUMI_CONFIG_SECRET_KEYS", secrets.ToString()),
        ]);
    }

    /// <summary>What an exit code says.</summary>
    public static string? Outcome(int exitCode) => exitCode switch
    {
        0 => null,
        ErrorWasShown => "",
        _ => $"an unhandled error occurred: Program exited with non-zero exit code: {exitCode}",
    };
}
