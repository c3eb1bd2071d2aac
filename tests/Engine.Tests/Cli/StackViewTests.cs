using System.Text.Json.Nodes;

namespace Coder.Infra.Engine.Tests.Cli;

/// <summary>Commands that show a stack, or make one from another.</summary>
public sealed class StackViewTests : IDisposable
{
    private readonly CommandLineFixture _cli = new();

    public void Dispose() => _cli.Dispose();

    [Fact]
    public async Task The_graph_has_an_edge_for_each_dependency_and_parent()
    {
        _cli.Put("up-replace.json");
        await _cli.OkAsync("stack", "graph", "stack.dot", "-s", "dev", "--short-node-name");
        var graph = File.ReadAllText(_cli.Path("stack.dot"));
        Assert.StartsWith("strict digraph {\n    Resource0 [label=\"coder-infra-dev\"];\n", graph, StringComparison.Ordinal);
        Assert.Contains("[label=\"coder-workspace-provider\"];\n", graph);
        Assert.Contains(" [color = \"#246C60\"];\n", graph);
        Assert.Contains(" -> Resource0 [color = \"#AA6639\"];\n", graph);
        await _cli.OkAsync("stack", "graph", "stack.dot", "-s", "dev", "--ignore-parent-edges", "--ignore-dependency-edges");
        Assert.DoesNotContain("->", File.ReadAllText(_cli.Path("stack.dot")));
    }

    [Fact]
    public async Task Outputs_come_as_shell_assignments()
    {
        _cli.Put("up-replace.json");
        Assert.Equal(
            "address='203.0.113.10'\nnamespace='coder-wsp2'\nreleaseVersion='1.42.0'\ntoken='[secret]'\n",
            await _cli.OkAsync("stack", "output", "--shell", "-s", "dev"));
        Assert.Equal("token='s3cr3t-token'\n", await _cli.OkAsync("stack", "output", "token", "--shell", "--show-secrets", "-s", "dev"));
    }

    [Fact]
    public async Task The_stack_of_the_environment_is_used_where_none_is_named()
    {
        _cli.Put("up-replace.json");
        _cli.Environment["PULUMI_STACK"] = "dev";
        Assert.Equal("dev\n", await _cli.OkAsync("stack", "--show-name"));
        Assert.Equal("other\n", await _cli.OkAsync("stack", "--show-name", "-s", "other"));
        _cli.Environment["PULUMI_STACK"] = "gone";
        Assert.Contains("no stack named 'gone' found", await _cli.FailsAsync("refresh", "--yes"));
    }

    [Fact]
    public async Task A_stack_is_made_on_selection_and_its_settings_outlive_it_when_asked_to()
    {
        Assert.Equal("Created stack 'dev'\n", await _cli.OkAsync("stack", "select", "dev", "--create"));
        await _cli.OkAsync("config", "set", "--secret", "token", "t0p");
        await _cli.OkAsync("stack", "init", "copy", "--copy-config-from", "dev", "--secrets-provider", "passphrase");
        Assert.Equal("t0p\n", await _cli.OkAsync("config", "get", "token"));
        var stacks = JsonNode.Parse(await _cli.OkAsync("stack", "ls", "--all", "--json"))!.AsArray();
        Assert.Equal([("copy", true), ("dev", false)], stacks.Select(stack => ((string)stack!["name"]!, (bool)stack["current"]!)));
        await _cli.OkAsync("stack", "rm", "copy", "--yes", "--preserve-config");
        Assert.True(File.Exists(_cli.Path("Pulumi.copy.yaml")));
        Assert.Contains("awskms", await _cli.FailsAsync("stack", "init", "cloud", "--secrets-provider", "awskms://key"));
    }

    [Fact]
    public async Task Earlier_versions_and_settings_are_had_from_the_history()
    {
        const string Uuid = "6f1ed002-ab5b-4b1c-9a8a-0a0a0a0a0a0a";
        await _cli.OkAsync("stack", "init", "dev");
        await _cli.OkAsync("config", "set", "host", "a");
        await _cli.OkAsync("import", "random:index/randomUuid:RandomUuid", "first", Uuid, "--yes", "--message", "the first one");
        await _cli.OkAsync("config", "set", "host", "b");
        Assert.Contains("Message: the first one\n", await _cli.OkAsync("stack", "history"));
        await _cli.OkAsync("config", "refresh");
        Assert.Equal("a\n", await _cli.OkAsync("config", "get", "host"));
        Assert.True(File.Exists(_cli.Path("Pulumi.dev.yaml.bak")));
        await _cli.OkAsync("import", "random:index/randomUuid:RandomUuid", "second", Uuid, "--yes");
        Assert.DoesNotContain("::second", await _cli.OkAsync("stack", "export", "--version", "1"));
        Assert.Contains("::second", await _cli.OkAsync("stack", "export", "--version", "2"));
        Assert.Contains("its versions are 1 to 2", await _cli.FailsAsync("stack", "export", "--version", "3"));
    }

    [Fact]
    public async Task What_is_not_there_is_told_by_its_name()
    {
        await _cli.OkAsync("stack", "init", "dev");
        Assert.Contains("open gone.json: no such file or directory", await _cli.FailsAsync("stack", "import", "--file", "gone.json"));
        Assert.Contains("no stack named 'gone' found", await _cli.FailsAsync("cancel", "gone", "--yes"));
        Assert.Contains("(--event-log)", await _cli.FailsAsync("refresh", "--yes", "--event-log", "gone/log"));
    }

    [Fact]
    public async Task A_graph_has_the_colors_that_were_asked_for()
    {
        await _cli.OkAsync("stack", "init", "dev");
        await _cli.OkAsync("import", "random:index/randomUuid:RandomUuid", "first", "6f1ed002-ab5b-4b1c-9a8a-0a0a0a0a0a0a", "--yes");
        await _cli.OkAsync("stack", "graph", "g.dot", "--short-node-name", "--parent-edge-color", "red", "--dot-fragment", "rankdir=LR;");
        var graph = File.ReadAllText(_cli.Path("g.dot"));
        Assert.Contains("[label=\"first\"]", graph);
        Assert.Contains("[color = \"red\"]", graph);
        Assert.EndsWith("rankdir=LR;\n}\n", graph);
    }
}
