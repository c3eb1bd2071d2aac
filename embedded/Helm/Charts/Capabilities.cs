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

    /// <summary>The cluster's version; without a cluster, what the recorded build of Helm assumes.</summary>
    public KubeVersion KubeVersion { get; init; } = new("v1.20.0", "1", "20");

    /// <summary><c>group/version</c> and <c>group/version/Kind</c> that the cluster serves.</summary>
    public IReadOnlyList<string> ApiVersions { get; init; } = DefaultApiVersions;

    /// <summary>The version of Helm that charts see.</summary>
    public string HelmVersion { get; init; } = "v3.22";

    /// <summary>What is assumed without a cluster.</summary>
    public static Capabilities Default { get; } = new();

    /// <summary>The same with another cluster version and more API versions.</summary>
    public Capabilities With(KubeVersion? kubeVersion = null, IEnumerable<string>? apiVersions = null) => new()
    {
        KubeVersion = kubeVersion ?? KubeVersion,
        ApiVersions = apiVersions is null ? ApiVersions : [.. ApiVersions, .. apiVersions],
        HelmVersion = HelmVersion,
    };
}

/// <summary>The version of a cluster: <c>v1.31.0</c>, <c>1</c>, <c>31</c>.</summary>
public sealed record KubeVersion(string Version, string Major, string Minor) : IGoJsonValue
{
    /// <summary>Reads <c>1.31</c> or <c>v1.31.0</c>. <see cref="SemVersionException"/> where it is no version.</summary>
    public static KubeVersion Parse(string text)
    {
        var version = SemVersion.Parse(text);
        return new KubeVersion("v" + version, Text(version.Major), Text(version.Minor));
    }

    /// <inheritdoc/>
    public override string ToString() => Version;

    /// <inheritdoc/>
    public object? ToJson() => new GoStruct([new("Version", Version), new("Major", Major), new("Minor", Minor)]);

    private static string Text(ulong number) => number.ToString(System.Globalization.CultureInfo.InvariantCulture);
}
