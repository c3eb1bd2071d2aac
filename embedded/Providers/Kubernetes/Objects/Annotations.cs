using System.Globalization;
using System.Text.Json.Nodes;

namespace Coder.Infra.Providers.Kubernetes.Objects;

/// <summary>The annotations by which a program controls what the provider does with an object.</summary>
internal static class Annotations
{
    public const string AutoNamed = "pulumi.com/autonamed";
    public const string SkipAwait = "pulumi.com/skipAwait";
    public const string WaitFor = "pulumi.com/waitFor";
    public const string TimeoutSeconds = "pulumi.com/timeoutSeconds";
    public const string ReplaceUnready = "pulumi.com/replaceUnready";
    public const string DeletionPropagationPolicy = "pulumi.com/deletionPropagationPolicy";
    public const string PatchForce = "pulumi.com/patchForce";
    public const string PatchFieldManager = "pulumi.com/patchFieldManager";

    /// <summary>Whether an annotation says <c>true</c>.</summary>
    public static bool IsSet(JsonObject value, string annotation) => value.Annotation(annotation) == "true";

    /// <summary>How long to wait: what the program's <c>customTimeouts</c> say, else the annotation, else the kind's own limit.</summary>
    public static TimeSpan Timeout(JsonObject value, double requestSeconds, TimeSpan standard)
    {
        if (requestSeconds > 0)
            return TimeSpan.FromSeconds(requestSeconds);
        return double.TryParse(value.Annotation(TimeoutSeconds), CultureInfo.InvariantCulture, out var seconds) && seconds > 0
            ? TimeSpan.FromSeconds(seconds)
            : standard;
    }

    /// <summary>The annotations whose values make no sense, with what is expected.</summary>
    public static IEnumerable<(string Annotation, string Reason)> Problems(JsonObject value)
    {
        if (value.Annotation(TimeoutSeconds) is { } timeout && !(double.TryParse(timeout, CultureInfo.InvariantCulture, out var seconds) && seconds > 0))
            yield return (TimeoutSeconds, $"\"{timeout}\" is not a number of seconds above 0");
        foreach (var name in new[] { SkipAwait, ReplaceUnready, PatchForce })
        {
            if (value.Annotation(name) is { } said and not ("true" or "false"))
                yield return (name, $"\"{said}\" is neither \"true\" nor \"false\"");
        }

        if (value.Annotation(DeletionPropagationPolicy) is { } policy && Propagation(policy) is null)
            yield return (DeletionPropagationPolicy, $"\"{policy}\" is none of \"foreground\", \"background\" and \"orphan\"");
    }

    /// <summary>The API's word for a propagation policy, or null where it is none.</summary>
    public static string? Propagation(string? policy) => policy?.ToLowerInvariant() switch
    {
        "foreground" => "Foreground",
        "background" => "Background",
        "orphan" => "Orphan",
        _ => null,
    };
}
