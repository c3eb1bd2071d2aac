using Coder.Infra.Engine.Deployment;
using Coder.Infra.Engine.Deployment.Model;
using Coder.Infra.Protocol.Properties;
using Pulumirpc;

namespace Coder.Infra.Engine.Tests.Deployment;

/// <summary>Resources of the engine's own package, <c>pulumi</c>.</summary>
public sealed class PulumiProviderTests
{
    private readonly Lifecycle _stack = new();

    [Fact]
    public async Task A_stash_keeps_what_it_was_made_with_until_it_is_replaced()
    {
        await _stack.UpAsync(Stash("first"));
        var made = _stack["kept"];
        Assert.Equal(PropertyMap.Of(("input", "first"), ("output", "first")), made.Outputs);

        var preview = await _stack.PreviewAsync(Stash("second"));
        Assert.Equal(1, preview.Changes[StepOp.Update]);
        await _stack.UpAsync(Stash("second"));
        Assert.Equal(PropertyMap.Of(("input", "second"), ("output", "first")), _stack["kept"].Outputs);
        Assert.Equal(made.Id, _stack["kept"].Id);

        Assert.Equal(2, (await _stack.UpAsync(Stash("second"))).Changes[StepOp.Same]);
        Assert.False((await _stack.RefreshAsync()).Failed, string.Join('\n', _stack.Errors));
        Assert.Equal("first", _stack["kept"].Outputs["output"]);

        await _stack.UpAsync(Stash("second"), new DeploymentOptions { Parallel = 4, Replaces = [_stack["kept"].Urn] });
        Assert.Equal("second", _stack["kept"].Outputs["output"]);
        Assert.NotEqual(made.Id, _stack["kept"].Id);

        Assert.False((await _stack.DestroyAsync()).Failed);
        Assert.Empty(_stack.Snapshot.Resources);
    }

    [Fact]
    public async Task A_secret_in_a_stash_stays_one()
    {
        await _stack.UpAsync(Stash(new StringValue("hidden").AsSecret()));
        Assert.IsType<SecretValue>(_stack["kept"].Outputs["input"]);
        Assert.IsType<SecretValue>(_stack["kept"].Outputs["output"]);
    }

    [Fact]
    public async Task A_stash_is_made_of_an_input_alone()
    {
        var result = await _stack.UpAsync(program => program.ResourceAsync("kept", PropertyMap.Of(("inptu", "x")), Type("pulumi:index:Stash")));
        Assert.True(result.Failed);
        Assert.Contains(_stack.Errors, error => error.Contains("unknown property \"inptu\"", StringComparison.Ordinal));
        Assert.Contains(_stack.Errors, error => error.Contains("missing required property \"input\"", StringComparison.Ordinal));
    }

    private static Func<Registrar, Task> Stash(PropertyValue value) =>
        program => program.ResourceAsync("kept", PropertyMap.Of(("input", value)), Type("pulumi:index:Stash"));

    private static Action<RegisterResourceRequest> Type(string type) => request => request.Type = type;
}
