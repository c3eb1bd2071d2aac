namespace Pulumi.Tls;

/// <summary>What all resources of this package share.</summary>
internal static class Package
{
    /// <summary>The version of the plugin that the resources are made for.</summary>
    private const string Version = "5.6.1";

    /// <summary>The options of a resource: the class's own, and over them the program's.</summary>
    public static CustomResourceOptions Options(CustomResourceOptions? defaults, CustomResourceOptions? options, Input<string>? id = null)
    {
        var merged = CustomResourceOptions.Merge(defaults, options);
        merged.Version ??= Version;
        merged.Id = id ?? merged.Id;
        return merged;
    }

    /// <summary>An argument as a secret; none stays none.</summary>
    public static Input<T>? Secret<T>(Input<T>? value) => value is null ? null : (Input<T>)Output.CreateSecret(value.ToOutput());
}
