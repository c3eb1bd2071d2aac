using Coder.Infra.Engine.Plugins;
using Coder.Infra.Protocol.Properties;

namespace Coder.Infra.Engine.Tests.Deployment;

/// <summary>Environment variables that a provider sees under another name.</summary>
public sealed class ProviderEnvironmentTests : IDisposable
{
    private readonly string _variable = $"ENGINE_TESTS_{Guid.NewGuid():N}";
    private readonly Lifecycle _stack = new();
    private readonly List<PluginRequest> _asked = [];

    public ProviderEnvironmentTests()
    {
        Environment.SetEnvironmentVariable(_variable, "told");
        _stack.Provider.Loading = _asked.Add;
    }

    public void Dispose() => Environment.SetEnvironmentVariable(_variable, null);

    [Fact]
    public async Task A_variable_that_is_set_becomes_the_one_it_is_mapped_to_with_and_without_the_program()
    {
        await _stack.UpAsync(async program =>
        {
            var provider = await program.ProviderAsync("p", null, request => request.EnvVarMappings.Add(new Dictionary<string, string>
            {
                [_variable] = "TOKEN",
                [_variable + "_UNSET"] = "OTHER",
            }));
            await program.ResourceAsync("a", null, request => request.Provider = $"{provider.Urn}::{provider.Id}");
        });
        Assert.All(_asked, request => Assert.Equal([KeyValuePair.Create("TOKEN", "told")], request.Environment));
        Assert.NotEmpty(_asked);
        Assert.False(_stack["p"].Outputs.ContainsKey("__internal"));

        _asked.Clear();
        Assert.False((await _stack.RefreshAsync()).Failed);
        Assert.All(_asked, request => Assert.Equal([KeyValuePair.Create("TOKEN", "told")], request.Environment));
        Assert.NotEmpty(_asked);
    }

    [Fact]
    public async Task Without_mappings_a_providers_inputs_are_as_ever()
    {
        await _stack.UpAsync(program => program.ProviderAsync("p", PropertyMap.Of(("token", "x"))));
        Assert.Equal(PropertyMap.Of(("token", "x")), _stack["p"].Inputs);
        Assert.All(_asked, request => Assert.Empty(request.Environment));
    }
}
