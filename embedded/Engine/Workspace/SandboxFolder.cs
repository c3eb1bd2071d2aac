using Coder.Infra.Engine.Workspace.Configuration;

namespace Coder.Infra.Engine.Workspace;

/// <summary>
/// A stack runs in the sandbox when its <c>kubeconfig</c> setting (of any namespace) names a file in a folder <c>.sandbox</c>.
/// </summary>
internal static class SandboxFolder
{
    private const string Name = ".sandbox";

    /// <summary>
    /// The part of the sandbox that a stack is of, when its kubeconfig is in a folder below the sandbox's: <c>v2</c> for
    /// <c>.sandbox/v2/kubeconfig</c>. Null for the sandbox's own kubeconfig, and for a stack on a real cluster.
    /// </summary>
    /// <param name="root">The project's folder, which a relative setting starts from.</param>
    /// <param name="settings">The stack's settings.</param>
    public static string? PartOf(string root, StackSettings settings)
    {
        if (Of(root, settings) is not { } folder)
            return null;
        var paths = settings.Config.Where(setting => setting.Key.Name == "kubeconfig").Select(setting => setting.Value).OfType<ConfigScalar>().Select(path => Path.GetRelativePath(folder, Path.Combine(root, path.Text)));
        return paths.Select(path => Path.GetDirectoryName(path)).FirstOrDefault(part => part is { Length: > 0 } && !part.StartsWith("..", StringComparison.Ordinal));
    }

    /// <summary>The sandbox's folder, or null for a stack on a real cluster.</summary>
    /// <param name="root">The project's folder, which a relative setting starts from.</param>
    /// <param name="settings">The stack's settings.</param>
    public static string? Of(string root, StackSettings settings)
    {
        foreach (var (key, value) in settings.Config)
        {
            if (key.Name != "kubeconfig" || value is not ConfigScalar { Text: { Length: > 0 } path } || path.Contains('\n', StringComparison.Ordinal))
                continue;
            for (var folder = Path.GetDirectoryName(Path.GetFullPath(Path.Combine(root, path))); folder is not null; folder = Path.GetDirectoryName(folder))
            {
                if (Path.GetFileName(folder) == Name)
                    return folder;
            }
        }

        return null;
    }
}
