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

    [Theory]
    [InlineData("watch")]
    [InlineData("schema", "check", "--allow-dangling-references")]
    [InlineData("stack", "tag", "ls", "--json")]
    [InlineData("state", "move", "urn", "--dest", "other")]
    [InlineData("up", "--policy-pack", "x")]
    public async Task What_is_not_here_says_so_and_names_the_way_out(params string[] command)
    {
        var error = await _cli.FailsAsync(command);
        Assert.Contains("is not supported by the embedded engine", error);
        Assert.Contains("PULUMIW_ENGINE=official", error);
    }
}
