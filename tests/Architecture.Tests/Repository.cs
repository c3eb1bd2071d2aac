using System.Xml.Linq;

namespace Coder.Infra.Architecture.Tests;

/// <summary>The projects of this checkout, and where their assemblies and restored packages are.</summary>
internal static class Repository
{
    /// <summary>The repository's root.</summary>
    public static string Root { get; } = Checkout.Root;

    /// <summary>Every project that the solution builds, from the root: <c>embedded/Engine/Engine.csproj</c>.</summary>
    public static IReadOnlyList<string> Projects { get; } =
    [
        .. new[] { "infra", "embedded", "tests", "benchmarks" }
            .SelectMany(folder => Directory.EnumerateFiles(Path.Combine(Root, folder), "*.csproj", new EnumerationOptions { RecurseSubdirectories = true, MaxRecursionDepth = 1 }))
            .Where(path => !path.Contains("ConfigMaps", StringComparison.Ordinal))
            .Select(path => Path.GetRelativePath(Root, path).Replace('\\', '/')).Order(StringComparer.Ordinal),
    ];

    /// <summary>The project file as XML.</summary>
    public static XElement Read(string project) => XElement.Load(Path.Combine(Root, project));

    /// <summary>The assembly that a project builds, of the configuration of this test.</summary>
    public static string Assembly(string project)
    {
        var name = Read(project).Descendants("AssemblyName").SingleOrDefault()?.Value ?? Path.GetFileNameWithoutExtension(project);
        // …/bin/Debug/net10.0/ of this test says which configuration is under test.
        var built = Path.GetRelativePath(Path.Combine(Root, "tests", "Architecture.Tests"), AppContext.BaseDirectory);
        return Path.Combine(Root, Path.GetDirectoryName(project)!, built, name + ".dll");
    }

    /// <summary>What NuGet resolved for a project.</summary>
    public static string Assets(string project) => Path.Combine(Root, Path.GetDirectoryName(project)!, "obj", "project.assets.json");
}
