using Coder.Infra.Engine.Deployment;
using Coder.Infra.Engine.Deployment.Model;
using Coder.Infra.Protocol.Properties;

namespace Coder.Infra.Engine.Tests.Deployment;

/// <summary>Refreshes and destroys that run the program, for its providers' sake.</summary>
public sealed class RunProgramTests
{
    private static readonly DeploymentOptions Options = new() { Parallel = 4, RunProgram = true };

    [Fact]
    public async Task A_destroy_configures_the_providers_anew_makes_nothing_and_deletes_everything()
    {
        var stack = new Lifecycle();
        await stack.UpAsync(Program("old", "a"));
        var configured = new List<string>();
        stack.Provider.Configured = token => configured.Add(token);
        var result = await stack.RunAsync(OperationKind.Destroy, Program("new", "a", "b"), Options);
        Assert.False(result.Failed, string.Join('\n', stack.Errors));
        Assert.Equal(["delete a"], stack.Provider.Calls);
        Assert.False(result.Changes.ContainsKey(StepOp.Same));
        Assert.Equal(["new"], configured.Distinct());
        Assert.Empty(stack.Snapshot.Resources);
    }

    [Fact]
    public async Task A_refresh_reads_with_the_programs_providers_and_takes_nothing_else_of_it()
    {
        var stack = new Lifecycle();
        await stack.UpAsync(Program("old", "a"));
        stack.Provider.World[stack["a"].Id] = PropertyMap.Of(("value", "drifted"));
        var configured = new List<string>();
        stack.Provider.Configured = token => configured.Add(token);
        var result = await stack.RunAsync(OperationKind.Refresh, Program("new", "a", "b"), Options);
        Assert.False(result.Failed, string.Join('\n', stack.Errors));
        Assert.Equal(["read a"], stack.Provider.Calls);
        Assert.Equal(["new"], configured.Distinct());
        Assert.Equal("drifted", stack["a"].Outputs["value"]);
        Assert.Equal("new", stack["p"].Inputs["token"]);
        Assert.False(stack.Has("b"));
    }

    [Fact]
    public async Task What_is_gone_is_skipped_for_the_program_and_leaves_the_state()
    {
        var stack = new Lifecycle();
        await stack.UpAsync(Program("old", "a"));
        stack.Provider.World.Clear();
        Assert.False((await stack.RunAsync(OperationKind.Refresh, Program("old", "a"), Options)).Failed);
        Assert.False(stack.Has("a"));
        Assert.True(stack.Has("p"));
    }

    [Fact]
    public async Task A_program_that_fails_keeps_everything()
    {
        var stack = new Lifecycle();
        await stack.UpAsync(Program("old", "a"));
        var result = await stack.RunAsync(
            OperationKind.Destroy, _ => throw new Grpc.Core.RpcException(new Grpc.Core.Status(Grpc.Core.StatusCode.Unknown, "it broke")), Options);
        Assert.True(result.Failed);
        Assert.Empty(stack.Provider.Calls);
        Assert.True(stack.Has("a"));
    }

    private static Func<Registrar, Task> Program(string token, params string[] names) => async program =>
    {
        var provider = await program.ProviderAsync("p", PropertyMap.Of(("token", token)));
        foreach (var name in names)
            await program.ResourceAsync(name, PropertyMap.Of(("value", "x")), options => options.Provider = $"{provider.Urn}::{provider.Id}");
    };
}
