using Coder.Infra.Protocol.Properties;

namespace Coder.Infra.Engine.Tests.Deployment;

public sealed class SecretTests
{
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_secret_input_makes_a_secret_output(bool acceptSecrets)
    {
        var stack = new Lifecycle();
        stack.Provider.AcceptSecrets = acceptSecrets;
        await stack.UpAsync(program => program.ResourceAsync("a", PropertyMap.Of(("password", ((PropertyValue)"hush").AsSecret()), ("open", "x"))));
        Assert.Equal<PropertyValue>(((PropertyValue)"hush").AsSecret(), stack["a"].Inputs["password"]);
        Assert.Equal<PropertyValue>(((PropertyValue)"hush").AsSecret(), stack["a"].Outputs["password"]);
        Assert.Equal<PropertyValue>("x", stack["a"].Outputs["open"]);
    }

    [Fact]
    public async Task An_output_named_as_secret_is_one()
    {
        var stack = new Lifecycle();
        Pulumirpc.RegisterResourceResponse? told = null;
        await stack.UpAsync(async program => told = await program.ResourceAsync("a", PropertyMap.Of(("token", "t")), options => options.AdditionalSecretOutputs.Add("token")));
        Assert.IsType<SecretValue>(stack["a"].Outputs["token"]);
        Assert.IsType<SecretValue>(told!.Output("token"));
    }

    [Fact]
    public async Task The_settings_of_a_package_configure_its_default_provider_and_keep_their_secrecy()
    {
        var stack = new Lifecycle
        {
            Config = new Dictionary<string, string> { ["test:region"] = "eu", ["test:token"] = "hush", ["proj:other"] = "x" }.ToImmutable(),
            SecretKeys = ["test:token"],
        };
        await stack.UpAsync(program => program.ResourceAsync("a", null, options => options.Version = "1.2.3"));
        Assert.Equal<PropertyValue>("eu", stack["default_1_2_3"].Inputs["region"]);
        Assert.IsType<SecretValue>(stack["default_1_2_3"].Inputs["token"]);
        Assert.False(stack["default_1_2_3"].Inputs.ContainsKey("other"));
        Assert.True(stack["default_1_2_3"].Inputs.ContainsKey("__internal"));
        Assert.False(stack["default_1_2_3"].Outputs.ContainsKey("__internal"));
    }

    [Theory]
    [InlineData("[\"test\"]")]
    [InlineData("[\"other\",\"*\"]")]
    public async Task A_package_whose_default_provider_is_disabled_needs_an_explicit_one(string packages)
    {
        var stack = new Lifecycle { Config = new Dictionary<string, string> { ["pulumi:disable-default-providers"] = packages }.ToImmutable() };
        Assert.True((await stack.UpAsync(program => program.ResourceAsync("a"))).Failed);
        Assert.Contains("Default provider for 'test' disabled. 'test:index:Thing' must use an explicit provider.", stack.Errors);
        Assert.Empty(stack.Provider.Calls);

        var result = await stack.UpAsync(async program =>
        {
            var provider = await program.ProviderAsync("mine");
            await program.ResourceAsync("a", null, options => options.Provider = $"{provider.Urn}::{provider.Id}");
        });
        Assert.False(result.Failed, string.Join('\n', stack.Errors));
    }
}

internal static class Dictionaries
{
    public static System.Collections.Immutable.ImmutableSortedDictionary<string, string> ToImmutable(this Dictionary<string, string> map) =>
        System.Collections.Immutable.ImmutableSortedDictionary.CreateRange(StringComparer.Ordinal, map);
}
