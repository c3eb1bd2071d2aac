using System.Text.Json;
using Mono.Cecil;

namespace Coder.Infra.Architecture.Tests;

/// <summary>A package that a project names is one that its code uses.</summary>
public sealed class PackageTests
{
    /// <summary>Packages that are named for another reason.</summary>
    private static readonly Dictionary<string, string> Exempt = new()
    {
        ["BouncyCastle.Cryptography"] = "ARSoft.Tools.Net uses it; its exact version may be missing on a feed, so that a project with the one names the other",
        ["Grpc.Tools"] = "a compiler, not a library",
        ["Microsoft.CodeAnalysis.BannedApiAnalyzers"] = "an analyzer",
        ["Microsoft.NET.Test.Sdk"] = "makes a project one of tests",
        ["xunit.runner.visualstudio"] = "runs tests",
    };

    public static TheoryData<string> Projects => [.. Repository.Projects];

    [Theory]
    [MemberData(nameof(Projects))]
    public void Every_package_that_a_project_names_is_used(string project)
    {
        var used = References(Repository.Assembly(project));

        var unused = Named(project).Where(package => !Exempt.ContainsKey(package) && !Libraries(project, package).Any(used.Contains));

        Assert.True(!unused.Any(), $"{project} names packages that its code does not use: {string.Join(", ", unused)}. Remove the PackageReference.");
    }

    [Fact]
    public void Every_version_is_of_a_package_that_a_project_names()
    {
        var named = Repository.Projects.Append("benchmarks/ConfigMaps/ConfigMaps.csproj").SelectMany(Named).ToHashSet();

        Assert.All(Repository.Read("Directory.Packages.props").Descendants("PackageVersion"), version => Assert.Contains(version.Attribute("Include")!.Value, named));
    }

    private static IEnumerable<string> Named(string project) =>
        Repository.Read(project).Descendants("PackageReference").Select(reference => reference.Attribute("Include")!.Value).Distinct();

    private static HashSet<string> References(string assembly)
    {
        using var module = ModuleDefinition.ReadModule(assembly);
        return [.. module.AssemblyReferences.Select(reference => reference.Name)];
    }

    /// <summary>The assemblies of a package, and of packages that it only bundles (xunit is xunit.core and xunit.assert).</summary>
    private static IEnumerable<string> Libraries(string project, string package)
    {
        using var assets = JsonDocument.Parse(File.ReadAllBytes(Repository.Assets(project)));
        var packages = assets.RootElement.GetProperty("targets").EnumerateObject().First().Value.EnumerateObject()
            .ToDictionary(entry => entry.Name.Split('/')[0], entry => entry.Value.Clone(), StringComparer.OrdinalIgnoreCase);
        // Not restored: a package of a condition that does not hold (the official ones).
        return packages.ContainsKey(package) ? Of(package) : References(Repository.Assembly(project));

        IEnumerable<string> Of(string name)
        {
            var libraries = packages[name].TryGetProperty("compile", out var compile)
                ? compile.EnumerateObject().Select(file => Path.GetFileNameWithoutExtension(file.Name)).Where(file => file != "_").ToList() : [];
            return libraries.Count > 0 || !packages[name].TryGetProperty("dependencies", out var bundled) ? libraries : bundled.EnumerateObject().SelectMany(dependency => Of(dependency.Name));
        }
    }
}
