using Coder.Infra.Protocol.Properties;

namespace Coder.Infra.Providers.Kubernetes.Releases;

/// <summary>The inputs of a Helm release and what the provider makes of those that are not given (recorded in <c>up-create.jsonl</c>).</summary>
internal static class ReleaseInputs
{
    /// <summary>Seconds that an operation has where the program does not say.</summary>
    public const double StandardTimeout = 300;

    private static readonly string[] Flags =
    [
        "allowNullValues", "atomic", "cleanupOnFail", "createNamespace", "dependencyUpdate", "devel", "disableCRDHooks", "disableOpenapiValidation",
        "disableWebhooks", "forceUpdate", "lint", "recreatePods", "renderSubchartNotes", "replace", "resetValues", "reuseValues", "skipAwait", "skipCrds",
        "verify", "waitForJobs",
    ];

    private static readonly string[] Texts = ["description", "keyring", "postrender"];

    // Outputs, and a mark of the SDK's that tells old programs from new ones.
    private static readonly string[] Dropped = ["compat", "manifest", "resourceNames", "status"];

    /// <summary>The inputs with every default written out.</summary>
    public static PropertyMap WithDefaults(PropertyMap inputs)
    {
        foreach (var name in Dropped)
            inputs = inputs.Remove(name);
        foreach (var name in Flags)
            inputs = WithDefault(inputs, name, false);
        foreach (var name in Texts)
            inputs = WithDefault(inputs, name, "");
        inputs = WithDefault(inputs, "timeout", StandardTimeout);
        return WithDefault(inputs, "values", PropertyMap.Empty);
    }

    /// <summary>What is wrong with the inputs; what is not known yet is taken to be right.</summary>
    public static IEnumerable<(string Property, string Reason)> Problems(PropertyMap inputs)
    {
        if (inputs.Get("chart")?.Reveal() is null or NullValue or StringValue { Value: "" })
            yield return ("chart", "a release needs a chart: a folder, an archive, a URL, or the name of a chart in repositoryOpts.repo");
        if (inputs.Get("timeout")?.Reveal() is not (ComputedValue or NumberValue { Value: >= 0 }))
            yield return ("timeout", "the timeout must be a number of seconds, 0 or more");
        if (inputs.Get("values")?.Reveal() is not (ComputedValue or ObjectValue))
            yield return ("values", "the values must be a map");
        foreach (var name in Flags.Where(name => inputs.Get(name)?.Reveal() is not (ComputedValue or BoolValue or StringValue { Value: "true" or "false" })))
            yield return (name, "must be true or false");
        foreach (var (name, remedy) in Unsupported.Where(entry => IsSet(inputs.Get(entry.Name)?.Reveal())))
            yield return (name, $"{name} is not supported by the built-in kubernetes provider. {remedy}");
    }

    private static readonly (string Name, string Remedy)[] Unsupported =
    [
        ("dependencyUpdate", "Run helm dependency update before, or run with the official plugin: --plugins official"),
        ("lint", "Run ./pulumiw helm lint before, or run with the official plugin: --plugins official"),
        ("postrender", "Render the chart as you want it, or run with the official plugin: --plugins official"),
        ("keyring", "Verify the chart before, or run with the official plugin: --plugins official"),
        ("recreatePods", "Let the chart change its pods, or run with the official plugin: --plugins official"),
        ("verify", "Verify the chart before, or run with the official plugin: --plugins official"),
    ];

    private static bool IsSet(PropertyValue? value) => value is BoolValue { Value: true } or StringValue { Value: not ("" or "false") };

    private static PropertyMap WithDefault(PropertyMap inputs, string name, PropertyValue value) =>
        inputs.Get(name) is null or NullValue ? inputs.Set(name, value) : inputs;
}
