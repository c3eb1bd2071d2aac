namespace Coder.Infra.Engine.Workspace.Configuration;

/// <summary>A stack's settings with the defaults of its project.</summary>
internal static class EffectiveConfig
{
    /// <summary>The stack's settings, then what only the project sets.</summary>
    public static Dictionary<ConfigKey, ConfigNode> Of(Project? project, StackSettings settings)
    {
        var config = new Dictionary<ConfigKey, ConfigNode>(settings.Config);
        foreach (var declared in project?.Config ?? [])
        {
            if (declared.Default is { } value)
                config.TryAdd(declared.Key, value);
        }

        return config;
    }

    /// <summary>Refuses settings that do not keep to the project's declarations; all problems at once.</summary>
    /// <param name="project">The project.</param>
    /// <param name="settings">The stack's own settings.</param>
    /// <param name="stack">Name of the stack.</param>
    /// <param name="config">The settings with the project's defaults.</param>
    /// <param name="decrypt">Decrypts a value: what is encrypted must be of the declared type as well.</param>
    public static void Validate(
        Project project, StackSettings settings, string stack, IReadOnlyDictionary<ConfigKey, ConfigNode> config, Func<ConfigNode, ConfigNode> decrypt)
    {
        var problems = new List<string>();
        foreach (var declared in project.Config)
        {
            var name = declared.Key.Pretty(project.Name);
            if (!config.TryGetValue(declared.Key, out var value))
            {
                // Settings of other packages are theirs to require.
                if (declared.Key.Namespace == project.Name)
                    problems.Add($"Stack '{stack}' is missing configuration value '{name}'; set it with: pulumi config set {name} <value>{(declared.Secret ? " --secret" : "")}");
                continue;
            }

            if (declared.Type is not { } type)
                continue;
            var place = settings.Place(declared.Key) ?? project.Path;
            if (declared.Secret && !value.HasSecrets)
            {
                problems.Add($"{place}: Stack '{stack}' with configuration key '{name}' must be encrypted as it's secret; "
                    + (settings.Config.ContainsKey(declared.Key)
                        ? $"set it with: pulumi config set --secret {name} <value>"
                        : "a default is in plain text: remove the default, or secret: true"));
            }
            else if (!type.Fits(decrypt(value)))
            {
                problems.Add($"{place}: Stack '{stack}' with configuration key '{name}' must be of type '{type}'");
            }
        }

        if (problems.Count > 0)
            throw UserErrorException.Of($"the configuration of stack '{stack}' has {problems.Count} problem{(problems.Count == 1 ? "" : "s")}:", problems);
    }
}
