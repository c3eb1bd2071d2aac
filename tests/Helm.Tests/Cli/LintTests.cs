using System.Formats.Tar;
using System.IO.Compression;

namespace Coder.Infra.Helm.Tests.Cli;

public sealed class LintTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("helm-lint-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task A_chart_without_faults_passes_with_a_recommendation()
    {
        string chart = Chart(("templates/a.yaml", ConfigMap("a")));
        var (code, output, errors) = await HelmCommandTests.RunAsync("lint", chart);
        Assert.Equal((0, $"==> Linting {chart}\n[INFO] Chart.yaml: icon is recommended\n\n1 chart(s) linted, 0 chart(s) failed\n", ""), (code, output, errors));
        Assert.Equal((0, "", ""), await HelmCommandTests.RunAsync("lint", chart, "--quiet"));
    }

    [Fact]
    public async Task Every_rule_has_helms_words()
    {
        string chart = Chart(
            ("templates/a.yaml", ConfigMap("Not_a_name")),
            ("templates/b.yaml", "apiVersion: policy/v1beta1\nkind: PodDisruptionBudget\nmetadata: {name: b}\n"),
            ("templates/c.yaml", "apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: c}\n"),
            ("templates/d.yaml", "apiVersion: v1\nkind: List\nitems:\n- metadata: {annotations: {helm.sh/resource-policy: keep}}\n"),
            ("templates/e.yaml", "  kind: Secret\n  metadata: {name: e, annotations: {helm.sh/hook: crd-install}}\n"),
            ("templates/f.json", "{}"),
            ("templates/g.txt", "{{/* .Release.Time */}}"),
            ("templates/h.yaml", "apiVersion: rbac.authorization.k8s.io/v1\nkind: Role\nmetadata: {name: a/b%}\n"),
            ("templates/i.yaml", "a: [\n"));
        var (code, output, errors) = await HelmCommandTests.RunAsync("lint", chart, "--kube-version", "1.31");
        Assert.Equal((1, "Error: 1 chart(s) linted, 1 chart(s) failed\n"), (code, errors));
        Assert.Equal(
            $"""
            ==> Linting {chart}
            [INFO] Chart.yaml: icon is recommended
            [WARNING] templates/a.yaml: object name does not conform to Kubernetes naming requirements: "Not_a_name": metadata.name: Invalid value: "Not_a_name": a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '-' or '.', and must start and end with an alphanumeric character (e.g. 'example.com', regex used for validation is '[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*')
            [WARNING] templates/b.yaml: policy/v1beta1 PodDisruptionBudget is deprecated in v1.21+, unavailable in v1.25+; use policy/v1 PodDisruptionBudget
            [ERROR] templates/c.yaml: a Deployment must contain matchLabels or matchExpressions, and "c" does not
            [ERROR] templates/d.yaml: annotation 'helm.sh/resource-policy' within List objects are ignored
            [WARNING] templates/e.yaml: manifest is a crd-install hook. This hook is no longer supported in v3 and all CRDs should also exist the crds/ directory at the top level of the chart
            [WARNING] templates/e.yaml: document starts with an illegal indent: "  kind: Secret", which may cause parsing problems
            [ERROR] templates/f.json: file extension '.json' not valid. Valid extensions are .yaml, .yml, .tpl, or .txt
            [ERROR] templates/g.txt: .Release.Time has been removed in v3, please replace with the `now` function in your templates
            [WARNING] templates/h.yaml: object name does not conform to Kubernetes naming requirements: "a/b%": [metadata.name: Invalid value: "a/b%": may not contain '/', metadata.name: Invalid value: "a/b%": may not contain '%']
            [ERROR] templates/i.yaml: unable to parse YAML: error converting YAML to JSON: yaml: line 1: did not find expected node content


            """.ReplaceLineEndings("\n"), output);
    }

    [Fact]
    public async Task A_packed_chart_is_unpacked()
    {
        string chart = Chart(("templates/a.yaml", ConfigMap("a")));
        string archive = Path.Combine(_folder, "demo-1.0.0.tgz");
        await using (var file = File.Create(archive))
        await using (var gzip = new GZipStream(file, CompressionMode.Compress))
            await TarFile.CreateFromDirectoryAsync(chart, gzip, includeBaseDirectory: true);
        var (code, output, _) = await HelmCommandTests.RunAsync("lint", archive);
        Assert.Equal((0, $"==> Linting {archive}\n[INFO] Chart.yaml: icon is recommended\n\n1 chart(s) linted, 0 chart(s) failed\n"), (code, output));
        (code, output, _) = await HelmCommandTests.RunAsync("lint", archive + "/none.tgz");
        Assert.Equal((1, true), (code, output.Contains("Error unable to open tarball: open ", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task What_is_no_chart_is_an_error()
    {
        var (code, output, errors) = await HelmCommandTests.RunAsync("lint", _folder);
        Assert.Equal((1, $"==> Linting {_folder}\nError unable to check Chart.yaml file in chart: stat {_folder}/Chart.yaml: no such file or directory\n\n", "Error: 1 chart(s) linted, 1 chart(s) failed\n"), (code, output, errors));
    }

    [Fact]
    public async Task A_warning_fails_a_strict_run_only()
    {
        string chart = Chart();
        Assert.Equal(0, (await HelmCommandTests.RunAsync("lint", chart)).ExitCode);
        Assert.Equal(1, (await HelmCommandTests.RunAsync("lint", chart, "--strict")).ExitCode);
        Assert.Equal((0, $"==> Linting {chart}\n[WARNING] templates/: directory not found\n\n1 chart(s) linted, 0 chart(s) failed\n", ""), await HelmCommandTests.RunAsync("lint", chart, "--quiet"));
    }

    private static string ConfigMap(string name) => $"apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: {name}\n";

    private string Chart(params (string Path, string Text)[] files)
    {
        string chart = Path.Combine(_folder, "demo");
        foreach (var (path, text) in (ReadOnlySpan<(string, string)>)[("Chart.yaml", "apiVersion: v2\nname: demo\nversion: 1.0.0\n"), ("values.yaml", ""), .. files])
        {
            Directory.CreateDirectory(Path.GetDirectoryName(Path.Combine(chart, path))!);
            File.WriteAllText(Path.Combine(chart, path), text);
        }
        return chart;
    }
}
