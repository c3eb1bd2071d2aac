using System.Text;
using BenchmarkDotNet.Attributes;
using Coder.Infra.Helm.Charts;
using Coder.Infra.Helm.Rendering;
using Coder.Infra.Helm.Templates.Syntax;
using Coder.Infra.Helm.Yaml;

namespace Coder.Infra.Benchmarks;

/// <summary>
/// Rendering in a warm process: lexing, parsing, the reference chart, a chart of 100 templates, and YAML in and out. In process,
/// because BenchmarkDotNet's own projects do not build under central package versions.
/// </summary>
[MemoryDiagnoser]
[Config(typeof(ShortInProcess))]
public class HelmBenchmarks
{
    private string _reference = "";
    private string _template = "";
    private List<ChartFile> _hundred = [];
    private string _yaml = "";
    private object? _values;

    /// <summary>Finds the recordings and makes the large chart.</summary>
    [GlobalSetup]
    public void Setup()
    {
        _reference = Repository.Chart;
        _template = File.ReadAllText(Path.Combine(_reference, "templates", "envproxy.yaml"));
        var template = Encoding.UTF8.GetBytes(
            "apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: {{ .Release.Name }}-{{ .Values.name | lower }}\ndata:\n{{- range $k, $v := .Values.data }}\n  {{ $k }}: {{ $v | quote }}\n{{- end }}\n");
        _hundred =
        [
            new ChartFile("Chart.yaml", "apiVersion: v2\nname: hundred\nversion: 1.0.0\n"u8.ToArray()),
            new ChartFile("values.yaml", "name: Many\ndata: {a: 1, b: two, c: true}\n"u8.ToArray()),
            .. Enumerable.Range(0, 100).Select(i => new ChartFile($"templates/map-{i:000}.yaml", template)),
        ];
        _yaml = File.ReadAllText(Path.Combine(_reference, "values.yaml"));
        _values = YamlText.Unmarshal(_yaml);
    }

    /// <summary>Lexes the reference chart's largest template.</summary>
    [Benchmark]
    public int Lexing()
    {
        var lexer = new Lexer(_template);
        int tokens = 0;
        while (lexer.Next().Kind is not (TokenKind.Eof or TokenKind.Error))
            tokens++;
        return tokens;
    }

    /// <summary>Parses it.</summary>
    [Benchmark]
    public int Parsing() => Parser.Parse("envproxy.yaml", _template).Count;

    /// <summary>Loads and renders the reference chart.</summary>
    [Benchmark]
    public int ReferenceChart() => Render(ChartLoader.Load(_reference), new()
    {
        ["envproxy"] = new Dictionary<string, object?> { ["token"] = "t", ["accessURL"] = "http://a", ["clusterAddress"] = "https://k" },
        ["ingress"] = new Dictionary<string, object?> { ["host"] = "a.b.c" },
    });

    /// <summary>Loads and renders a chart of 100 templates.</summary>
    [Benchmark]
    public int HundredTemplates() => Render(ChartLoader.LoadFiles(_hundred), []);

    /// <summary>Reads YAML.</summary>
    [Benchmark]
    public object? YamlIn() => YamlText.Unmarshal(_yaml);

    /// <summary>Writes YAML.</summary>
    [Benchmark]
    public string YamlOut() => YamlText.Marshal(_values);

    private static int Render(Chart chart, Dictionary<string, object?> values) =>
        ReleaseRenderer.Render(chart, values, new ReleaseRendererOptions { Release = new ReleaseOptions("rel", "ns") }, (tree, merged) => new RenderEngine().Render(tree, merged)).Manifest.Length;
}
