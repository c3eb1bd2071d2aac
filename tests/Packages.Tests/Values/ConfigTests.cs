using System.Text.Json;
using Coder.Infra.Packages.Tests.Wire;
using Pulumi;
using Pulumirpc;
using Config = Pulumi.Config;

namespace Coder.Infra.Packages.Tests.Values;

/// <summary>Settings of the stack.</summary>
public sealed class ConfigTests
{
    [Fact]
    public async Task Settings_are_read_by_type()
    {
        await RunAsync("""{ "coder-infra:a": "x", "coder-infra:config:flag": "true", "coder-infra:n": "42", "other:o": "{\"Name\":\"eu\"}" }""", () =>
        {
            var config = new Config();
            Assert.Equal("x", config.Require("a"));
            Assert.True(config.RequireBoolean("flag"));
            Assert.Equal(42, config.GetInt32("n"));
            Assert.Equal("eu", new Config("other").RequireObject<Named>("o").Name);
            Assert.Null(config.Get("none"));
            Assert.Null(config.GetSecret("none"));
        });
    }

    [Fact]
    public async Task Numbers_are_read_whatever_the_culture()
    {
        await RunAsync("""{ "coder-infra:d": "3.5", "coder-infra:e": "-1e3" }""", () =>
        {
            var config = new Config();
            Assert.Equal(3.5, config.RequireDouble("d"));
            Assert.Equal(-1000, config.GetDouble("e"));
            Assert.Null(config.GetDouble("none"));
            Assert.Null(config.GetSecretDouble("none"));
            Assert.NotNull(config.RequireSecretDouble("d"));
        });
        Assert.Contains("'coder-infra:n' 'many' is not a valid number", await FailAsync("""{ "coder-infra:n": "many" }""", () => new Config().GetDouble("n")));
        Assert.Contains("coder-infra:n", await FailAsync("{}", () => new Config().RequireSecretDouble("n")));
    }

    [Fact]
    public async Task Objects_are_read_with_the_options_of_the_caller() =>
        await RunAsync("""{ "coder-infra:o": "{\"name\":\"eu\"}" }""", () => Assert.Equal(
            "eu", new Config().RequireObject<Named>("o", new JsonSerializerOptions { PropertyNameCaseInsensitive = true }).Name));

    [Fact]
    public async Task A_missing_setting_names_the_command_that_sets_it() =>
        Assert.Equal(
            "Missing required setting 'coder-infra:token'. Set it with: pulumi config set --secret coder-infra:token <value>",
            await FailAsync("{}", () => new Config().RequireSecret("token")));

    [Fact]
    public async Task A_setting_of_the_wrong_type_shows_its_value() =>
        Assert.Contains("'coder-infra:n' 'many' is not a valid 32-bit integer", await FailAsync("""{ "coder-infra:n": "many" }""", () => new Config().GetInt32("n")));

    [Fact]
    public async Task A_secret_setting_of_the_wrong_type_does_not_show_its_value()
    {
        var message = await FailAsync("""{ "coder-infra:n": "hunter2" }""", () => new Config().RequireSecretInt32("n"), """["coder-infra:n"]""");
        Assert.DoesNotContain("hunter2", message);
        Assert.Contains("coder-infra:n", message);
    }

    private static async Task RunAsync(string settings, Action program)
    {
        await using var engine = await FakeEngine.StartAsync();
        var code = await engine.RunAsync(() => new ProgramStack(program), config: settings);
        Assert.Empty(engine.Logged.Select(entry => entry.Message));
        Assert.Equal(0, code);
    }

    private static async Task<string> FailAsync(string settings, Action program, string secretKeys = "[]")
    {
        await using var engine = await FakeEngine.StartAsync();
        Assert.Equal(32, await engine.RunAsync(() => new ProgramStack(program), config: settings, secretKeys: secretKeys));
        return Assert.Single(engine.Logged).Message;
    }

    private sealed class ProgramStack : Pulumi.Stack
    {
        public ProgramStack(Action program) => program();
    }

    private sealed record Named(string Name);
}
