using System.Text.RegularExpressions;
using System.Xml.Linq;
using Coder.Infra.Tests.Generated;

namespace Coder.Infra.Tests.Policies;

/// <summary>What is used from elsewhere is used in one version.</summary>
public sealed partial class PinnedVersionTests
{
    [Fact]
    public void Packages_are_pinned_in_one_place()
    {
        var versions = XDocument.Load(Path.Combine(GeneratedFile.Root, "Directory.Packages.props")).Descendants("PackageVersion").ToList();

        Assert.All(versions, version => Assert.Matches(@"^\d+(\.\d+)+$", (string?)version.Attribute("Version")));
        Assert.Equal(versions.Count, versions.Select(version => (string?)version.Attribute("Include")).Distinct().Count());
        foreach (var project in Directory.EnumerateFiles(GeneratedFile.Root, "*.csproj", new EnumerationOptions { RecurseSubdirectories = true }))
        {
            Assert.All(XDocument.Load(project).Descendants("PackageReference"), reference =>
                Assert.True(reference.Attribute("Version") is null, $"{project}: the version of {(string?)reference.Attribute("Include")} belongs into Directory.Packages.props"));
        }
    }

    [Fact]
    public void Actions_images_and_tools_of_workflows_are_pinned()
    {
        var files = Directory.GetFiles(Path.Combine(GeneratedFile.Root, ".github", "workflows"))
            .Concat(Directory.EnumerateFiles(Path.Combine(GeneratedFile.Root, "examples"), "*.yml", new EnumerationOptions { RecurseSubdirectories = true, AttributesToSkip = FileAttributes.System }));

        foreach (var file in files)
        {
            foreach (var line in File.ReadLines(file).Select(line => line.Trim()).Where(line => !line.StartsWith('#')))
            {
                if (Uses().Match(line) is { Success: true } uses)
                    Assert.True(Exact().IsMatch(uses.Groups[1].Value), $"{file}: {line}");
                Assert.DoesNotContain("-latest", line);
                Assert.DoesNotContain(":latest", line);
                if (line.Contains("get.pulumi.com"))
                    Assert.Matches(@"--version \d+\.\d+\.\d+", line);
                if (line.StartsWith("image:"))
                    Assert.Matches(@":\d+\.\d+\.\d+$", line);
            }
        }
    }

    [Fact]
    public void Workflows_may_read_only_what_they_name()
    {
        foreach (var file in Directory.GetFiles(Path.Combine(GeneratedFile.Root, ".github", "workflows")))
            Assert.Contains("permissions:\n  contents: read\n", File.ReadAllText(file));
    }

    [GeneratedRegex(@"^-? ?uses: \S+@(\S+)$")]
    private static partial Regex Uses();

    [GeneratedRegex(@"^(v\d+\.\d+\.\d+|[0-9a-f]{40})$")]
    private static partial Regex Exact();
}
