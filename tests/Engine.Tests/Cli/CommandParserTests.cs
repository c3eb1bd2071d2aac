using Coder.Infra.Engine.Cli;
using Coder.Infra.Engine.Cli.Parsing;
using Coder.Infra.Engine.Workspace;

namespace Coder.Infra.Engine.Tests.Cli;

public class CommandParserTests
{
    [Theory]
    [InlineData("up --yes --stack dev")]
    [InlineData("--stack=dev up -y")]
    [InlineData("up -ysdev")]
    [InlineData("-C . up -y -s dev --target a --target b --parallel=3")]
    [InlineData("update --yes=true -s=dev")]
    public void Flags_stand_anywhere_and_in_every_form(string line)
    {
        var parsed = Parse(line);
        Assert.Equal("up", parsed.Command.Name);
        Assert.True(parsed.Flags.Switch("yes"));
        Assert.Equal("dev", parsed.Flags.Text("stack"));
    }

    [Fact]
    public void Values_that_look_like_flags_and_subcommands_stay_values()
    {
        var parsed = Parse("config set -- --key ls");
        Assert.Equal("set", parsed.Command.Name);
        Assert.Equal(["--key", "ls"], parsed.Arguments);
        Assert.Equal(["a", "get"], Parse("config set a get").Arguments);
    }

    [Theory]
    [InlineData("up --what", "unknown flag: --what")]
    [InlineData("up --targte x", "Did you mean this?\n\t--target")]
    [InlineData("up --tragte x", "Did you mean this?\n\t--target")]
    [InlineData("up -q", "unknown shorthand flag: 'q' in -q")]
    [InlineData("up --stack", "flag needs an argument: --stack")]
    [InlineData("up -s", "flag needs an argument: 's' in -s")]
    [InlineData("up --parallel many", "invalid argument \"many\" for \"--parallel\" flag")]
    [InlineData("up --yes=perhaps", "invalid argument \"perhaps\" for \"--yes\" flag")]
    [InlineData("up now", "unknown command \"now\" for \"pulumi up\"")]
    [InlineData("upp", "unknown command \"upp\" for \"pulumi\"\n\nDid you mean this?\n\tup")]
    [InlineData("stack sl", "unknown command \"sl\" for \"pulumi stack\"\n\nDid you mean this?\n\tls")]
    [InlineData("config get", "accepts 1 arg(s), received 0")]
    [InlineData("config set a b c", "accepts at most 2 arg(s), received 3")]
    [InlineData("up --policy-pack x", "not supported by the embedded engine")]
    public void What_is_not_understood_is_told_with_a_hint(string line, string message) =>
        Assert.Contains(message, Assert.Throws<UserErrorException>(() => Parse(line)).Message);

    [Fact]
    public void Help_names_the_flags_that_are_not_here()
    {
        var help = new StringWriter();
        Help.Write(help, Parse("preview --help"));
        Assert.Contains("--remote", help.ToString());
    }

    [Theory]
    [InlineData("config copy", "cp")]
    [InlineData("config remove k", "rm")]
    [InlineData("config remove-all k", "rm-all")]
    [InlineData("state remove urn", "delete")]
    [InlineData("stack list", "ls")]
    [InlineData("plugin remove", "rm")]
    public void Commands_are_known_by_their_newer_names(string line, string name) => Assert.Equal(name, Parse(line).Command.Name);

    private static ParsedCommand Parse(string line) => CommandParser.Parse(CommandTree.Root, line.Split(' '));
}
