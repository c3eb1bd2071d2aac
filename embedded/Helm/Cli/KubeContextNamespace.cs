using Coder.Infra.Helm.Yaml;

namespace Coder.Infra.Helm.Cli;

/// <summary>Reads the namespace of a kubeconfig's context, without the whole of a cluster client.</summary>
internal static class KubeContextNamespace
{
    public static string? Find(string kubeconfig, string context)
    {
        foreach (string path in Paths(kubeconfig))
        {
            if (!File.Exists(path) || Read(path) is not { } config)
                continue;
            string name = context.Length > 0 ? context : config.GetValueOrDefault("current-context") as string ?? "";
            foreach (var entry in (config.GetValueOrDefault("contexts") as List<object?> ?? []).OfType<Dictionary<string, object?>>())
            {
                if (entry.GetValueOrDefault("name") is string found && found == name
                    && entry.GetValueOrDefault("context") is Dictionary<string, object?> inner && inner.GetValueOrDefault("namespace") is string { Length: > 0 } result)
                    return result;
            }
        }
        return null;
    }

    private static IEnumerable<string> Paths(string kubeconfig)
    {
        if (kubeconfig.Length > 0)
            return [kubeconfig];
        if (Environment.GetEnvironmentVariable("KUBECONFIG") is { Length: > 0 } list)
            return list.Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries);
        return [Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".kube", "config")];
    }

    private static Dictionary<string, object?>? Read(string path)
    {
        try
        {
            return YamlText.UnmarshalMap(File.ReadAllText(path));
        }
        catch (Exception e) when (e is YamlException or IOException or UnauthorizedAccessException)
        {
            // Rendering needs no cluster; the commands that do report a broken configuration.
            return null;
        }
    }
}
