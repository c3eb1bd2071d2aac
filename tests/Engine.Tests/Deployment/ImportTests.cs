using Coder.Infra.Engine.Deployment;
using Coder.Infra.Engine.Deployment.Model;
using Coder.Infra.Protocol.Properties;

namespace Coder.Infra.Engine.Tests.Deployment;

/// <summary>The operation that takes over what exists.</summary>
public sealed class ImportTests
{
    private readonly Lifecycle _stack = new();

    public ImportTests() => _stack.Provider.World["there"] = PropertyMap.Of(("value", 1));

    private Task<DeploymentResult> ImportAsync(params ImportRequest[] imports) =>
        _stack.RunAsync(OperationKind.Import, _ => Task.CompletedTask, new DeploymentOptions { Imports = [.. imports] });

    [Fact]
    public async Task What_exists_is_taken_over_with_its_inputs_as_they_are()
    {
        Assert.False((await ImportAsync(new ImportRequest("test:index:Thing", "a", "there"))).Failed, string.Join('\n', _stack.Errors));

        Assert.Equal(("there", "", true), (_stack["a"].Id, _stack["a"].ImportId, _stack["a"].Protect));
        Assert.Equal(PropertyMap.Of(("value", 1)), _stack["a"].Inputs);
    }

    [Fact]
    public async Task A_parent_and_a_provider_may_be_in_the_stack_or_come_before()
    {
        await _stack.UpAsync(program => program.ProviderAsync("mine"));
        var provider = _stack["mine"].Urn;

        Assert.False((await ImportAsync(
            new ImportRequest("test:index:Thing", "a", "there", Provider: provider),
            new ImportRequest("test:index:Thing", "b", "there", Parent: Lifecycle.Urn("a"), Provider: $"{provider}::{_stack["mine"].Id}"))).Failed, string.Join('\n', _stack.Errors));

        Assert.Equal(_stack["a"].Urn, _stack["b"].Parent);
        Assert.All(["a", "b"], name => Assert.StartsWith(provider, _stack[name].Provider));
    }

    [Fact]
    public async Task What_is_not_in_the_stack_is_told_at_once_and_nothing_is_imported()
    {
        Assert.True((await ImportAsync(
            new ImportRequest("test:index:Thing", "good", "there"),
            new ImportRequest("test:index:Thing", "a", "there", Parent: Lifecycle.Urn("nowhere")),
            new ImportRequest("test:index:Thing", "b", "there", Provider: "bar"))).Failed);

        Assert.Contains(_stack.Errors, error => error.StartsWith($"unknown parent '{Lifecycle.Urn("nowhere")}' for resource '", StringComparison.Ordinal));
        Assert.Contains(_stack.Errors, error => error.StartsWith($"unknown provider 'bar' for resource '{Lifecycle.Urn("b")}'", StringComparison.Ordinal));
        Assert.False(_stack.Has("good"));
    }
}
