using System.Formats.Tar;
using System.IO.Compression;
using System.Net.Sockets;
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
    public void A_link_to_a_folder_above_ends_in_an_error()
    {
        using var folder = new ChartFolder();
        Directory.CreateSymbolicLink(Path.Combine(folder.Path, "loop"), ".");
        var log = new List<string>();
        string message = Assert.Throws<ChartException>(() => ChartLoader.Load(folder.Path, log.Add)).Message;
        Assert.EndsWith("/loop/loop: too many levels of symbolic links", message, StringComparison.Ordinal);
        Assert.Contains($"{folder.Path}/loop/loop resolves to {folder.Path}.", log[1], StringComparison.Ordinal);
    }

    [Fact]
    public void Links_keep_their_own_path_and_are_shown_with_their_last_target()
    {
        using var outside = new ChartFolder();
        using var folder = new ChartFolder();
        File.WriteAllText(Path.Combine(outside.Path, "f.txt"), "x");
        Directory.CreateSymbolicLink(Path.Combine(folder.Path, "a"), outside.Path);
        File.CreateSymbolicLink(Path.Combine(folder.Path, "self.txt"), "a/f.txt");
        var log = new List<string>();
        var chart = ChartLoader.Load(folder.Path, log.Add);
        Assert.Equal(["a/Chart.yaml", "a/f.txt", "self.txt"], chart.Files.Select(f => f.Name));
        Assert.Contains($"{folder.Path}/self.txt resolves to {outside.Path}/f.txt.", log[^1], StringComparison.Ordinal);
    }

    [Fact]
    public void A_link_to_a_device_is_refused()
    {
        using var folder = new ChartFolder();
        File.CreateSymbolicLink(Path.Combine(folder.Path, "zero"), "/dev/zero");
        AssertIrregular(folder, "zero");
    }

    [Fact]
    public void A_socket_is_refused()
    {
        using var folder = new ChartFolder();
        using var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        socket.Bind(new UnixDomainSocketEndPoint(Path.Combine(folder.Path, "sock")));
        AssertIrregular(folder, "sock");
    }

    [Fact]
    public void A_pipe_is_refused_and_not_waited_for()
    {
        using var folder = new ChartFolder();
        using (var mkfifo = System.Diagnostics.Process.Start("mkfifo", Path.Combine(folder.Path, "pipe")))
            mkfifo.WaitForExit();
        AssertIrregular(folder, "pipe");
    }

    [Fact]
    public void Empty_files_are_regular()
    {
        using var folder = new ChartFolder();
        File.WriteAllText(Path.Combine(folder.Path, "empty"), "");
        Assert.Equal(["empty"], ChartLoader.Load(folder.Path).Files.Select(f => f.Name));
    }

    private static void AssertIrregular(ChartFolder folder, string name) =>
        Assert.Equal($"cannot load irregular file {folder.Path}/{name} as it has file mode type bits set",
            Assert.Throws<ChartException>(() => ChartLoader.Load(folder.Path)).Message);

    private sealed class ChartFolder : IDisposable
    {
        private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("hc-");

        public ChartFolder() => File.WriteAllText(System.IO.Path.Combine(Path, "Chart.yaml"), Metadata);

        public string Path => _folder.FullName;

        public void Dispose() => _folder.Delete(recursive: true);
    }

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
