using Coder.Infra.Protocol.Properties;
using Coder.Infra.Providers.Bridge;

namespace Coder.Infra.Providers.Kubernetes.Releases;

/// <summary>The inputs of a Helm release, every one written out (recorded in <c>up-create.jsonl</c> and <c>import-up.jsonl</c>).</summary>
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

    private static readonly string[] Texts = ["chart", "description", "keyring", "name", "namespace", "postrender", "version"];

    private static readonly string[] Repository = ["caFile", "certFile", "keyFile", "password", "repo", "username"];

    private static readonly (string Name, string Remedy)[] Unsupported =
    [
        ("dependencyUpdate", "Run helm dependency update before, or run with the official plugin: --plugins official"),
        ("lint", "Run helm lint before, or run with the official plugin: --plugins official"),
        ("postrender", "Render the chart as you want it, or run with the official plugin: --plugins official"),
        ("keyring", "Verify the chart before, or run with the official plugin: --plugins official"),
        ("recreatePods", "Let the chart change its pods, or run with the official plugin: --plugins official"),
        ("verify", "Verify the chart before, or run with the official plugin: --plugins official"),
    ];

    /// <summary>Every input, those that are not set with their zero value; what is no input is left out.</summary>
    public static PropertyMap Complete(PropertyMap inputs)
    {
        var all = PropertyMap.Empty;
        foreach (var name in Flags)
            all = all.Set(name, Set(inputs, name) ?? false);
        foreach (var name in Texts)
            all = all.Set(name, Set(inputs, name) ?? "");
        all = all.Set("timeout", Set(inputs, "timeout") ?? 0d);
        all = all.Set("values", Set(inputs, "values") ?? PropertyMap.Empty);
        if (Set(inputs, "maxHistory") is { } history)
            all = all.Set("maxHistory", history);
        if (Set(inputs, "repositoryOpts") is { } repository)
            all = all.Set("repositoryOpts", Whole(repository));
        return all;
    }

    /// <summary>What is wrong with the inputs; what is not known yet is taken to be right.</summary>
    public static IEnumerable<(string Property, string Reason)> Problems(PropertyMap inputs)
    {
        if (inputs.Get("chart")?.Reveal() is null or NullValue or StringValue { Value: "" })
            yield return ("chart", "a release needs a chart: a folder, an archive, a URL, or the name of a chart in repositoryOpts.repo");
        if (inputs.Get("timeout")?.Reveal() is not (null or ComputedValue or NumberValue { Value: >= 0 }))
            yield return ("timeout", "the timeout must be a number of seconds, 0 or more");
        if (inputs.Get("values")?.Reveal() is not (null or ComputedValue or ObjectValue))
            yield return ("values", "the values must be a map");
        foreach (var name in Flags.Where(name => inputs.Get(name)?.Reveal() is not (null or NullValue or ComputedValue or BoolValue or StringValue { Value: "true" or "false" })))
            yield return (name, "must be true or false");
        foreach (var (name, remedy) in Unsupported.Where(entry => IsSet(inputs.Get(entry.Name)?.Reveal())))
            yield return (name, $"{name} is not supported by the built-in kubernetes provider. {remedy}");
    }

    private static PropertyValue Whole(PropertyValue repository) => repository switch
    {
        SecretValue s => Whole(s.Value).AsSecret(),
        ObjectValue o => PropertyMap.From(Repository.Select(name => KeyValuePair.Create(name, Set(o.Properties, name) ?? ""))),
        _ => repository,
    };

    private static bool IsSet(PropertyValue? value) => value is BoolValue { Value: true } or StringValue { Value: not ("" or "false") };

    private static PropertyValue? Set(PropertyMap inputs, string name) => inputs.Get(name) is { } value and not NullValue ? value : null;
}
