namespace Pulumi.Kubernetes;

/// <summary>What all resources of this package share.</summary>
internal static class Package
{
    /// <summary>The version of the plugin that the resources are made for.</summary>
    private const string Version = "4.34.2";

    /// <summary>The options of a resource: the class's own, and over them the program's.</summary>
    public static CustomResourceOptions Options(CustomResourceOptions? defaults, CustomResourceOptions? options, Input<string>? id = null)
    {
        var merged = CustomResourceOptions.Merge(defaults, options);
        merged.Version ??= Version;
        merged.Id = id ?? merged.Id;
        return merged;
    }

    /// <summary>A setting in the environment; null when unset.</summary>
    public static Input<string>? EnvironmentText(string name) => Environment.GetEnvironmentVariable(name) is { Length: > 0 } value ? (Input<string>)value : null;

    /// <summary>A setting in the environment that is true or false; null when unset or neither.</summary>
    public static Input<bool>? EnvironmentBoolean(string name) =>
        Environment.GetEnvironmentVariable(name)?.ToLowerInvariant() switch
        {
            "1" or "t" or "true" => true,
            "0" or "f" or "false" => false,
            _ => null,
        };
}
