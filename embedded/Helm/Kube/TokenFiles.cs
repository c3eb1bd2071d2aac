using Coder.Infra.Helm.Yaml;

namespace Coder.Infra.Helm.Kube;

/// <summary>The files that a kubeconfig's users keep their bearer token in (<c>tokenFile</c>), which the client library does not read.</summary>
static class TokenFiles
{
    /// <summary>The path by the user's name.</summary>
    /// <param name="kubeconfig">The content of a kubeconfig.</param>
    /// <param name="folder">Where relative paths begin.</param>
    public static IEnumerable<KeyValuePair<string, string>> Of(string kubeconfig, string folder)
    {
        if (!kubeconfig.Contains("tokenFile", StringComparison.Ordinal))
            yield break;
        foreach (var entry in (YamlText.UnmarshalMap(kubeconfig)?.GetValueOrDefault("users") as List<object?> ?? []).OfType<Dictionary<string, object?>>())
        {
            if (entry.GetValueOrDefault("name") is string name
                && entry.GetValueOrDefault("user") is Dictionary<string, object?> user && user.GetValueOrDefault("tokenFile") is string { Length: > 0 } path)
            {
                yield return KeyValuePair.Create(name, System.IO.Path.Combine(folder, path));
            }
        }
    }

    /// <summary>Reads a token.</summary>
    /// <exception cref="KubeConfigException">The file can't be read.</exception>
    public static string Read(string path)
    {
        try
        {
            return File.ReadAllText(path).Trim();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new KubeConfigException($"Failed to read the token file {path}: {e.Message}");
        }
    }
}
