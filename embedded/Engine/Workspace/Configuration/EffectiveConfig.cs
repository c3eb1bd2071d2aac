using System.Globalization;

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

    /// <summary>What the settings lack, or hold of a wrong type, by the project's declarations; all problems at once.</summary>
    public static void Validate(Project project, StackSettings settings, string stack, IReadOnlyDictionary<ConfigKey, ConfigNode> config)
    {
        var problems = new List<string>();
        foreach (var declared in project.Config)
        {
            var name = declared.Key.Pretty(project.Name);
            if (!config.TryGetValue(declared.Key, out var value))
            {
                if (declared.Required)
                    problems.Add($"Stack '{stack}' is missing configuration value '{name}'; set it with: pulumi config set {name} <value>{(declared.Secret ? " --secret" : "")}");
                continue;
            }

            if (declared.Type.Length > 0 && !Fits(value, declared.Type))
                problems.Add($"{settings.Place(declared.Key) ?? project.Path}: Stack '{stack}' with configuration key '{name}' must be of type '{declared.Type}'");
            if (declared.Secret && value is ConfigScalar && settings.Config.ContainsKey(declared.Key))
                problems.Add($"{settings.Place(declared.Key) ?? project.Path}: Stack '{stack}' with configuration key '{name}' must be encrypted as it's secret; set it with: pulumi config set --secret {name} <value>");
        }

        if (problems.Count > 0)
            throw UserErrorException.Of($"the configuration of stack '{stack}' has {problems.Count} problems:", problems);
    }

    private static bool Fits(ConfigNode value, string type) => value switch
    {
        // What is encrypted is not looked into.
        ConfigSecret => true,
        ConfigArray => type == "array",
        ConfigObject => type == "object",
        ConfigScalar scalar => type switch
        {
            "string" => true,
            "boolean" => scalar.Text is "true" or "false",
            "integer" => long.TryParse(scalar.Text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out _),
            "number" => double.TryParse(scalar.Text, NumberStyles.Float, CultureInfo.InvariantCulture, out _),
            _ => false,
        },
        _ => true,
    };
}
