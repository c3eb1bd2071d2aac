using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace Coder.Infra.Kubernetes;

/// <summary>The kubeconfig as kubectl finds and reads it, as far as the address of a cluster needs it.</summary>
internal static class Kubeconfig
{
    /// <summary>The kubeconfig's content. The files that it names are absolute paths: relative ones start at its own folder, as for kubectl.</summary>
    /// <param name="given">A path (relative ones from the project's folder), a kubeconfig itself, or null for the one kubectl uses.</param>
    /// <param name="environment">Environment variables.</param>
    /// <param name="root">The project's folder.</param>
    /// <exception cref="KubeconfigException">There is none.</exception>
    public static string Load(string? given, Func<string, string?> environment, string root)
    {
        if (given is not null && (given.Contains('\n') || given.TrimStart().StartsWith('{')))
            return given;
        var path = given is not null
            ? Path.GetFullPath(ExpandHome(given, environment), root)
            : DefaultPath(environment);
        if (File.Exists(path))
            return WithAbsolutePaths(File.ReadAllText(path), Path.GetDirectoryName(Path.GetFullPath(path))!);
        throw new KubeconfigException(given is null
            ? $"is not set, and kubectl's own, {path}, does not exist. Set it with: pulumi config set kubeconfig <path>"
            : $"\"{given}\" does not exist ({path}). Set it with: pulumi config set kubeconfig <path>");
    }

    /// <summary>The file that kubectl uses.</summary>
    public static string DefaultPath(Func<string, string?> environment) =>
        environment("KUBECONFIG")?.Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries).FirstOrDefault(File.Exists)
            ?? Path.Combine(environment("HOME") ?? "", ".kube", "config");

    /// <summary>The context that serves when none is named; empty where there is none.</summary>
    public static string CurrentContext(string content) => Text(Parse(content), "current-context") ?? "";

    /// <summary>Address of the API server of a context, <c>clusters[].cluster.server</c>.</summary>
    /// <exception cref="KubeconfigException">The kubeconfig is broken, or has no such context.</exception>
    public static string Server(string content, string? context)
    {
        var root = Parse(content);
        var current = context ?? Text(root, "current-context");
        if (string.IsNullOrEmpty(current))
            throw new KubeconfigException("has no current context. Name one with: pulumi config set context <name>");
        var contexts = Entries(root, "contexts").ToList();
        var found = contexts.Find(entry => Text(entry, "name") == current)
            ?? throw new KubeconfigException($"has no context \"{current}\"; it has {string.Join(", ", contexts.Select(entry => Text(entry, "name")))}. Name one with: pulumi config set context <name>");
        var cluster = Text(Child(found, "context"), "cluster");
        var entry = Entries(root, "clusters").FirstOrDefault(entry => Text(entry, "name") == cluster);
        return Text(Child(entry, "cluster"), "server")
            ?? throw new KubeconfigException($"names no server for the cluster \"{cluster}\" of context \"{current}\". Set the address with: pulumi config set clusterAddress <url>");
    }

    /// <summary>The file that holds the token of a user, <c>users[].user.tokenFile</c>; null where there is none.</summary>
    /// <exception cref="KubeconfigException">The kubeconfig is not YAML.</exception>
    public static string? TokenFile(string content, string? user) =>
        Text(Child(Entries(Parse(content), "users").FirstOrDefault(entry => Text(entry, "name") == user), "user"), "tokenFile") is { Length: > 0 } file ? file : null;

    private static string WithAbsolutePaths(string content, string folder)
    {
        YamlNode root;
        try
        {
            root = Parse(content);
        }
        catch (KubeconfigException)
        {
            return content; // Whoever needs it reports that it is broken.
        }

        var clusters = Entries(root, "clusters").Select(entry => Child(entry, "cluster"));
        var users = Entries(root, "users").Select(entry => Child(entry, "user")).ToList();
        var found = clusters.Select(cluster => (cluster, "certificate-authority"))
            .Concat(users.SelectMany(user => new[] { (user, "client-certificate"), (user, "client-key"), (user, "tokenFile") }))
            .Where(item => Text(item.Item1, item.Item2) is { Length: > 0 })
            // A command without a slash is looked up on the PATH.
            .Concat(users.Select(user => (Child(user, "exec"), "command")).Where(item => Text(item.Item1, item.Item2)?.Contains('/') is true))
            .Select(item => (YamlScalarNode)Child(item.Item1, item.Item2)!)
            .Where(path => !Path.IsPathRooted(path.Value))
            .ToList();
        if (found.Count == 0)
            return content;
        foreach (var path in found)
            path.Value = Path.GetFullPath(path.Value!, folder);
        var text = new StringWriter();
        new YamlStream(new YamlDocument(root)).Save(text, assignAnchors: false);
        return text.ToString();
    }

    private static YamlNode Parse(string content)
    {
        try
        {
            var yaml = new YamlStream();
            yaml.Load(new StringReader(content));
            return yaml.Documents.Count > 0 ? yaml.Documents[0].RootNode : new YamlMappingNode();
        }
        catch (YamlException error)
        {
            throw new KubeconfigException($"is not YAML (line {error.Start.Line}). Name another with: pulumi config set kubeconfig <path>");
        }
    }

    private static string ExpandHome(string path, Func<string, string?> environment) =>
        path.StartsWith("~/", StringComparison.Ordinal) ? Path.Combine(environment("HOME") ?? "", path[2..]) : path;

    private static IEnumerable<YamlNode> Entries(YamlNode root, string name) => Child(root, name) as YamlSequenceNode ?? Enumerable.Empty<YamlNode>();

    private static YamlNode? Child(YamlNode? node, string name) =>
        node is YamlMappingNode map && map.Children.TryGetValue(new YamlScalarNode(name), out var child) ? child : null;

    private static string? Text(YamlNode? node, string name) => (Child(node, name) as YamlScalarNode)?.Value;
}

/// <summary>A kubeconfig that cannot be used; the message continues the sentence «coder-infra:kubeconfig …».</summary>
internal sealed class KubeconfigException(string message) : Exception(message);
