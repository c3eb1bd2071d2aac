using Coder.Infra.Helm.Limits;
using Coder.Infra.Helm.Rendering;
using Coder.Infra.Helm.Templates.Execution;
using Microsoft.Extensions.Time.Testing;

namespace Coder.Infra.Helm.Tests.Templates;

public class LimitTests
{
    private const string MapInItself = """{{ $d := dict "a" 1 }}{{ $_ := set $d "self" $d }}""";

    private static RenderOptions With(RenderLimits limits) => new() { Limits = limits };

    [Fact]
    public void A_template_that_calls_itself_ends_in_Gos_own_error()
    {
        string error = Template.Error("""{{ define "r" }}{{ template "r" . }}{{ end }}{{ template "r" . }}""");
        Assert.Equal("""template: c/templates/t:1:28: executing "r" at <{{template "r" .}}>: exceeded maximum template depth (100000)""", error);
    }

    [Fact]
    public void An_include_of_itself_ends_in_Helms_own_error()
    {
        string error = Template.Error("""{{ define "r" }}{{ include "r" . }}{{ end }}{{ include "r" . }}""");
        Assert.StartsWith("""template: c/templates/t:1:47: executing "c/templates/t" at <include "r" .>: error calling include: template:""", error);
        Assert.EndsWith("rendering template has a nested reference name: r: unable to execute template", error);
    }

    [Fact]
    public void A_tpl_of_itself_is_stopped()
    {
        var values = new Dictionary<string, object?> { ["t"] = "{{ tpl .Values.t . }}" };
        Assert.Contains("(limit IncludeDepth)", Template.Error("{{ tpl .Values.t . }}", values));
    }

    [Theory]
    [InlineData("{{ $d }}")]
    [InlineData("{{ $d | quote }}")]
    [InlineData("{{ deepCopy $d }}")]
    public void A_map_that_contains_itself_is_stopped(string use) =>
        Assert.Contains("(limit ValueDepth)", Template.Error(MapInItself + use));

    [Fact]
    public void A_map_that_contains_itself_has_no_JSON_and_no_YAML() =>
        Assert.Equal("|", Template.Render(MapInItself + "{{ toJson $d }}|{{ toYaml $d }}"));

    [Fact]
    public void Maps_that_contain_themselves_compare() =>
        Assert.Equal("true", Template.Render(MapInItself + """{{ $e := dict "a" 1 }}{{ $_ := set $e "self" $e }}{{ deepEqual $d $e }}"""));

    [Theory]
    [InlineData("""{{ repeat 1000000000 "x" }}""", "OutputLength")]
    [InlineData("""{{ indent 1000000000 "x" }}""", "OutputLength")]
    [InlineData("""{{ randAlpha 1000000000 }}""", "OutputLength")]
    [InlineData("""{{ range until 1000000 }}{{ repeat 1000 "x" }}{{ end }}""", "OutputLength")]
    [InlineData("{{ until 1000000000 }}", "ListLength")]
    [InlineData("{{ seq 1 1000000000 }}", "ListLength")]
    [InlineData("{{ $l := until 1000 }}{{ range until 30 }}{{ $l = concat $l $l }}{{ end }}", "ListLength")]
    public void What_grows_without_bound_is_stopped(string template, string limit) =>
        Assert.Contains($"(limit {limit})", Template.Error(template, options: With(new RenderLimits { OutputLength = 1 << 20 })));

    [Fact]
    public void The_limits_are_settings()
    {
        Assert.Equal("xxxxx", Template.Render("""{{ repeat 5 "x" }}""", options: With(new RenderLimits { OutputLength = 5 })));
        Assert.Contains("more than 4 characters", Template.Error("""{{ repeat 5 "x" }}""", options: With(new RenderLimits { OutputLength = 4 })));
    }

    [Theory]
    [InlineData("{{ range 1000000000000 }}{{ end }}")]
    [InlineData("{{ range 1000000000000 }}x{{ end }}")]
    public void A_rendering_that_takes_too_long_is_stopped(string template)
    {
        var clock = new FakeTimeProvider { AutoAdvanceAmount = TimeSpan.FromSeconds(1) };
        string error = Template.Error(template, options: new RenderOptions { Time = clock });
        Assert.Contains("took longer than 00:01:00 (limit Time)", error);
    }

    [Fact]
    public void A_cancelled_rendering_stops()
    {
        using var cancelled = new CancellationTokenSource();
        cancelled.Cancel();
        Assert.ThrowsAny<OperationCanceledException>(() => Template.RenderWith("{{ range 1000000 }}x{{ end }}", cancelled.Token));
    }

    [Fact]
    public void An_expression_that_explodes_under_backtracking_is_matched_all_the_same() =>
        Assert.Equal("false", Template.Render("""{{ regexMatch "^(a+)+$" (print (repeat 60 "a") "b") }}"""));

    [Fact]
    public void Nesting_of_actions_and_parentheses_does_not_end_the_process()
    {
        const int Depth = 9000;
        string ifs = string.Concat(Enumerable.Repeat("{{ if true }}", Depth)) + "x" + string.Concat(Enumerable.Repeat("{{ end }}", Depth));
        Assert.Equal("x", Template.Render(ifs));
        Assert.Equal("1", Template.Render("{{ " + new string('(', Depth) + "1" + new string(')', Depth) + " }}"));
        Assert.Contains("max expression depth exceeded", Template.Error("{{ " + new string('(', 20_000) + "1" + new string(')', 20_000) + " }}"));
    }
}
