using System.Globalization;
using Coder.Infra.Helm.Yaml;

namespace Coder.Infra.Helm.Charts;

/// <summary>What a chart may ask about the cluster and about Helm.</summary>
public sealed class Capabilities
{
    // The groups and versions client-go's scheme knows in Helm 3.22, in its order, and those of custom resource definitions.
    private static readonly string[] DefaultApiVersions =
    [
        "v1", "admissionregistration.k8s.io/v1", "admissionregistration.k8s.io/v1alpha1", "admissionregistration.k8s.io/v1beta1",
        "internal.apiserver.k8s.io/v1alpha1", "apps/v1", "apps/v1beta1", "apps/v1beta2", "authentication.k8s.io/v1",
        "authentication.k8s.io/v1alpha1", "authentication.k8s.io/v1beta1", "authorization.k8s.io/v1", "authorization.k8s.io/v1beta1",
        "autoscaling/v1", "autoscaling/v2", "batch/v1", "batch/v1beta1", "certificates.k8s.io/v1", "certificates.k8s.io/v1beta1",
        "certificates.k8s.io/v1alpha1", "coordination.k8s.io/v1alpha2", "coordination.k8s.io/v1beta1", "coordination.k8s.io/v1",
        "discovery.k8s.io/v1", "discovery.k8s.io/v1beta1", "events.k8s.io/v1", "events.k8s.io/v1beta1", "extensions/v1beta1",
        "flowcontrol.apiserver.k8s.io/v1", "flowcontrol.apiserver.k8s.io/v1beta1", "flowcontrol.apiserver.k8s.io/v1beta2",
        "flowcontrol.apiserver.k8s.io/v1beta3", "lifecycle.k8s.io/v1alpha1", "networking.k8s.io/v1", "networking.k8s.io/v1beta1",
        "node.k8s.io/v1", "node.k8s.io/v1alpha1", "node.k8s.io/v1beta1", "policy/v1", "policy/v1beta1", "rbac.authorization.k8s.io/v1",
        "rbac.authorization.k8s.io/v1beta1", "rbac.authorization.k8s.io/v1alpha1", "resource.k8s.io/v1", "resource.k8s.io/v1beta2",
        "resource.k8s.io/v1beta1", "resource.k8s.io/v1alpha3", "scheduling.k8s.io/v1alpha3", "scheduling.k8s.io/v1beta1",
        "scheduling.k8s.io/v1", "storage.k8s.io/v1beta1", "storage.k8s.io/v1", "storage.k8s.io/v1alpha1", "storagemigration.k8s.io/v1",
        "storagemigration.k8s.io/v1beta1", "apiextensions.k8s.io/v1beta1", "apiextensions.k8s.io/v1",
    ];

    /// <summary>The cluster's version; without a cluster, what Helm assumes as a library.</summary>
    public KubeVersion KubeVersion { get; init; } = new("v1.20.0", "1", "20");

    /// <summary><c>group/version</c> and <c>group/version/Kind</c> that the cluster serves.</summary>
    public IReadOnlyList<string> ApiVersions { get; init; } = DefaultApiVersions;

    /// <summary>The version of Helm that charts see.</summary>
    public string HelmVersion { get; init; } = "v3.22";

    /// <summary>The version of Go that charts see.</summary>
    public string GoVersion { get; init; } = "go1.26.0";

    /// <summary>What a program that uses Helm as a library assumes without a cluster.</summary>
    public static Capabilities Default { get; } = new();

    /// <summary>What the released <c>helm</c> 3.22.0 assumes: its build sets the cluster's version to that of its client library.</summary>
    public static Capabilities OfCommand { get; } = new() { KubeVersion = new("v1.37.0", "1", "37"), HelmVersion = "v3.22.0", GoVersion = "go1.26.8" };

    /// <summary>The same with another cluster version and more API versions.</summary>
    public Capabilities With(KubeVersion? kubeVersion = null, IEnumerable<string>? apiVersions = null) => new()
    {
        KubeVersion = kubeVersion ?? KubeVersion,
        ApiVersions = apiVersions is null ? ApiVersions : [.. ApiVersions, .. apiVersions],
        HelmVersion = HelmVersion,
        GoVersion = GoVersion,
    };
}

/// <summary>The version of a cluster: <c>v1.31.0</c>, <c>1</c>, <c>31</c>.</summary>
public sealed record KubeVersion(string Version, string Major, string Minor) : IGoJsonValue
{
    /// <summary>
    /// Reads <c>1.31</c> or <c>v1.31.0</c> as apimachinery's <c>version.ParseGeneric</c>: two or more numbers, of which as many are kept
    /// as there are; what follows them is dropped.
    /// </summary>
    /// <exception cref="FormatException">It is no version; with apimachinery's message.</exception>
    public static KubeVersion Parse(string text)
    {
        string rest = text.TrimStart('\t', '\n', '\f', '\r', ' ');
        if (rest.StartsWith('v'))
            rest = rest[1..];
        int end = 0;
        while (end < rest.Length && (char.IsAsciiDigit(rest[end]) || (rest[end] == '.' && end > 0 && end + 1 < rest.Length && char.IsAsciiDigit(rest[end + 1]))))
            end++;
        if (end == 0 || rest.Contains('\n'))
            throw new FormatException($"could not parse {GoQuote.Quote(text)} as version");
        string[] numbers = rest[..end].Split('.');
        if (numbers.Length < 2)
            throw new FormatException($"illegal version string {GoQuote.Quote(text)}");
        if (numbers[0].Length > 1 && numbers[0][0] == '0')
            throw new FormatException($"illegal zero-prefixed version component {GoQuote.Quote(numbers[0])} in {GoQuote.Quote(text)}");
        for (int i = 0; i < numbers.Length; i++)
        {
            numbers[i] = ulong.TryParse(numbers[i], NumberStyles.None, CultureInfo.InvariantCulture, out ulong number)
                ? number.ToString(CultureInfo.InvariantCulture)
                : throw new FormatException($"illegal non-numeric version component {GoQuote.Quote(numbers[i])} in {GoQuote.Quote(text)}");
        }
        return new KubeVersion("v" + string.Join('.', numbers), numbers[0], numbers[1]);
    }

    /// <inheritdoc/>
    public override string ToString() => Version;

    /// <inheritdoc/>
    public object? ToJson() => new GoStruct([new("Version", Version), new("Major", Major), new("Minor", Minor)]);
}
