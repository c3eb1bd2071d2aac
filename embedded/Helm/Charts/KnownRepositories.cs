using Coder.Infra.Helm.Yaml;

namespace Coder.Infra.Helm.Charts;

/// <summary>The repositories in Helm's repositories.yaml.</summary>
internal static class KnownRepositories
{
    /// <summary>The reference with the repository's URL and credentials, or null where the name is not known.</summary>
    public static ChartReference? Find(ChartReference reference, string name)
    {
        string path = reference.RepositoryConfig.Length > 0 ? reference.RepositoryConfig : DefaultPath();
        if (!File.Exists(path))
            return null;
        Dictionary<string, object?>? config;
        try
        {
            config = YamlText.UnmarshalMap(File.ReadAllBytes(path));
        }
        catch (YamlException e)
        {
            throw new ChartException($"failed to load {path}: {e.Message}", e);
        }
        foreach (var entry in (config?.GetValueOrDefault("repositories") as List<object?> ?? []).OfType<Dictionary<string, object?>>())
        {
            if (Text(entry, "name") != name)
                continue;
            return reference with
            {
                RepositoryUrl = Text(entry, "url"),
                Username = Text(entry, "username"),
                Password = Text(entry, "password"),
                CaFile = Text(entry, "caFile"),
                CertFile = Text(entry, "certFile"),
                KeyFile = Text(entry, "keyFile"),
                InsecureSkipTlsVerify = entry.GetValueOrDefault("insecure_skip_tls_verify") is true,
                PassCredentials = entry.GetValueOrDefault("pass_credentials_all") is true,
            };
        }
        return null;
    }

    private static string DefaultPath()
    {
        if (Environment.GetEnvironmentVariable("HELM_REPOSITORY_CONFIG") is { Length: > 0 } path)
            return path;
        string home = Environment.GetEnvironmentVariable("HELM_CONFIG_HOME") is { Length: > 0 } given
            ? given
            : Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.ApplicationData), "helm");
        return Path.Combine(home, "repositories.yaml");
    }

    private static string Text(Dictionary<string, object?> entry, string key) => entry.GetValueOrDefault(key) as string ?? "";
}
