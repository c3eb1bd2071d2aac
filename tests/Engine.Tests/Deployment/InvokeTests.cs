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

    [Theory]
    [InlineData(false, true, true)]
    [InlineData(false, false, false)]
    [InlineData(true, true, false)]
    public async Task What_comes_back_for_a_secret_that_had_to_be_passed_in_clear_is_secret(bool acceptSecrets, bool secret, bool expected)
    {
        _stack.Provider.AcceptSecrets = acceptSecrets;
        _stack.Provider.Invoke = _ => new InvokeResponse { Return = PropertyMarshaler.ToStruct(PropertyMap.Of(("text", "a"), ("list", new ArrayValue(["b"])))) };
        PropertyValue argument = "hush";
        var result = PropertyMap.Empty;
        await _stack.UpAsync(async program =>
        {
            var arguments = PropertyMap.Of(("nested", PropertyMap.Of(("password", secret ? argument.AsSecret() : argument))));
            result = PropertyMarshaler.FromStruct((await program.Monitor.InvokeAsync(new ResourceInvokeRequest { Tok = "test:index:get", Args = PropertyMarshaler.ToStruct(arguments) })).Return);
        });
        Assert.Empty(_stack.Errors);
        Assert.All(result.Values, value => Assert.Equal(expected, value is SecretValue));
        Assert.Equal(PropertyMap.Of(("text", "a"), ("list", new ArrayValue(["b"]))), result.Reveal());
    }

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
