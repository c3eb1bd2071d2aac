using Coder.Infra.Engine.Deployment;
using Coder.Infra.Engine.Deployment.Events;
using Coder.Infra.Engine.Deployment.Model;
using Coder.Infra.Engine.Display;
using Coder.Infra.Protocol.Properties;
using Pulumirpc;

namespace Coder.Infra.Engine.Tests.Deployment;

/// <summary>Which events a run gives, as the official engine 3.274 gives them.</summary>
public class EventTests
{
    private readonly Lifecycle _stack = new();

    [Fact]
    public async Task Default_providers_are_reported_but_not_counted()
    {
        var result = await _stack.UpAsync(program => program.ResourceAsync("a"));
        Assert.Contains(_stack.Events.OfType<StepBeganEvent>(), began => began.Step is { Op: StepOp.Create, IsInternal: true });
        Assert.Equal(2, result.Changes[StepOp.Create]); // the stack and the resource
    }

    [Fact]
    public async Task A_replaced_resource_is_marked_for_its_delete_once_its_replacement_is_there()
    {
        await _stack.UpAsync(program => program.ResourceAsync("a", PropertyMap.Of(("key", "1"))));
        await _stack.UpAsync(program => program.ResourceAsync("a", PropertyMap.Of(("key", "2"))));
        var marked = _stack.Events.OfType<StepBeganEvent>().Where(began => began.Step.Urn == Lifecycle.Urn("a")).Select(began => $"{began.Step.Op.Name()} {began.Step.Old!.Delete}");
        Assert.Equal(["create-replacement False", "replace True", "delete-replaced True"], marked);
        Assert.Equal("a", Assert.Single(_stack.Events.OfType<StepBeganEvent>(), began => began.Step.Op == StepOp.Replace).Step.New!.Id[..1]);
    }

    [Fact]
    public async Task A_refresh_within_an_update_stays_a_refresh_whatever_it_finds()
    {
        await _stack.UpAsync(program => program.ResourceAsync("a"));
        _stack.Provider.Read = _ => new ReadResponse();
        await _stack.UpAsync(program => program.ResourceAsync("a"), new DeploymentOptions { Refresh = true });
        var read = Assert.Single(_stack.Events.OfType<StepEndedEvent>(), ended => ended.Step.Urn == Lifecycle.Urn("a") && !ended.Step.IsLogical);
        Assert.Equal(StepOp.Refresh, read.Step.Op);
        var began = Assert.Single(_stack.Events.OfType<StepBeganEvent>(), began => began.Step is { Op: StepOp.Refresh } step && step.Urn == Lifecycle.Urn("a"));
        Assert.Same(began.Step.Old, began.Step.New);
    }

    [Fact]
    public async Task A_preview_that_fails_reports_why_and_no_failed_operation()
    {
        _stack.Provider.SupportsPreview = true;
        _stack.Provider.Create = _stack.Provider.PreviewCreate = _ => throw new Grpc.Core.RpcException(new Grpc.Core.Status(Grpc.Core.StatusCode.Unknown, "it breaks"));
        Assert.True((await _stack.PreviewAsync(program => program.ResourceAsync("a"))).Failed);
        Assert.Contains("Preview failed: it breaks", _stack.Errors);
        Assert.Empty(_stack.Events.OfType<StepFailedEvent>());
        Assert.True((await _stack.UpAsync(program => program.ResourceAsync("a"))).Failed);
        Assert.Contains("it breaks", _stack.Errors);
        Assert.Equal((StepStatus.Ok, 1), _stack.Events.OfType<StepFailedEvent>().Select(failed => (failed.Status, failed.Steps)).Single());
    }

    [Fact]
    public async Task What_is_to_be_replaced_must_exist_before_the_program_runs()
    {
        await _stack.UpAsync(program => program.ResourceAsync("a"));
        var ran = false;
        Task Program(Registrar program)
        {
            ran = true;
            return program.ResourceAsync("a", PropertyMap.Of(("x", 1)));
        }

        var result = await _stack.UpAsync(Program, new DeploymentOptions { Replaces = [Lifecycle.Urn("nope")] });
        Assert.True(result.Failed);
        Assert.Contains($"Target '{Lifecycle.Urn("nope")}' could not be found in the stack. Did you forget to escape $ in your shell?", _stack.Errors);
        Assert.False(ran);
    }

    [Theory]
    [InlineData("", "default_1_2_3")]
    [InlineData("github://api.github.com/owner", "default_1_2_3_github_/api.github.com/owner")]
    [InlineData("https://10.0.0.1:8080/x-y", "default_1_2_3_https_/_0.0.0.1_8080/x-y")]
    public void A_default_provider_is_named_by_version_and_url(string url, string name) =>
        Assert.Equal(name, new Engine.Deployment.Providers.PackageSource("test", "1.2.3", url).DefaultName);
}
