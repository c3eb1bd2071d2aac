using System.Text.Json.Nodes;

namespace Coder.Infra.Engine.Tests.Cli;

public sealed class InfoCommandTests : IDisposable
{
    private readonly CommandLineFixture _cli = new();

    public void Dispose() => _cli.Dispose();

    [Fact]
    public async Task Whoami_names_the_user_and_the_backend()
    {
        var user = Environment.UserName;
        Assert.Equal($"{user}\n", await _cli.OkAsync("whoami"));
        Assert.Equal($"User: {user}\nOrganizations: \nBackend URL: {_cli.Backend.Url}\nToken type: personal\n", (await _cli.OkAsync("whoami", "-v")).Replace(_cli.Folder + "/.pulumi/..", _cli.Folder, StringComparison.Ordinal));
        Assert.Equal(user, (string)JsonNode.Parse(await _cli.OkAsync("whoami", "--json"))!["user"]!);
    }

    [Fact]
    public async Task About_tells_the_stack_and_its_resources()
    {
        _cli.Put("up-replace.json");
        await _cli.OkAsync("stack", "select", "dev");
        var about = JsonNode.Parse(await _cli.OkAsync("about", "--json"))!;
        Assert.Equal("organization/coder-infra/dev", (string)about["currentStack"]!["fullyQualifiedName"]!);
        Assert.Equal(7, about["currentStack"]!["resources"]!.AsArray().Count);
        Assert.Empty(about["currentStack"]!["pending_ops"]!.AsArray());
        Assert.Contains("\nCurrent Stack: organization/coder-infra/dev\n", await _cli.OkAsync("about"));
    }

    [Fact]
    public async Task Plugins_are_listed_with_where_they_are()
    {
        Directory.CreateDirectory(_cli.Path("home/plugins/resource-aws-v7.1.0"));
        File.WriteAllText(_cli.Path("home/plugins/resource-aws-v7.1.0/pulumi-resource-aws"), "12345");
        var plugins = JsonNode.Parse(await _cli.OkAsync("plugin", "ls", "--json"))!.AsArray();
        Assert.Equal(["kubernetes", "random", "tls", "aws"], plugins.Select(plugin => (string)plugin!["name"]!));
        Assert.Equal(("7.1.0", 5), ((string)plugins[3]!["version"]!, (int)plugins[3]!["size"]!));
        Assert.Contains("TOTAL plugins: 4", await _cli.OkAsync("plugin", "ls"));
        Assert.Contains("TOTAL plugins: 3", await _cli.OkAsync("plugin", "ls", "--project"));
    }

    [Fact]
    public async Task Plugins_are_installed_from_files_and_removed_by_range()
    {
        File.WriteAllText(_cli.Path("pulumi-resource-aws"), "12345");
        foreach (var version in new[] { "v6.9.1", "7.0.0", "7.1.0" })
            await _cli.OkAsync("plugin", "install", "resource", "aws", version, "--file", "pulumi-resource-aws");
        await _cli.OkAsync("plugin", "install", "resource", "aws", "v7.1.0");
        Assert.Equal("12345", File.ReadAllText(_cli.Path("home/plugins/resource-aws-v7.1.0/pulumi-resource-aws")));

        Assert.Contains("runs use the built-in provider random 4.", (await _cli.RunAsync("plugin", "install", "resource", "random", "v4.0.0")).Error);
        Assert.Contains("resource plugin aws 8.0.0 is not installed, and the embedded engine downloads none", await _cli.FailsAsync("plugin", "install", "resource", "aws", "v8.0.0"));

        Assert.Contains("--yes must be passed in", await _cli.FailsAsync("plugin", "rm", "resource", "aws", "<7.0.0"));
        Assert.Equal("This will remove 1 plugin from the cache:\n    resource aws-6.9.1\nremoved: resource aws-6.9.1\n", await _cli.OkAsync("plugin", "rm", "resource", "aws", "<7.0.0", "--yes"));
        Assert.Contains("no plugins found to uninstall", (await _cli.RunAsync("plugin", "rm", "resource", "aws", ">=7.0.1 <7.1.0 || 9", "--yes")).Error);
        Assert.Contains("please pass --all", await _cli.FailsAsync("plugin", "rm", "--yes"));
        Assert.Contains("invalid plugin name \"../x\"", await _cli.FailsAsync("plugin", "install", "resource", "../x", "1.0.0", "--file", "pulumi-resource-aws"));
        Assert.Contains("invalid plugin semver: \"1.0.0-/../x\"", await _cli.FailsAsync("plugin", "install", "resource", "aws", "1.0.0-/../x", "--file", "pulumi-resource-aws"));
        Assert.Contains("invalid plugin semver", await _cli.FailsAsync("plugin", "rm", "resource", "aws", "~>x", "--yes"));
        Assert.Contains("This will remove 2 plugins", await _cli.OkAsync("plugin", "rm", "--all", "--yes"));
    }

    [Theory]
    [InlineData("does not support environments", "config", "env", "add", "p/e", "--stack", "dev", "--yes")]
    [InlineData("backends of this type do not support organizations", "org", "get-default")]
    public async Task What_a_file_backend_cannot_do_is_refused_by_any_CLI(string why, params string[] command)
    {
        var error = await _cli.FailsAsync(command);
        Assert.Contains(why, error);
        Assert.DoesNotContain("PULUMIW_ENGINE", error);
    }

    [Theory]
    [InlineData("watch")]
    [InlineData("schema", "check", "--allow-dangling-references")]
    [InlineData("state", "move", "urn", "--dest", "other")]
    [InlineData("up", "--policy-pack", "x")]
    [InlineData("preview", "--remote")]
    [InlineData("destroy", "--yes", "--ignore-protect")]
    [InlineData("stack", "schedule", "list", "--anything")]
    [InlineData("esc", "ls")]
    public async Task What_is_not_here_says_so_and_names_the_way_out(params string[] command)
    {
        var error = await _cli.FailsAsync(command);
        Assert.Contains("is not supported by the embedded engine", error);
        Assert.Contains("PULUMIW_ENGINE=official", error);
    }
}
