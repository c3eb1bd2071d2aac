using System.Collections.Immutable;

namespace Coder.Infra.Engine.Workspace;

/// <summary>A <c>Pulumi.yaml</c>.</summary>
internal sealed record Project
{
    /// <summary>Path of the file itself.</summary>
    public required string Path { get; init; }

    /// <summary>Folder of the file.</summary>
    public string Directory => System.IO.Path.GetDirectoryName(Path)!;

    /// <summary><c>name</c>.</summary>
    public required string Name { get; init; }

    /// <summary><c>runtime</c>, or its <c>name</c>.</summary>
    public required string Runtime { get; init; }

    /// <summary><c>runtime.options</c>, scalars as texts.</summary>
    public ImmutableSortedDictionary<string, string> RuntimeOptions { get; init; } = ImmutableSortedDictionary<string, string>.Empty;

    /// <summary><c>main</c>: the program's folder or entry file, relative to the project; empty for the project's folder.</summary>
    public string Main { get; init; } = "";

    /// <summary><c>description</c>.</summary>
    public string Description { get; init; } = "";

    /// <summary><c>backend.url</c>; empty if unset.</summary>
    public string BackendUrl { get; init; } = "";

    /// <summary><c>stackConfigDir</c>, the folder of stack files relative to the project; empty for the project's folder.</summary>
    public string StackConfigDirectory { get; init; } = "";

    /// <summary><c>requiredPulumiVersion</c>, a range; empty if unset.</summary>
    public string RequiredPulumiVersion { get; init; } = "";

    /// <summary><c>options.refresh: always</c>.</summary>
    public bool AlwaysRefresh { get; init; }

    /// <summary><c>plugins.providers</c>, and of <c>packages</c> those whose source is a folder: name → path.</summary>
    public ImmutableSortedDictionary<string, string> ProviderPaths { get; init; } = ImmutableSortedDictionary<string, string>.Empty;

    /// <summary><c>config</c>: what settings the project declares, by full key.</summary>
    public ImmutableArray<ConfigDeclaration> Config { get; init; } = [];

    /// <summary>Folder in which the program runs, and the entry file if <c>main</c> names one.</summary>
    public (string Directory, string Entry) Program()
    {
        var path = System.IO.Path.GetFullPath(System.IO.Path.Combine(Directory, Main));
        return File.Exists(path)
            ? (System.IO.Path.GetDirectoryName(path)!, System.IO.Path.GetFileName(path))
            : (path, ".");
    }

    /// <summary>Path of a stack's settings, which are written as the project's own file is: YAML or JSON.</summary>
    public string StackFile(string stack) => System.IO.Path.Combine(Directory, StackConfigDirectory, $"Pulumi.{stack}{System.IO.Path.GetExtension(Path)}");
}
