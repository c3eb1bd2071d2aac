using Coder.Infra.Helm.Cli;

namespace Coder.Infra.Helm.Tests.Cli;

public sealed class HelmCommandTests
{
    private static readonly string Web = Path.Combine(Recordings.Helm, "charts", "simple-web");

    [Theory]
    [InlineData("Error: unknown flag: --nope\n", "template", "--nope")]
    [InlineData("Error: unknown shorthand flag: 'z' in -z\n", "template", "-z")]
    [InlineData("Error: flag needs an argument: --values\n", "template", "x", "--values")]
    [InlineData("Error: flag needs an argument: 'f' in -f\n", "template", "x", "-f")]
    [InlineData("Error: invalid argument \"x\" for \"--no-hooks\" flag: strconv.ParseBool: parsing \"x\": invalid syntax\n", "template", "--no-hooks=x")]
    [InlineData("Error: \"helm template\" requires at least 1 argument\n\nUsage:  helm template [NAME] [CHART] [flags]\n", "template")]
    [InlineData("Error: expected at most two arguments, unexpected arguments: c\n", "template", "a", "b", "c")]
    [InlineData("Error: invalid kube version 'x': could not parse \"x\" as version\n", "template", "a", "--kube-version", "x")]
    [InlineData("Error: cannot set --generate-name and also specify a name\n", "template", "a", "b", "-g")]
    [InlineData("Error: lint is not supported here; use the helm command\n", "lint", "x")]
    [InlineData("Error: unknown command \"bogus\" for \"helm\"\nRun 'helm --help' for usage.\n", "bogus")]
    [InlineData("Error: \"helm show chart\" requires 1 argument\n\nUsage:  helm show chart [CHART] [flags]\n", "show", "chart")]
    public async Task Wrong_usage_is_reported_in_Helms_words(string expected, params string[] args)
    {
        var (exitCode, stdout, stderr) = await RunAsync(args);
        Assert.Equal((1, "", expected), (exitCode, stdout, stderr));
    }

    [Fact]
    public async Task Show_chart_prints_the_metadata_sorted()
    {
        var (_, stdout, _) = await RunAsync("show", "chart", Web);
        Assert.Equal(
            """
            annotations:
              category: demo
            apiVersion: v2
            appVersion: "1.27"
            description: Small web chart
            keywords:
            - web
            - demo
            kubeVersion: '>=1.22.0-0'
            maintainers:
            - email: kim@example.com
              name: Kim
            name: simple-web
            type: application
            version: 0.3.1+build.7


            """.ReplaceLineEndings("\n"), stdout);
    }

    [Fact]
    public async Task Show_values_prints_the_file_as_it_is()
    {
        var (_, stdout, _) = await RunAsync("show", "values", Web);
        Assert.Equal(await File.ReadAllTextAsync(Path.Combine(Web, "values.yaml")) + "\n", stdout);
    }

    [Fact]
    public async Task Show_all_sets_off_the_crds()
    {
        var (_, stdout, _) = await RunAsync("show", "all", Path.Combine(Recordings.Helm, "charts", "hooks-crds"));
        Assert.Contains("---\n", stdout, StringComparison.Ordinal);
        Assert.Contains("kind: CustomResourceDefinition", stdout, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("-f", "missing.yaml", "Error: open missing.yaml: no such file or directory\n")]
    [InlineData("--set", "a[=1", "Error: failed parsing --set data: error parsing index: EOF\n")]
    [InlineData("--validate", "--debug", "Error: --validate is not supported: this command renders without a cluster\n")]
    public async Task Values_that_cannot_be_read_end_the_command(string first, string second, string expected)
    {
        var (exitCode, _, stderr) = await RunAsync("template", "rel", Web, first, second);
        Assert.Equal((1, expected), (exitCode, stderr));
    }

    internal static async Task<(int ExitCode, string Stdout, string Stderr)> RunAsync(params string[] args)
    {
        using var stdout = new StringWriter();
        using var stderr = new StringWriter();
        int exitCode = await HelmCommand.RunAsync(args, stdout, stderr, CancellationToken.None);
        return (exitCode, stdout.ToString(), stderr.ToString());
    }
}
