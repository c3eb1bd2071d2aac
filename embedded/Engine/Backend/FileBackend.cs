using Coder.Infra.Engine.Workspace;
using Coder.Infra.Engine.Workspace.Yaml;

namespace Coder.Infra.Engine.Backend;

/// <summary>
/// Pulumi's file backend: <c>.pulumi/meta.yaml</c>, <c>stacks/PROJECT/STACK.json[.gz]</c>, <c>history</c>, <c>backups</c> and
/// <c>locks</c>, so that the official CLI and this engine can take turns on one stack.
/// </summary>
internal sealed class FileBackend
{
    private readonly bool? _gzip;

    private FileBackend(string url, string directory, bool? gzip)
    {
        Url = url;
        Root = Path.Combine(directory, ".pulumi");
        _gzip = gzip;
    }

    /// <summary>The URL, as shown to the user.</summary>
    public string Url { get; }

    /// <summary>The folder <c>.pulumi</c>.</summary>
    public string Root { get; }

    /// <summary>
    /// The backend that is asked for: <c>PULUMI_BACKEND_URL</c>, else <c>backend.url</c> of the project, else the folder
    /// <c>.pulumi</c> of the project.
    /// </summary>
    public static FileBackend Open(IReadOnlyDictionary<string, string> environment, Project? project, string workingDirectory)
    {
        var (url, source) = environment.GetValueOrDefault("PULUMI_BACKEND_URL") is { Length: > 0 } set
            ? (set, "PULUMI_BACKEND_URL")
            : (project?.BackendUrl ?? "", "backend.url");
        if (url.Length == 0)
            url = "file://" + (project?.Directory ?? workingDirectory);
        if (!url.StartsWith("file://", StringComparison.Ordinal))
            throw new UserErrorException($"{source} is {url}, but the embedded engine keeps state in files only: set it to file://PATH, or use the official CLI (PULUMIW_ENGINE=official)");
        var path = url["file://".Length..].Split('?')[0];
        var home = Environment.GetFolderPath(Environment.SpecialFolder.UserProfile);
        var directory = path switch
        {
            "~" => home,
            _ when path.StartsWith("~/", StringComparison.Ordinal) => Path.Combine(home, path[2..]),
            _ => Path.GetFullPath(Path.Combine(source == "backend.url" ? project?.Directory ?? workingDirectory : workingDirectory, path)),
        };
        bool? gzip = environment.GetValueOrDefault("PULUMI_DIY_BACKEND_GZIP", environment.GetValueOrDefault("PULUMI_SELF_MANAGED_STATE_GZIP", "")) switch
        {
            "true" or "1" => true,
            "false" or "0" => false,
            _ => null,
        };
        var backend = new FileBackend("file://" + directory, directory, gzip);
        backend.CheckVersion();
        return backend;
    }

    /// <summary>Files of a stack.</summary>
    public StackFiles Files(StackReference stack) => new(this, stack, _gzip);

    /// <summary>The stacks of a project, or of all, by name.</summary>
    public IReadOnlyList<StackReference> List(string? project)
    {
        var stacks = Path.Combine(Root, "stacks");
        if (!Directory.Exists(stacks))
            return [];
        return [.. Directory.EnumerateDirectories(stacks)
            .Select(folder => Path.GetFileName(folder))
            .Where(name => project is null || name == project)
            .SelectMany(name => Directory.EnumerateFiles(Path.Combine(stacks, name))
                .Select(file => Path.GetFileName(file))
                .Select(file => file.EndsWith(".json.gz", StringComparison.Ordinal) ? file[..^8] : file.EndsWith(".json", StringComparison.Ordinal) ? file[..^5] : "")
                .Where(stack => stack.Length > 0)
                .Select(stack => new StackReference(name, stack)))
            .Distinct()
            .OrderBy(stack => stack.Name, StringComparer.Ordinal)
            .ThenBy(stack => stack.Project, StringComparer.Ordinal)];
    }

    /// <summary>Makes the folder and its <c>meta.yaml</c> where they are missing.</summary>
    public void EnsureExists()
    {
        var meta = Path.Combine(Root, "meta.yaml");
        if (!File.Exists(meta))
            AtomicFile.Write(meta, "version: 1\n");
    }

    private void CheckVersion()
    {
        var meta = Path.Combine(Root, "meta.yaml");
        if (!File.Exists(meta))
            return;
        var file = YamlFile.Read(meta);
        if (file.TextOf(file["version"], "version") is not "1" and var version)
            throw new UserErrorException($"{meta}: the backend is of version {version ?? "0"}, but this engine knows version 1 only; use the official CLI (PULUMIW_ENGINE=official)");
    }
}
