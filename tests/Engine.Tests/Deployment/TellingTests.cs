using Coder.Infra.Engine.Deployment;
using Coder.Infra.Engine.Deployment.Events;
using Coder.Infra.Engine.Deployment.Model;
using Coder.Infra.Engine.Display;
using Coder.Infra.Protocol.Properties;
using Pulumirpc;

namespace Coder.Infra.Engine.Tests.Deployment;

/// <summary>What a run tells and counts, step by step, as the official engine does.</summary>
public sealed class TellingTests
{
    private static Func<Registrar, Task> Two(double value) => async program =>
    {
        await program.ResourceAsync("a", PropertyMap.Of(("value", value)));
        await program.ResourceAsync("b", PropertyMap.Of(("value", value)));
    };

    [Fact]
    public async Task A_refresh_before_an_update_counts_no_resource_twice()
    {
        var stack = new Lifecycle();
        await stack.UpAsync(Two(1));
        var result = await stack.UpAsync(Two(1), new DeploymentOptions { Refresh = true });
        Assert.Equal(3, result.Changes[StepOp.Same]);
    }

    [Fact]
    public async Task What_cannot_be_read_keeps_nothing_else_from_being_read()
    {
        var stack = new Lifecycle();
        await stack.UpAsync(Two(1));
        stack.Provider.Read = request => request.Name == "a"
            ? throw new Grpc.Core.RpcException(new(Grpc.Core.StatusCode.Unknown, "no answer"))
            : new ReadResponse { Id = request.Id, Properties = PropertyMarshaler.ToStruct(PropertyMap.Of(("value", 9.0))) };
        var result = await stack.RefreshAsync(new DeploymentOptions { Parallel = 1 });
        Assert.True(result.Failed);
        Assert.Equal(["no answer", "update failed"], stack.Errors);
        Assert.Equal<PropertyValue>(9.0, stack["b"].Outputs["value"]);
    }

    [Fact]
    public async Task What_is_new_and_no_target_counts_as_unchanged()
    {
        var stack = new Lifecycle();
        var result = await stack.UpAsync(Two(1), new DeploymentOptions { Targets = [Lifecycle.Urn("a")] });
        Assert.Equal((2, 1), (result.Changes[StepOp.Create], result.Changes[StepOp.Same]));
    }

    [Fact]
    public async Task What_is_no_target_counts_as_unchanged()
    {
        var stack = new Lifecycle();
        await stack.UpAsync(Two(1));
        var only = new DeploymentOptions { Targets = [Lifecycle.Urn("a")] };
        foreach (var result in new[] { await stack.PreviewAsync(Two(2), only), await stack.UpAsync(Two(2), only) })
            Assert.Equal((1, 2), (result.Changes[StepOp.Update], result.Changes[StepOp.Same]));
        var preview = await stack.DestroyAsync(only with { DryRun = true });
        Assert.Equal((1, 2), (preview.Changes[StepOp.Delete], preview.Changes[StepOp.Same]));
        var destroy = await stack.DestroyAsync(new DeploymentOptions { Excludes = [Lifecycle.Urn("a")] });
        Assert.Equal((1, 2), (destroy.Changes[StepOp.Delete], destroy.Changes[StepOp.Same]));
        Assert.False((await stack.DestroyAsync()).Changes.ContainsKey(StepOp.Same));
    }

    [Fact]
    public async Task A_provider_of_the_program_is_a_target_unasked()
    {
        var stack = new Lifecycle();
        Func<Registrar, Task> Program(string region) => async program =>
        {
            var provider = await program.ProviderAsync("p", PropertyMap.Of(("region", region)));
            await program.ResourceAsync("a", options: options => options.Provider = $"{provider.Urn}::{provider.Id}");
        };
        await stack.UpAsync(Program("x"));
        var result = await stack.UpAsync(Program("y"), new DeploymentOptions { Targets = [Lifecycle.Urn("a")] });
        Assert.Equal(1, result.Changes[StepOp.Update]);
        Assert.Equal<PropertyValue>("y", stack["p"].Inputs["region"]);
    }

    [Fact]
    public async Task What_goes_along_with_another_tells_why_with_its_create_alone()
    {
        var stack = new Lifecycle();
        Func<Registrar, Task> Program(string key) => async program =>
        {
            var a = await program.ResourceAsync("a", PropertyMap.Of(("key", key), ("dbr", true)));
            await program.ResourceAsync("b", PropertyMap.Of(("key", a.Output("key"))), options => options.From("key", a));
        };
        await stack.UpAsync(Program("1"));
        await stack.UpAsync(Program("2"));
        var reported = stack.Events.OfType<StepBeganEvent>().Where(began => began.Step.Urn == Lifecycle.Urn("b"))
            .Select(began => $"{began.Step.Op.Name()} {string.Join(',', began.Step.ReplaceReasons)}");
        Assert.Equal(["delete-replaced ", "replace ", "create-replacement key"], reported);
    }

    [Fact]
    public async Task A_preview_shows_what_would_replace_a_protected_resource_and_fails()
    {
        var stack = new Lifecycle();
        Func<Registrar, Task> Program(string key) => async program =>
        {
            await program.ResourceAsync("a", PropertyMap.Of(("key", key)), options => options.Protect = true);
            await program.ResourceAsync("b", PropertyMap.Of(("key", key)));
        };
        await stack.UpAsync(Program("1"));
        var result = await stack.PreviewAsync(Program("2"));
        Assert.True(result.Failed);
        Assert.Equal(2, result.Changes[StepOp.Replace]);
        Assert.Contains(stack.Errors, error => error.StartsWith($"unable to replace resource \"{Lifecycle.Urn("a")}\"", StringComparison.Ordinal));
        Assert.True((await stack.UpAsync(Program("2"))).Failed);
        Assert.Empty(stack.Provider.Calls);
    }

    [Fact]
    public async Task One_at_a_time_what_is_wrong_with_a_resource_does_not_undo_those_before_it()
    {
        var stack = new Lifecycle();
        var creating = new TaskCompletionSource();
        var checking = new TaskCompletionSource();
        using var go = new ManualResetEventSlim();
        stack.Provider.Check = request =>
        {
            if (request.Name == "b")
                checking.TrySetResult();
            var response = new CheckResponse { Inputs = request.News };
            if (request.Name == "bad")
                response.Failures.Add(new CheckFailure { Property = "x", Reason = "is bad" });
            return response;
        };
        stack.Provider.Create = request =>
        {
            if (request.Name == "a")
            {
                creating.SetResult();
                go.Wait();
            }

            return new CreateResponse { Id = request.Name, Properties = request.Properties };
        };
        var result = await stack.UpAsync(
            async program =>
            {
                var a = program.ResourceAsync("a");
                await creating.Task;
                var b = program.ResourceAsync("b");
                await checking.Task;
                var bad = program.ResourceAsync("bad");
                await program.Monitor.SupportsFeatureAsync(new SupportsFeatureRequest { Id = "secrets" });
                go.Set();
                await Task.WhenAll(a, b, bad);
            },
            new DeploymentOptions { Parallel = 1 });
        Assert.True(result.Failed);
        Assert.Equal(["create a", "create b"], stack.Provider.Calls);
        Assert.True(stack.Has("b"));
    }

    [Fact]
    public async Task A_component_whose_inputs_change_is_updated_without_reasons()
    {
        var stack = new Lifecycle();
        Func<Registrar, Task> Program(double size) => program => program.ComponentAsync("c", options => options.Object = PropertyMarshaler.ToStruct(PropertyMap.Of(("size", size))));
        await stack.UpAsync(Program(1));
        var result = await stack.UpAsync(Program(2));
        Assert.Equal(1, result.Changes[StepOp.Update]);
        Assert.Empty(stack.Events.OfType<StepBeganEvent>().Single(began => began.Step.Op == StepOp.Update).Step.DiffReasons);
    }

    [Fact]
    public async Task A_child_with_an_alias_is_found_under_its_parents_earlier_name_too()
    {
        var stack = new Lifecycle();
        Func<Registrar, Task> Program(string parent, string child, string? parentAlias = null, string? childAlias = null) => async program =>
        {
            var group = await program.ComponentAsync(parent, options => Add(options, parentAlias));
            await program.ResourceAsync(child, options: options =>
            {
                options.Parent = group.Urn;
                Add(options, childAlias is null ? null : $"urn:pulumi:dev::proj::test:index:Group$test:index:Thing::{childAlias}");
            });
        };
        await stack.UpAsync(Program("one", "one-x"));
        var result = await stack.UpAsync(Program("two", "y", "urn:pulumi:dev::proj::test:index:Group::one", "two-x"));
        Assert.False(result.Failed, string.Join('\n', stack.Errors));
        Assert.Equal(3, result.Changes[StepOp.Same]);
        Assert.Empty(stack.Provider.Calls);

        static void Add(RegisterResourceRequest options, string? urn)
        {
            if (urn is not null)
                options.Aliases.Add(new Alias { Urn = urn });
        }
    }

    [Fact]
    public async Task Nulls_are_as_good_as_nothing_and_assets_the_same_by_their_content_where_the_engine_compares()
    {
        var stack = new Lifecycle();
        Func<Registrar, Task> Program(PropertyMap inputs) => program =>
            program.ComponentAsync("c", options => options.Object = PropertyMarshaler.ToStruct(inputs, MarshalOptions.All));
        using var file = new TemporaryFile("hello");
        await stack.UpAsync(Program(PropertyMap.Of(("none", PropertyValue.Null), ("file", new AssetValue(null, "hello", null, null)))));
        var result = await stack.UpAsync(Program(PropertyMap.Of(("file", new AssetValue(null, null, file.Path, null)))));
        Assert.Equal(2, result.Changes[StepOp.Same]);
        result = await stack.UpAsync(Program(PropertyMap.Of(("file", new AssetValue(null, "bye", null, null)))));
        Assert.Equal(1, result.Changes[StepOp.Update]);
    }

    private sealed class TemporaryFile : IDisposable
    {
        public TemporaryFile(string text) => File.WriteAllText(Path, text);

        public string Path { get; } = System.IO.Path.Combine(System.IO.Path.GetTempPath(), System.IO.Path.GetRandomFileName());

        public void Dispose() => File.Delete(Path);
    }
}
