using System.Text;
using Coder.Infra.Helm.Charts;
using Coder.Infra.Helm.Rendering;

namespace Coder.Infra.Helm.Tests.Templates;

public class EngineTests
{
    private static ChartFile File(string name, string text) => new(name, Encoding.UTF8.GetBytes(text));

    private static Chart Named(string name, params ChartFile[] templates) => new()
    {
        Metadata = new ChartMetadata { Name = name, Version = "1.0.0", ApiVersion = "v2" },
        Templates = [.. templates],
    };

    private static IReadOnlyDictionary<string, string> Render(Chart chart, RenderOptions? options = null) =>
        new RenderEngine(options).Render(chart, ChartValues.ToRenderValues(chart, null, new ReleaseOptions("rel", "ns")));

    [Fact]
    public void A_subchart_sees_its_own_values_and_its_parent_sees_it()
    {
        var parent = Named("parent", File("templates/p", "{{ .Subcharts.sub.Chart.Name }} {{ .Subcharts.sub.Values.x }} {{ .Chart.IsRoot }}"));
        parent.Values = new Dictionary<string, object?> { ["sub"] = new Dictionary<string, object?> { ["x"] = "from parent" } };
        var sub = Named("sub", File("templates/s", "{{ .Values.x }} {{ .Chart.IsRoot }} {{ .Template.BasePath }}"));
        parent.AddDependency(sub);
        var rendered = Render(parent);
        Assert.Equal("sub from parent true", rendered["parent/templates/p"]);
        Assert.Equal("from parent false parent/charts/sub/templates", rendered["parent/charts/sub/templates/s"]);
    }

    [Fact]
    public void What_a_subchart_sets_in_its_values_its_parent_sees()
    {
        var parent = Named("parent", File("templates/p", "{{ .Values.sub.x }}"));
        parent.Values = new Dictionary<string, object?> { ["sub"] = new Dictionary<string, object?>() };
        parent.AddDependency(Named("sub", File("templates/s", """{{ $_ := set .Values "x" "set" }}""")));
        Assert.Equal("set", Render(parent)["parent/templates/p"]);
    }

    [Fact]
    public void Of_a_library_chart_only_partials_count()
    {
        var parent = Named("parent", File("templates/p", """{{ include "lib.name" . }}"""));
        var library = Named("lib", File("templates/_l.tpl", """{{ define "lib.name" }}lib{{ end }}"""), File("templates/l", "{{ fail \"rendered\" }}"));
        library.Metadata.Type = "library";
        parent.AddDependency(library);
        Assert.Equal(["parent/templates/p"], Render(parent).Keys);
    }

    private sealed class Cluster : IClusterLookup
    {
        public Dictionary<string, object?> Lookup(string apiVersion, string kind, string @namespace, string name) => name == "broken"
            ? throw new InvalidOperationException("the cluster is down")
            : new Dictionary<string, object?> { ["asked"] = $"{apiVersion} {kind} {@namespace}/{name}" };
    }

    [Fact]
    public void Lookup_asks_the_cluster()
    {
        var options = new RenderOptions { Cluster = new Cluster() };
        Assert.Equal("v1 Secret ns/s", Template.Render("""{{ (lookup "v1" "Secret" "ns" "s").asked }}""", options: options));
        Assert.EndsWith("error calling lookup: the cluster is down", Template.Error("""{{ lookup "v1" "Secret" "ns" "broken" }}""", options: options));
    }

    [Fact]
    public void Lookup_finds_nothing_without_a_cluster()
    {
        const string Text = """{{ lookup "v1" "Secret" "ns" "s" }}""";
        Assert.Equal("map[]", Template.Render(Text));
    }

    [Fact]
    public void Binary_files_pass_through_unharmed()
    {
        byte[] data = [0, 0x80, 0xFF, 0xC3, 0xA9, 0xE4, 10];
        string expected = Convert.ToBase64String(data);
        Assert.Equal(expected, Template.RenderFiles("""{{ .Files.Get "f" | b64enc }}""", ("f", data)));
        Assert.Equal(expected, Template.RenderFiles("""{{ printf "%s" (.Files.Get "f") | b64enc | b64dec | b64enc }}""", ("f", data)));
        Assert.Equal($"f: {expected}", Template.RenderFiles("""{{ .Files.AsSecrets }}""", ("f", data)));
        Assert.Equal("7", Template.RenderFiles("""{{ .Files.Get "f" | len }}""", ("f", data)));
    }

    [Fact]
    public void One_engine_renders_on_many_threads()
    {
        var engine = new RenderEngine();
        Parallel.For(0, 200, i =>
        {
            var chart = Named("c", File("templates/t", $$$"""{{ define "x" }}{{{i}}}{{ end }}{{ include "x" . }}{{ .Values.x | default "d" }}"""));
            var values = ChartValues.ToRenderValues(chart, null, new ReleaseOptions("rel", "ns"));
            Assert.Equal($"{i}d", engine.Render(chart, values)["c/templates/t"]);
        });
    }
}
