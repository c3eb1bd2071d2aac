using System.Formats.Tar;
using System.IO.Compression;
using System.Text;
using Coder.Infra.Helm.Charts;

namespace Coder.Infra.Helm.Tests.Charts;

public sealed class ChartLoaderTests
{
    private const string Metadata = "apiVersion: v2\nname: app\nversion: 1.0.0\nappVersion: 1.10\n";

    [Fact]
    public void An_archive_is_loaded_with_its_subcharts()
    {
        var chart = ChartLoader.LoadArchive(Archive(
            ("app/Chart.yaml", Metadata), ("app/values.yaml", "\ufeffa: 1\n"), ("app/templates/x.yaml", "x"), ("app/README.md", "r"),
            ("app/charts/sub/Chart.yaml", "name: sub\nversion: 0.1.0\n"), ("app/charts/_stray.txt", "s")));
        Assert.Equal(("app", "1.1", 1.0), (chart.Name, chart.Metadata.AppVersion, chart.Values!["a"]));
        Assert.Equal(["templates/x.yaml"], chart.Templates.Select(t => t.Name));
        Assert.Equal(["README.md"], chart.Files.Select(f => f.Name));
        Assert.Equal(("app/charts/sub", "v1"), (chart.Dependencies[0].FullPath, chart.Dependencies[0].Metadata.ApiVersion));
    }

    [Theory]
    [InlineData("app/../../etc/passwd", "chart illegally references parent directory")]
    [InlineData("app//etc/passwd", "chart illegally contains absolute paths")]
    [InlineData("app/c:/x", "chart contains illegally named files")]
    [InlineData("app", "chart illegally contains content outside the base directory: \"app\"")]
    [InlineData("Chart.yaml/x", "chart yaml not in base directory")]
    public void An_archive_whose_paths_lead_out_of_the_chart_is_refused(string path, string expected) =>
        Assert.Equal(expected, Assert.Throws<ChartException>(() => ChartLoader.LoadArchive(Archive(("app/Chart.yaml", Metadata), (path, "x")))).Message);

    [Theory]
    [InlineData("version: 1.0.0", "validation: chart.metadata.name is required")]
    [InlineData("name: app", "validation: chart.metadata.version is required")]
    [InlineData("name: app\nversion: x", "validation: chart.metadata.version \"x\" is invalid")]
    [InlineData("name: app\nversion: 1.0.0\ntype: other", "validation: chart.metadata.type must be application or library")]
    [InlineData("name: [a]\nversion: 1.0.0", "cannot load Chart.yaml: error unmarshaling JSON: while decoding JSON: json: cannot unmarshal array into Go struct field Metadata.name of type string")]
    [InlineData("name: app\nversion: 1.0.0\ndependencies: [{name: a}, {name: b, alias: a}]", "validation: more than one dependency with name or alias \"a\"")]
    public void Metadata_that_breaks_a_rule_is_refused(string yaml, string expected) =>
        Assert.Equal(expected, Assert.Throws<ChartException>(() => ChartLoader.LoadFiles([new ChartFile("Chart.yaml", Encoding.UTF8.GetBytes(yaml))])).Message);

    [Fact]
    public void A_folder_without_Chart_yaml_is_no_chart() =>
        Assert.Equal("Chart.yaml file is missing", Assert.Throws<ChartException>(() => ChartLoader.LoadFiles([])).Message);

    [Theory]
    [InlineData("*.bak", "files/b.bak", false, true)]
    [InlineData("/top.txt", "files/top.txt", false, false)]
    [InlineData("/top.txt", "top.txt", false, true)]
    [InlineData("secret/", "secret", true, true)]
    [InlineData("secret/", "secret", false, false)]
    [InlineData("docs/*.md", "docs/a.md", false, true)]
    [InlineData("docs/*.md", "docs/b/a.md", false, false)]
    [InlineData("!keep.txt", "other.txt", false, true)]
    [InlineData("!keep.txt", "keep.txt", false, false)]
    [InlineData("", "templates/.hidden", false, true)]
    [InlineData("[a-c]?.txt", "b1.txt", false, true)]
    public void Helmignore_leaves_files_out(string rules, string path, bool isDirectory, bool ignored) =>
        Assert.Equal(ignored, IgnoreRules.Parse(rules).Ignores(path, isDirectory));

    [Theory]
    [InlineData("a/**", "double-star (**) syntax is not supported")]
    [InlineData("[a", "syntax error in pattern")]
    public void Helmignore_refuses_what_it_does_not_know(string rules, string expected) =>
        Assert.Equal(expected, Assert.Throws<ChartException>(() => IgnoreRules.Parse(rules)).Message);

    internal static MemoryStream Archive(params (string Path, string Content)[] files)
    {
        var archive = new MemoryStream();
        using (var gzip = new GZipStream(archive, CompressionLevel.Fastest, leaveOpen: true))
        using (var tar = new TarWriter(gzip))
            foreach (var (path, content) in files)
                tar.WriteEntry(new PaxTarEntry(TarEntryType.RegularFile, path) { DataStream = new MemoryStream(Encoding.UTF8.GetBytes(content)) });
        archive.Position = 0;
        return archive;
    }
}
