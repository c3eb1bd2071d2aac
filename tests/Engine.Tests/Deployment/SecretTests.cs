using Coder.Infra.Engine.Deployment.Events;
using Coder.Infra.Engine.Display;
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
        Pulumirpc.RegisterResourceResponse? reported = null;
        await stack.UpAsync(async program => reported = await program.ResourceAsync("a", PropertyMap.Of(("token", "t")), options => options.AdditionalSecretOutputs.Add("token")));
        Assert.IsType<SecretValue>(stack["a"].Outputs["token"]);
        Assert.IsType<SecretValue>(reported!.Output("token"));
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

    [Fact]
    public async Task A_secret_setting_is_masked_in_everything_that_is_emitted()
    {
        const string Secret = "s3cr\"et\nword";
        var stack = new Lifecycle
        {
            Config = new Dictionary<string, string> { ["proj:sec"] = Secret, ["proj:short"] = "ab", ["proj:flag"] = "true" }.ToImmutable(),
            SecretKeys = ["proj:sec", "proj:short", "proj:flag"],
        };
        stack.Provider.Create = request => request.Name == "b"
            ? throw new Grpc.Core.RpcException(new(Grpc.Core.StatusCode.Unknown, $"no login with {Secret}"))
            : new() { Id = "x", Properties = request.Properties };
        await stack.UpAsync(async program =>
        {
            await program.ResourceAsync("a", PropertyMap.Of(
                ("text", $"x-{Secret}"), ("json", """{"password":"s3cr\"et\nword"}"""), ("list", new ArrayValue([Secret])), ("map", PropertyMap.Of(("k", Secret))), ("open", "abc is true")));
            await program.ResourceAsync("b");
        });

        Assert.Contains("no login with [secret]", stack.Errors);
        var reported = stack.Events.OfType<StepEndedEvent>().Single(ended => ended.Step.Urn == Lifecycle.Urn("a")).Step.New!;
        foreach (var shown in new[] { reported.Inputs, reported.Outputs })
        {
            Assert.Equal(
                PropertyMap.Of(
                    ("text", "x-[secret]"), ("json", """{"password":"[secret]"}"""), ("list", new ArrayValue(["[secret]"])), ("map", PropertyMap.Of(("k", "[secret]"))), ("open", "abc is true")),
                shown);
        }

        // The state holds what the program made of it: it took the plain value.
        Assert.Equal<PropertyValue>($"x-{Secret}", stack["a"].Inputs["text"]);
    }

    [Fact]
    public async Task A_secret_setting_is_masked_as_a_whole_and_from_three_bytes_on()
    {
        var stack = new Lifecycle
        {
            Config = new Dictionary<string, string> { ["proj:key"] = "first line\nsecond line", ["proj:short"] = "ab", ["proj:bytes"] = "\u00e9x" }.ToImmutable(),
            SecretKeys = ["proj:key", "proj:short", "proj:bytes"],
        };
        await stack.UpAsync(program => program.ResourceAsync("a", PropertyMap.Of(
            ("whole", "<first line\nsecond line>"), ("line", "first line"), ("short", "ab"), ("bytes", "\u00e9x"))));
        var reported = stack.Events.OfType<StepEndedEvent>().Single(ended => ended.Step.Urn == Lifecycle.Urn("a")).Step.New!;
        Assert.Equal(PropertyMap.Of(("whole", "<[secret]>"), ("line", "first line"), ("short", "ab"), ("bytes", "[secret]")), reported.Inputs);
    }

    [Fact]
    public async Task A_secret_that_is_part_of_another_or_of_the_mask_is_masked_once()
    {
        var stack = new Lifecycle
        {
            Config = new Dictionary<string, string> { ["proj:a"] = "secret", ["proj:b"] = "top-secret-word" }.ToImmutable(),
            SecretKeys = ["proj:a", "proj:b"],
        };
        await stack.UpAsync(program => program.ResourceAsync("a", PropertyMap.Of(("text", "top-secret-word and secret"))));
        var reported = stack.Events.OfType<StepEndedEvent>().Single(ended => ended.Step.Urn == Lifecycle.Urn("a")).Step.New!;
        Assert.Equal<PropertyValue>("[secret] and [secret]", reported.Inputs["text"]);
    }

    [Fact]
    public async Task A_secret_that_a_check_carries_over_from_the_old_inputs_stays_one()
    {
        var stack = new Lifecycle();
        stack.Provider.AcceptSecrets = false;
        stack.Provider.Check = request =>
        {
            var inputs = request.News.Clone();
            if (request.Olds.Fields.TryGetValue("password", out var old))
                inputs.Fields["password"] = old;
            return new() { Inputs = inputs };
        };
        await stack.UpAsync(program => program.ResourceAsync("a", PropertyMap.Of(("password", ((PropertyValue)"hush").AsSecret()))));
        await stack.UpAsync(program => program.ResourceAsync("a", PropertyMap.Of(("open", "x"))));
        Assert.Equal<PropertyValue>(((PropertyValue)"hush").AsSecret(), stack["a"].Inputs["password"]);
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
