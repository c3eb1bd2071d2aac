using Coder.Infra.Protocol.Properties;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using Pulumirpc;

namespace Coder.Infra.Engine.Tests.Deployment;

/// <summary>Calls of functions.</summary>
public sealed class InvokeTests
{
    private readonly Lifecycle _stack = new();
    private int _calls;

    public InvokeTests() => _stack.Provider.Invoke = _ =>
    {
        _calls++;
        return new InvokeResponse { Return = new Struct() };
    };

    private static async Task<bool> IsUnknownAsync(Registrar program, string urn) =>
        (await program.Monitor.InvokeAsync(new ResourceInvokeRequest { Tok = "test:index:get", Args = new(), DependsOn = { urn } })).Unknown;

    [Fact]
    public async Task A_function_that_depends_on_what_is_still_to_be_created_is_not_called()
    {
        async Task Program(Registrar program)
        {
            Assert.Contains(ResourceMonitorFeature.InvokeDependsOn, (await program.Monitor.GetDeploymentInfoAsync(new Empty())).SupportedFeatures);
            var group = await program.ComponentAsync("group");
            var a = await program.ResourceAsync("a", null, request => request.Parent = group.Urn);
            Assert.Equal(program.DryRun, await IsUnknownAsync(program, a.Urn));
            Assert.Equal(program.DryRun, await IsUnknownAsync(program, group.Urn));
        }

        await _stack.PreviewAsync(Program);
        Assert.Empty(_stack.Errors);
        Assert.Equal(0, _calls);
        await _stack.UpAsync(Program);
        Assert.Empty(_stack.Errors);
        Assert.Equal(2, _calls);
    }

    [Fact]
    public async Task A_preview_calls_functions_that_depend_on_what_is_there_already()
    {
        await _stack.UpAsync(program => program.ResourceAsync("a", PropertyMap.Of(("value", 1))));

        await _stack.PreviewAsync(async program =>
        {
            var a = await program.ResourceAsync("a", PropertyMap.Of(("value", 2)));
            Assert.False(await IsUnknownAsync(program, a.Urn));
        });

        Assert.Empty(_stack.Errors);
        Assert.Equal(1, _calls);
    }

    [Fact]
    public async Task A_function_that_fails_is_told_to_the_program_with_its_name()
    {
        _stack.Provider.Invoke = _ => throw new RpcException(new Status(StatusCode.NotFound, "no such thing"));

        await _stack.UpAsync(async program =>
        {
            var error = await Assert.ThrowsAsync<RpcException>(() => IsUnknownAsync(program, ""));
            Assert.Equal("invocation of test:index:get returned an error: no such thing", error.Status.Detail);
        });

        Assert.Empty(_stack.Errors);
    }
}
