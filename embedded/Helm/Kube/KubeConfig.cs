using k8s;
using k8s.Exceptions;
using k8s.KubeConfigModels;

namespace Coder.Infra.Helm.Kube;

/// <summary>Where a cluster is and who we are there, from a kubeconfig or from inside a pod.</summary>
public sealed class KubeConfig
{
    KubeConfig(KubernetesClientConfiguration configuration, string source, string? context, string? tokenFile = null)
    {
        // client-go's words: the authorities would never be looked at.
        if (configuration is { SkipTlsVerify: true, SslCaCerts.Count: > 0 })
            throw new KubeConfigException("specifying a root certificates file with the insecure flag is not allowed");
        Configuration = configuration;
        TokenFile = tokenFile;
        Source = source;
        Context = context;
        Server = ServerOf(configuration.Host, source);
    }

    /// <summary>The API server's address.</summary>
    public Uri Server { get; }

    /// <summary>The context in use; null inside a pod.</summary>
    public string? Context { get; }

    /// <summary>Where the configuration was read, for messages.</summary>
    public string Source { get; }

    /// <summary>The context's namespace, <c>default</c> when it names none.</summary>
    public string Namespace => string.IsNullOrEmpty(Configuration.Namespace) ? "default" : Configuration.Namespace;

    internal KubernetesClientConfiguration Configuration { get; }

    /// <summary>The file that holds the bearer token; null where it is in the kubeconfig, or there is none.</summary>
    internal string? TokenFile { get; }

    /// <summary>
    /// Loads what kubectl would: <paramref name="path"/>, else the files in <c>KUBECONFIG</c>, else <c>~/.kube/config</c>,
    /// else the service account of the pod we run in.
    /// </summary>
    /// <param name="path">A kubeconfig file, or null.</param>
    /// <param name="context">The context to use instead of the file's current one.</param>
    /// <param name="cluster">The cluster to use instead of the context's.</param>
    /// <exception cref="KubeConfigException">No file, a malformed one, or one without that context.</exception>
    public static KubeConfig Load(string? path = null, string? context = null, string? cluster = null)
    {
        if (path is not null)
        {
            path = ExpandHome(path);
            if (!File.Exists(path))
                throw new KubeConfigException($"The kubeconfig file {path} does not exist.");
            return FromFiles([path], context, cluster);
        }
        var paths = (Environment.GetEnvironmentVariable("KUBECONFIG") ?? "")
            .Split(System.IO.Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        var home = System.IO.Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".kube", "config");
        string[] found = paths.Length > 0 ? [.. paths.Where(File.Exists)] : File.Exists(home) ? [home] : [];
        if (found.Length > 0)
            return FromFiles(found, context, cluster);
        if (paths.Length == 0 && KubernetesClientConfiguration.IsInCluster())
            return new KubeConfig(KubernetesClientConfiguration.InClusterConfig(), "the pod's service account", null);
        throw new KubeConfigException(
            $"No kubeconfig found: {(paths.Length > 0 ? $"KUBECONFIG names {string.Join(", ", paths)}, none of which exists" : $"KUBECONFIG is not set and {home} does not exist")}. "
            + "Set KUBECONFIG, or give the path or content of a kubeconfig.");
    }

    /// <summary>Reads a kubeconfig given as its content, YAML or JSON.</summary>
    /// <inheritdoc cref="Load" path="/exception"/>
    public static KubeConfig Parse(string content, string? context = null, string? cluster = null)
    {
        const string source = "the given kubeconfig";
        return FromModel(
            Read(source, () => KubeConfigYaml.Parse(content)),
            source, context, cluster, TokenFiles.Of(content, Directory.GetCurrentDirectory()));
    }

    /// <summary>Takes either a path or the content itself, as Pulumi's Kubernetes provider does.</summary>
    /// <inheritdoc cref="Load" path="/exception"/>
    public static KubeConfig LoadOrParse(string? pathOrContent, string? context = null, string? cluster = null)
        => string.IsNullOrWhiteSpace(pathOrContent) ? Load(null, context, cluster)
            : pathOrContent.Contains('\n') || pathOrContent.TrimStart().StartsWith('{') || pathOrContent.Contains("apiVersion:", StringComparison.Ordinal)
                ? Parse(pathOrContent, context, cluster)
                : Load(pathOrContent, context, cluster);

    static KubeConfig FromFiles(string[] paths, string? context, string? cluster)
    {
        var source = string.Join(System.IO.Path.PathSeparator, paths);
        var model = Read(source, () => paths.Select(KubeConfigYaml.Load).Aggregate(Merge));
        return FromModel(model, source, context, cluster, paths.SelectMany(p => TokenFiles.Of(File.ReadAllText(p), FolderOf(p))));
    }

    static string FolderOf(string path) => System.IO.Path.GetDirectoryName(System.IO.Path.GetFullPath(path))!;

    /// <summary>As kubectl merges the files of KUBECONFIG: the first one that names a thing wins.</summary>
    static K8SConfiguration Merge(K8SConfiguration first, K8SConfiguration next)
    {
        // Paths are relative to the file that has them.
        var folder = FolderOf(next.FileName ?? ".");
        string? Absolute(string? path) => string.IsNullOrEmpty(path) ? path : System.IO.Path.Combine(folder, path);
        foreach (var cluster in next.Clusters ?? [])
            cluster.ClusterEndpoint.CertificateAuthority = Absolute(cluster.ClusterEndpoint.CertificateAuthority);
        foreach (var credentials in (next.Users ?? []).Select(u => u.UserCredentials).Where(c => c is not null))
        {
            credentials.ClientCertificate = Absolute(credentials.ClientCertificate);
            credentials.ClientKey = Absolute(credentials.ClientKey);
        }
        first.CurrentContext = string.IsNullOrEmpty(first.CurrentContext) ? next.CurrentContext : first.CurrentContext;
        first.Contexts = [.. (first.Contexts ?? []).Concat(next.Contexts ?? []).DistinctBy(c => c.Name)];
        first.Clusters = [.. (first.Clusters ?? []).Concat(next.Clusters ?? []).DistinctBy(c => c.Name)];
        first.Users = [.. (first.Users ?? []).Concat(next.Users ?? []).DistinctBy(u => u.Name)];
        return first;
    }

    static KubeConfig FromModel(
        K8SConfiguration model, string source, string? context, string? cluster, IEnumerable<KeyValuePair<string, string>> tokenFiles)
    {
        context ??= model.CurrentContext;
        if (string.IsNullOrEmpty(context))
            throw new KubeConfigException($"{source} has no current-context, and none was asked for. {Known("contexts", model.Contexts?.Select(c => c.Name))}");
        var chosen = model.Contexts?.FirstOrDefault(c => c.Name == context)
            ?? throw new KubeConfigException($"{source} has no context \"{context}\". {Known("contexts", model.Contexts?.Select(c => c.Name))}");
        if (cluster is not null && chosen.ContextDetails is not null)
            chosen.ContextDetails.Cluster = cluster;
        var wanted = chosen.ContextDetails?.Cluster;
        if (model.Clusters?.Any(c => c.Name == wanted) != true)
            throw new KubeConfigException($"{source} has no cluster \"{wanted}\" (context \"{context}\"). {Known("clusters", model.Clusters?.Select(c => c.Name))}");
        ServerOf(model.Clusters.First(c => c.Name == wanted).ClusterEndpoint?.Server, source);
        var user = model.Users?.FirstOrDefault(u => u.Name == chosen.ContextDetails?.User)?.UserCredentials;
        if (user?.ExternalExecution is { } exec)
            ExecHelper.Require(exec);
        var tokenFile = tokenFiles.Where(t => t.Key == chosen.ContextDetails?.User).Select(t => t.Value).FirstOrDefault();
        if (tokenFile is not null && user is not null)
            user.Token = TokenFiles.Read(tokenFile); // the library knows tokens only
        return new KubeConfig(Read(source, () => KubernetesClientConfiguration.BuildConfigFromConfigObject(model, context)), source, context, tokenFile);
    }

    static Uri ServerOf(string? text, string source)
        => Uri.TryCreate(text, UriKind.Absolute, out var server) && server.Scheme is "https" or "http"
            ? server
            : throw new KubeConfigException($"The server \"{text}\" in {source} is not a URL. Expected something like https://host:6443.");

    static string Known(string what, IEnumerable<string>? names)
        => names?.ToList() is { Count: > 0 } known ? $"Its {what}: {string.Join(", ", known)}." : $"It has no {what}.";

    static T Read<T>(string source, Func<T> read)
    {
        try
        {
            return read();
        }
        catch (Exception e) when (e is YamlDotNet.Core.YamlException or k8s.Exceptions.KubeConfigException
            or IOException or UnauthorizedAccessException or FormatException or ArgumentException or NullReferenceException or InvalidOperationException
            or System.Security.Cryptography.CryptographicException or KubernetesClientException)
        {
            // The parser's own message may quote the file, and with it a token or key: only its place is passed on.
            var cause = e is YamlDotNet.Core.YamlException yaml ? $"not valid YAML at line {yaml.Start.Line}, column {yaml.Start.Column}" : e.Message;
            throw new KubeConfigException($"Failed to read {source}: {cause}");
        }
    }

    static string ExpandHome(string path)
        => path.StartsWith("~/", StringComparison.Ordinal)
            ? System.IO.Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), path[2..])
            : path;
}
