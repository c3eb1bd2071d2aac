using System.Text.Json;
using System.Text.Json.Nodes;
using Coder.Infra.Protocol.Properties;
using Coder.Infra.Providers.Bridge;

namespace Coder.Infra.Providers.Kubernetes;

/// <summary>The configuration of a Kubernetes provider, from its arguments and, where they are silent, the environment.</summary>
internal sealed record ProviderSettings
{
    /// <summary>The arguments that choose a cluster.</summary>
    public static readonly string[] ClusterChoosing = ["kubeconfig", "context", "cluster"];

    private const string EnvironmentPrefix = "PULUMI_K8S_";

    /// <summary>A kubeconfig, as its path or its content; null for the one kubectl would take.</summary>
    public string? Kubeconfig { get; init; }

    /// <summary>The context in it.</summary>
    public string? Context { get; init; }

    /// <summary>The cluster in it, instead of the context's.</summary>
    public string? Cluster { get; init; }

    /// <summary>Identifies the cluster when the kubeconfig changes.</summary>
    public string? ClusterIdentifier { get; init; }

    /// <summary>Where objects go that name no namespace.</summary>
    public string? Namespace { get; init; }

    /// <summary>Objects are changed by server-side apply.</summary>
    public bool ServerSideApply { get; init; } = true;

    /// <summary>An object that is there already is taken over instead of refused.</summary>
    public bool Upsert { get; init; }

    /// <summary>Patches take fields away from other field managers.</summary>
    public bool PatchForce { get; init; }

    /// <summary>Objects of a cluster that does not answer count as deleted.</summary>
    public bool DeleteUnreachable { get; init; }

    /// <summary>Objects of a cluster that does not answer are left as the state has them.</summary>
    public bool SkipUpdateUnreachable { get; init; }

    /// <summary>A ConfigMap is changed in place.</summary>
    public bool ConfigMapsAreMutable { get; init; }

    /// <summary>A Secret is changed in place.</summary>
    public bool SecretsAreMutable { get; init; }

    /// <summary>The API server's warnings are not passed on.</summary>
    public bool SuppressDeprecationWarnings { get; init; }

    /// <summary>Settings of Helm releases.</summary>
    public PropertyMap HelmRelease { get; init; } = PropertyMap.Empty;

    /// <summary>Reads the arguments of a provider resource; flags and objects travel as JSON texts.</summary>
    public static ProviderSettings From(PropertyMap args, Func<string, string?> environment)
    {
        bool Flag(string name, string variable, bool standard) =>
            args.Flag(name) ?? (environment(EnvironmentPrefix + variable)?.Trim().ToLowerInvariant() switch
            {
                "true" or "1" => true,
                "false" or "0" => false,
                _ => standard,
            });
        string? Text(string name) => args.Text(name) is { Length: > 0 } text ? text : null;
        return new ProviderSettings
        {
            Kubeconfig = Json(args, "kubeconfig")?.ToJsonString() ?? Text("kubeconfig"),
            Context = Text("context"),
            Cluster = Text("cluster"),
            ClusterIdentifier = Text("clusterIdentifier"),
            Namespace = Text("namespace"),
            ServerSideApply = Flag("enableServerSideApply", "ENABLE_SERVER_SIDE_APPLY", true),
            Upsert = Flag("upsertExistingObjects", "UPSERT_EXISTING_OBJECTS", false),
            PatchForce = Flag("enablePatchForce", "ENABLE_PATCH_FORCE", false),
            DeleteUnreachable = Flag("deleteUnreachable", "DELETE_UNREACHABLE", false),
            SkipUpdateUnreachable = Flag("skipUpdateUnreachable", "SKIP_UPDATE_UNREACHABLE", false),
            ConfigMapsAreMutable = Flag("enableConfigMapMutable", "ENABLE_CONFIGMAP_MUTABLE", false),
            SecretsAreMutable = Flag("enableSecretMutable", "ENABLE_SECRET_MUTABLE", false),
            SuppressDeprecationWarnings = Flag("suppressDeprecationWarnings", "SUPPRESS_DEPRECATION_WARNINGS", false),
            HelmRelease = Json(args, "helmReleaseSettings") is { } helm ? Objects.JsonProperties.FromJson(helm) : PropertyMap.Empty,
        };
    }

    /// <summary>An argument that is an object, given as such or as JSON text.</summary>
    private static JsonObject? Json(PropertyMap args, string name)
    {
        if (args.Map(name) is { } map)
            return Objects.JsonProperties.ToJson(map);
        if (args.Text(name) is not { } text || !text.TrimStart().StartsWith('{'))
            return null;
        try
        {
            return JsonNode.Parse(text) as JsonObject;
        }
        catch (JsonException)
        {
            return null; // a kubeconfig in YAML flow style, perhaps
        }
    }
}
