namespace Coder.Infra.Engine.Tests.Cli;

public sealed class ConfigCommandTests : IAsyncLifetime
{
    private readonly CommandLineFixture _cli = new();

    public Task InitializeAsync() => _cli.OkAsync("stack", "init", "dev");

    public Task DisposeAsync()
    {
        _cli.Dispose();
        return Task.CompletedTask;
    }

    [Fact]
    public async Task A_stack_that_does_not_exist_has_no_settings()
    {
        Assert.Contains("no stack named 'gone' found", await _cli.FailsAsync("config", "get", "host", "--stack", "gone"));
        Assert.Contains("no stack named 'gone' found", await _cli.FailsAsync("config", "set", "host", "a", "--stack", "gone"));
        Assert.False(File.Exists(_cli.Path("Pulumi.gone.yaml")));
    }

    [Theory]
    [InlineData("/etc/kubernetes/admin.conf")]
    [InlineData("../cluster/kubeconfig")]
    public async Task A_stack_that_leaves_the_sandbox_is_still_the_one_that_commands_are_about(string kubeconfig)
    {
        await _cli.OkAsync("config", "set", "kubeconfig", ".sandbox/kubeconfig");
        await _cli.OkAsync("stack", "unselect");
        await _cli.OkAsync("config", "set", "kubeconfig", kubeconfig);
        Assert.Equal(kubeconfig + "\n", await _cli.OkAsync("config", "get", "kubeconfig"));
        Assert.Contains("dev", await _cli.OkAsync("stack", "--show-name"));
    }

    [Fact]
    public async Task Environments_are_listed_and_keep_a_run_from_beginning_without_them()
    {
        Assert.Equal("[]\n", await _cli.OkAsync("config", "env", "ls", "--json"));
        File.AppendAllText(_cli.Path("Pulumi.dev.yaml"), "environment:\n  - shared/base\n  - shared/dev: {merge: false}\n");
        Assert.Equal("ENVIRONMENTS\nshared/base\nshared/dev\n", await _cli.OkAsync("config", "env", "ls"));
        Assert.Contains("imports shared/base, shared/dev: a file backend", await _cli.FailsAsync("up", "--yes"));
    }

    [Fact]
    public async Task A_piped_value_loses_its_last_newline_unless_it_is_raw()
    {
        _cli.Input = "a\n\nb\n\n";
        await _cli.OkAsync("config", "set", "k");
        Assert.Equal("a\n\nb\n" + "\n", await _cli.OkAsync("config", "get", "k"));
        await _cli.OkAsync("config", "set", "k", "--raw");
        Assert.Equal("a\n\nb\n\n" + "\n", await _cli.OkAsync("config", "get", "k"));
    }

    [Theory]
    [InlineData("T", "true")]
    [InlineData("0", "false")]
    [InlineData("False", "false")]
    public async Task Booleans_are_given_as_Go_reads_them(string given, string stored)
    {
        await _cli.OkAsync("config", "set", "on", given, "--type", "bool");
        Assert.Contains($"coder-infra:on: {stored}\n", File.ReadAllText(_cli.Path("Pulumi.dev.yaml")));
        Assert.Contains("is not of the type bool", await _cli.FailsAsync("config", "set", "on", "yes", "--type", "bool"));
    }

    [Fact]
    public async Task Settings_are_set_read_listed_and_removed()
    {
        await _cli.OkAsync("config", "set", "host", "a.example.com");
        await _cli.OkAsync("config", "set", "--secret", "token", "t0p");
        await _cli.OkAsync("config", "set", "aws:region", "eu");
        Assert.Equal("KEY         VALUE\naws:region  eu\nhost        a.example.com\ntoken       [secret]\n", await _cli.OkAsync("config"));
        Assert.Equal("t0p\n", await _cli.OkAsync("config", "get", "token"));
        Assert.Contains("t0p", await _cli.OkAsync("config", "--show-secrets", "--json"));
        Assert.DoesNotContain("t0p", File.ReadAllText(_cli.Path("Pulumi.dev.yaml")) + await _cli.OkAsync("config", "--json"));
        await _cli.OkAsync("config", "rm", "host");
        Assert.Contains("configuration key 'host' not found for stack 'dev'", await _cli.FailsAsync("config", "get", "host"));
    }

    [Fact]
    public async Task Paths_reach_into_objects_and_lists()
    {
        await _cli.OkAsync("config", "set", "--path", "data.servers[0].port", "8080");
        await _cli.OkAsync("config", "set", "--path", "data.servers[0].tls", "true");
        await _cli.OkAsync("config", "set", "--path", "data.servers[0].zip", "01234");
        await _cli.OkAsync("config", "set", "--path", "--secret", "data.servers[0].token", "t0p");
        await _cli.OkAsync("config", "set", "--path", "data.names[0]", "a", "--plaintext");
        Assert.Equal("""{"names":["a"],"servers":[{"port":8080,"tls":true,"token":"t0p","zip":"01234"}]}""" + "\n", await _cli.OkAsync("config", "get", "data"));
        Assert.Equal("t0p\n", await _cli.OkAsync("config", "get", "--path", "data.servers[0].token"));
        Assert.DoesNotContain("t0p", await _cli.OkAsync("config"));
        Assert.Contains("the list has 1 item(s)", await _cli.FailsAsync("config", "set", "--path", "data.names[5]", "x"));
        await _cli.OkAsync("config", "rm", "--path", "data.servers");
        Assert.Equal("{\"names\":[\"a\"]}\n", await _cli.OkAsync("config", "get", "data"));
    }

    [Theory]
    [InlineData("int", "12", true)]
    [InlineData("int", "a", false)]
    [InlineData("bool", "true", true)]
    [InlineData("float", "1.5", true)]
    [InlineData("date", "x", false)]
    public async Task A_type_is_held_to(string type, string value, bool fits)
    {
        Assert.Equal(fits, (await _cli.RunAsync("config", "set", "typed", value, "--type", type)).Code == 0);
        Assert.Equal(fits, File.ReadAllText(_cli.Path("Pulumi.dev.yaml")).Contains($"coder-infra:typed: {value}\n", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_boolean_is_read_as_Go_reads_it()
    {
        await _cli.OkAsync("config", "set", "typed", "1", "--type", "bool");
        Assert.Contains("coder-infra:typed: true\n", File.ReadAllText(_cli.Path("Pulumi.dev.yaml")));
    }

    [Fact]
    public async Task A_value_is_read_from_standard_input()
    {
        Assert.Contains("standard input", await _cli.FailsAsync("config", "set", "--secret", "token"));
        _cli.Input = "from a pipe\n";
        await _cli.OkAsync("config", "set", "--secret", "token");
        Assert.Equal("from a pipe\n", await _cli.OkAsync("config", "get", "token"));
    }

    [Fact]
    public async Task Several_settings_are_set_and_removed_at_once_or_not_at_all()
    {
        await _cli.OkAsync("config", "set-all", "--plaintext", "a=1", "--secret", "b=t0p=x");
        Assert.Equal("t0p=x\n", await _cli.OkAsync("config", "get", "b"));
        var before = File.ReadAllText(_cli.Path("Pulumi.dev.yaml"));
        var error = await _cli.FailsAsync("config", "set-all", "--plaintext", "c=1", "--secret", "hidden");
        Assert.Equal(before, File.ReadAllText(_cli.Path("Pulumi.dev.yaml")));
        Assert.Contains("key=value", error);
        await _cli.OkAsync("config", "rm-all", "a", "b");
        Assert.Equal("KEY  VALUE\n", await _cli.OkAsync("config"));
    }

    [Fact]
    public async Task What_config_prints_as_JSON_is_read_back()
    {
        await _cli.OkAsync("config", "set", "a", "1");
        await _cli.OkAsync("config", "set", "--path", "o.list[0]", "2");
        await _cli.OkAsync("config", "set", "--secret", "token", "t0p");
        var hidden = await _cli.OkAsync("config", "--json");
        var shown = await _cli.OkAsync("config", "--json", "--show-secrets");
        await _cli.OkAsync("stack", "init", "other");
        Assert.Contains("coder-infra:token has no value", await _cli.FailsAsync("config", "set-all", "--json", hidden));
        await _cli.OkAsync("config", "set-all", "--json", shown);
        Assert.Equal(shown, await _cli.OkAsync("config", "--json", "--show-secrets"));
        Assert.DoesNotContain("t0p", File.ReadAllText(_cli.Path("Pulumi.other.yaml")));
        Assert.Contains("--json is not in the format", await _cli.FailsAsync("config", "set-all", "--json", "[1"));
    }

    [Fact]
    public async Task Settings_are_copied_under_the_other_stacks_key()
    {
        await _cli.OkAsync("config", "set", "--secret", "token", "t0p");
        await _cli.OkAsync("config", "set", "host", "h");
        await _cli.OkAsync("stack", "init", "other");
        await _cli.OkAsync("config", "cp", "-s", "dev", "--dest", "other");
        Assert.Equal("t0p\n", await _cli.OkAsync("config", "get", "token", "-s", "other"));
        Assert.Equal("h\n", await _cli.OkAsync("config", "get", "host", "-s", "other"));
    }

    [Fact]
    public async Task A_wrong_passphrase_changes_nothing()
    {
        await _cli.OkAsync("config", "set", "--secret", "token", "t0p");
        var before = File.ReadAllText(_cli.Path("Pulumi.dev.yaml"));
        _cli.Environment["PULUMI_CONFIG_PASSPHRASE"] = "wrong";
        Assert.Contains("incorrect passphrase", await _cli.FailsAsync("config", "get", "token"));
        Assert.Contains("incorrect passphrase", await _cli.FailsAsync("config", "set", "--secret", "token", "x"));
        _cli.Environment.Remove("PULUMI_CONFIG_PASSPHRASE");
        Assert.Contains("PULUMI_CONFIG_PASSPHRASE_FILE", await _cli.FailsAsync("config", "get", "token"));
        Assert.Equal(before, File.ReadAllText(_cli.Path("Pulumi.dev.yaml")));
    }
}
