using Coder.Infra.Protocol;
using Coder.Infra.Providers.Bridge;
using Coder.Infra.Providers.Kubernetes;
using Coder.Infra.Providers.Random;
using Coder.Infra.Providers.Tls;

namespace Coder.Infra.Providers;

/// <summary>The providers that are part of the engine: stand-ins for the plugins of the same name and version.</summary>
public static class BuiltInProviders
{
    private static readonly Dictionary<string, Entry> Known = new(StringComparer.Ordinal)
    {
        ["kubernetes"] = new("4.34.2", (version, log) => new KubernetesProvider(version, log, TimeProvider.System, RandomSource.Cryptographic)),
        ["random"] = new("4.21.2", (version, _) => new BridgedProvider("random", version, RandomResources.All(RandomSource.Cryptographic))),
        ["tls"] = new("5.6.1", (version, _) => new BridgedProvider("tls", version, TlsResources.All(TimeProvider.System, RandomSource.Cryptographic))),
    };

    /// <summary>The names of the packages that have a built-in provider.</summary>
    public static IReadOnlyCollection<string> Packages => Known.Keys;

    /// <summary>The version of the plugin that the built-in provider replaces, or null where there is none.</summary>
    public static string? Version(string package) => Known.GetValueOrDefault(package)?.Version;

    /// <summary>A provider of its own for one provider resource, or null where the package has no built-in provider.</summary>
    public static IResourceProvider? Create(string package, IEngineLog log) =>
        Known.GetValueOrDefault(package) is { } entry ? entry.Create(entry.Version, log) : null;

    private sealed record Entry(string Version, Func<string, IEngineLog, IResourceProvider> Create);
}
