using Coder.Infra.Engine.Tests.Cli;
using Coder.Infra.Engine.Workspace;
using Coder.Infra.Engine.Workspace.Configuration;

namespace Coder.Infra.Engine.Tests.Workspace;

/// <summary>Settings against what the project declares of them, as the official CLI validates them at every operation.</summary>
public sealed class DeclaredConfigTests
{
    [Theory]
    [InlineData("type: string", "a text", true)]
    [InlineData("type: integer", "12", true)]
    [InlineData("type: integer", "\"12\"", true)]
    [InlineData("type: integer", "1.5", false)]
    [InlineData("type: boolean", "true", true)]
    [InlineData("type: boolean", "yes", false)]
    [InlineData("type: array, items: {type: integer}", "[1, 2]", true)]
    [InlineData("type: array, items: {type: integer}", "[1, x]", false)]
    [InlineData("type: array, items: {type: array, items: {type: boolean}}", "[[true], [false]]", true)]
    [InlineData("type: array, items: {type: string}", "text", false)]
    [InlineData("type: object", "{a: 1}", true)]
    [InlineData("type: string", "{a: 1}", false)]
    public async Task A_value_and_a_default_are_of_the_declared_type(string declared, string value, bool fits)
    {
        using (var set = new CommandLineFixture(Project($"{{{declared}}}")))
        {
            await set.OkAsync("stack", "init", "dev");
            File.AppendAllText(set.Path("Pulumi.dev.yaml"), $"config:\n  coder-infra:a: {value}\n");
            await AssertRefreshAsync(set, fits, "Stack 'dev' with configuration key 'a' must be of type '");
        }

        using var defaulted = new CommandLineFixture(Project($"{{{declared}, default: {value}}}"));
        await defaulted.OkAsync("stack", "init", "dev");
        await AssertRefreshAsync(defaulted, fits, "Stack 'dev' with configuration key 'a' must be of type '");
    }

    [Fact]
    public async Task An_encrypted_value_is_of_the_declared_type_too()
    {
        using var cli = new CommandLineFixture(Project("{type: integer, secret: true}"));
        await cli.OkAsync("stack", "init", "dev");
        await cli.OkAsync("config", "set", "a", "many", "--secret");
        var said = await AssertRefreshAsync(cli, false, "must be of type 'integer'");
        Assert.DoesNotContain("many", said);
        await cli.OkAsync("config", "set", "a", "12", "--secret");
        await AssertRefreshAsync(cli, true, "");
    }

    [Theory]
    [InlineData("{type: string, secret: true, default: \"\"}", null, "a default is in plain text")]
    [InlineData("{type: string, secret: true}", "open", "set it with: pulumi config set --secret a <value>")]
    public async Task A_secret_must_be_encrypted_a_default_as_well(string declared, string? set, string remedy)
    {
        using var cli = new CommandLineFixture(Project(declared));
        await cli.OkAsync("stack", "init", "dev");
        if (set is not null)
            await cli.OkAsync("config", "set", "a", set);
        var said = await AssertRefreshAsync(cli, false, "Stack 'dev' with configuration key 'a' must be encrypted as it's secret");
        Assert.Contains(remedy, said);
        await cli.OkAsync("config", "set", "a", "hidden", "--secret");
        await AssertRefreshAsync(cli, true, "");
    }

    [Fact]
    public async Task Every_setting_that_is_declared_without_a_default_must_be_set_and_all_that_lack_are_named_at_once()
    {
        using var cli = new CommandLineFixture(Project("{type: string}") + "  b:\n    description: without a type\n  aws:region:\n    description: of another package\n");
        await cli.OkAsync("stack", "init", "dev");
        foreach (var operation in new[] { "preview", "up", "refresh", "destroy" })
        {
            var said = await cli.FailsAsync(operation == "preview" ? [operation] : [operation, "--yes", "--skip-preview"]);
            Assert.Contains("Stack 'dev' is missing configuration value 'a'", said);
            Assert.Contains("Stack 'dev' is missing configuration value 'b'", said);
            Assert.DoesNotContain("region", said);
        }

        await cli.OkAsync("config", "set", "a", "x");
        await cli.OkAsync("config", "set", "b", "x");
        await AssertRefreshAsync(cli, true, "");
    }

    [Fact]
    public void An_array_must_say_of_what_it_is()
    {
        var folder = Directory.CreateTempSubdirectory("engine-config-");
        try
        {
            var path = Path.Combine(folder.FullName, "Pulumi.yaml");
            File.WriteAllText(path, Project("{type: array}"));
            Assert.Contains("config.coder-infra:a is an array, but does not say of what", Assert.Throws<UserErrorException>(() => ProjectLoader.Read(path)).Message);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    /// <summary>This repository's own project: a stack that sets nothing is refused by neither CLI.</summary>
    [Fact]
    public void The_defaults_of_this_repository_s_project_keep_to_its_declarations()
    {
        var project = ProjectLoader.Read(Checkout.PathOf("Pulumi.yaml"));
        Assert.NotEmpty(project.Config);
        var settings = StackSettings.Load(Checkout.PathOf("Pulumi.none.yaml"), project.Name);
        EffectiveConfig.Validate(project, settings, "none", EffectiveConfig.Of(project, settings), value => value);
    }

    private static string Project(string declaration) => $"name: coder-infra\nruntime: nodejs\nconfig:\n  a: {declaration}\n";

    private static async Task<string> AssertRefreshAsync(CommandLineFixture cli, bool succeeds, string said)
    {
        var outcome = await cli.RunAsync("refresh", "--yes", "--skip-preview");
        Assert.True(outcome.Code == 0 == succeeds, outcome.Output + outcome.Error);
        Assert.Contains(succeeds ? "" : said, outcome.Error);
        return outcome.Error;
    }
}
