using Coder.Infra.Engine.Deployment;
using Coder.Infra.Engine.Deployment.Events;
using Coder.Infra.Engine.Deployment.Model;
using Coder.Infra.Engine.Display;
using Coder.Infra.Protocol;
using Coder.Infra.Protocol.Properties;
using Grpc.Core;
using Pulumirpc;

namespace Coder.Infra.Engine.Tests.Deployment;

public sealed class FailureTests
{
    [Fact]
    public async Task What_was_made_but_is_not_ready_is_kept_with_its_reasons_and_tried_again()
    {
        var stack = new Lifecycle();
        stack.Provider.Create = request => throw ProviderErrors.InitFailed(
            "not ready", new ErrorResourceInitFailed { Id = "x", Properties = request.Properties, Reasons = { "no address yet" } });
        static Task Program(Registrar program) => program.ResourceAsync("a", PropertyMap.Of(("value", 1.0)));
        Assert.True((await stack.UpAsync(Program)).Failed);
        Assert.Equal("x", stack["a"].Id);
        Assert.Equal(["no address yet"], stack["a"].InitErrors.AsEnumerable());
        Assert.Equal("1 error occurred:\n\t* no address yet\n\n", stack.Errors.First());

        var result = await stack.UpAsync(Program);
        Assert.Equal(["update a"], stack.Provider.Calls);
        Assert.Equal(1, result.Changes[StepOp.Update]);
        Assert.Empty(stack["a"].InitErrors);
    }

    [Fact]
    public async Task With_continue_on_error_what_does_not_depend_on_the_failed_one_goes_on()
    {
        var stack = new Lifecycle();
        stack.Provider.Create = request => request.Name == "bad"
            ? throw new RpcException(new Status(StatusCode.Unknown, "no room"))
            : new() { Id = request.Name, Properties = request.Properties };
        var result = await stack.UpAsync(
            async program =>
            {
                var bad = await program.ResourceAsync("bad");
                Assert.Equal(Result.Fail, bad.Result);
                await program.ResourceAsync("good");
            },
            new DeploymentOptions { ContinueOnError = true });
        Assert.True(result.Failed);
        Assert.True(stack.Has("good"));
        Assert.False(stack.Has("bad"));
    }

    [Fact]
    public async Task With_continue_on_error_what_depends_on_the_failed_one_is_skipped_and_stays_as_it_was()
    {
        var stack = new Lifecycle();
        async Task Program(Registrar program)
        {
            var bad = await program.ResourceAsync("bad", PropertyMap.Of(("value", stack.Snapshot.Resources.Length)));
            var child = await program.ResourceAsync("child", PropertyMap.Of(("value", PropertyValue.Computed)), options => options.From("value", bad));
            var last = await program.ResourceAsync("last", PropertyMap.Of(("value", "x")), options => options.Dependencies.Add(child.Urn));
            // The official SDKs read the outputs of what failed or was skipped too.
            Assert.All([bad, child, last], answer => Assert.NotNull(answer.Object));
            if (bad.Result == Result.Fail)
                Assert.Equal((Result.Skip, Result.Skip), (child.Result, last.Result));
        }

        await stack.UpAsync(Program);
        var before = stack["child"].Inputs;
        stack.Provider.Update = _ => throw new RpcException(new Status(StatusCode.Unknown, "locked"));

        var result = await stack.UpAsync(Program, new DeploymentOptions { ContinueOnError = true });

        Assert.True(result.Failed);
        Assert.Equal(["update bad"], stack.Provider.Calls);
        Assert.Equal(before, stack["child"].Inputs);
        Assert.True(stack.Has("last"));
    }

    [Fact]
    public async Task An_error_of_the_program_that_only_repeats_that_the_run_stopped_is_dropped()
    {
        var stack = new Lifecycle();
        stack.Provider.Check = request => new CheckResponse { Inputs = request.News, Failures = { new CheckFailure { Reason = "no" } } };
        var result = await stack.UpAsync(async program =>
        {
            // As the official .NET packages report what they do not expect.
            const string Trace = "Running program failed with an unhandled exception:\nGrpc.Core.RpcException: Status(StatusCode=\"Unavailable\", "
                + "Detail=\"resource monitor shut down while waiting on step's done channel\")\n   at Program.Main()";
            try
            {
                await program.ResourceAsync("a");
            }
            finally
            {
                await program.Engine.LogAsync(new LogRequest { Severity = LogSeverity.Error, Message = Trace });
                await program.Engine.LogAsync(new LogRequest { Severity = LogSeverity.Error, Message = "something else" });
            }
        });
        Assert.True(result.Failed);
        Assert.Equal(["test:index:Thing resource 'a' has a problem: no", "something else"], stack.Errors);
    }

    [Fact]
    public async Task A_failed_update_leaves_the_old_state()
    {
        var stack = new Lifecycle();
        Func<Registrar, Task> Program(double value) => program => program.ResourceAsync("a", PropertyMap.Of(("value", value)));
        await stack.UpAsync(Program(1));
        stack.Provider.Update = _ => throw new RpcException(new Status(StatusCode.Unknown, "locked"));
        Assert.True((await stack.UpAsync(Program(2))).Failed);
        Assert.Equal<PropertyValue>(1.0, stack["a"].Inputs["value"]);
        Assert.Empty(stack.Snapshot.PendingOperations);
    }

    [Fact]
    public async Task After_a_failure_stack_outputs_that_were_not_told_stay()
    {
        var stack = new Lifecycle();
        await stack.UpAsync(program => program.OutputsAsync(program.StackUrn, PropertyMap.Of(("one", 1.0), ("two", 2.0))));
        stack.Provider.Create = _ => throw new RpcException(new Status(StatusCode.Unknown, "no room"));
        await stack.UpAsync(async program =>
        {
            await program.OutputsAsync(program.StackUrn, PropertyMap.Of(("one", 3.0)));
            await program.ResourceAsync("a");
        });
        Assert.Equal(PropertyMap.Of(("one", 3.0), ("two", 2.0)), stack["proj-dev"].Outputs);
    }

    [Fact]
    public async Task A_program_that_fails_fails_the_run_and_nothing_is_deleted()
    {
        var stack = new Lifecycle();
        await stack.UpAsync(program => program.ResourceAsync("a"));
        var result = await stack.UpAsync(_ => throw new RpcException(new Status(StatusCode.Unknown, "the program broke")));
        Assert.True(result.Failed);
        Assert.Equal(["the program broke"], stack.Errors);
        Assert.True(stack.Has("a"));
    }

    [Fact]
    public async Task A_cancelled_run_finishes_the_running_step_and_begins_no_other()
    {
        var stack = new Lifecycle();
        using var cancel = new CancellationTokenSource();
        stack.Provider.Create = request =>
        {
            cancel.Cancel();
            return new() { Id = request.Name, Properties = request.Properties };
        };
        var result = await stack.RunAsync(
            OperationKind.Update,
            async program =>
            {
                await program.ResourceAsync("a");
                await program.ResourceAsync("b");
            },
            null,
            cancel.Token);
        Assert.True(result.Failed);
        Assert.Equal(["create a"], stack.Provider.Calls);
        Assert.True(stack.Has("a"));
        Assert.Equal(["update canceled"], stack.Errors);
    }

    [Fact]
    public async Task A_cancelled_run_has_its_providers_end_their_waits()
    {
        var stack = new Lifecycle();
        using var cancel = new CancellationTokenSource();
        using var reported = new ManualResetEventSlim();
        stack.Provider.Cancel = reported.Set;
        stack.Provider.Create = request =>
        {
            cancel.Cancel();
            reported.Wait();
            throw new RpcException(new Status(StatusCode.Unknown, "the wait was stopped"));
        };
        var result = await stack.RunAsync(OperationKind.Update, program => program.ResourceAsync("a"), null, cancel.Token);
        Assert.True(result.Failed);
        Assert.False(stack.Has("a"));
        Assert.Contains("the wait was stopped", stack.Errors);
    }

    [Fact]
    public async Task A_plan_is_kept_to()
    {
        var stack = new Lifecycle();
        Func<Registrar, Task> Program(double value) => program => program.ResourceAsync("a", PropertyMap.Of(("value", value)));
        await stack.UpAsync(Program(1));
        var plan = (await stack.PreviewAsync(Program(1))).Plan;
        var result = await stack.UpAsync(Program(2), new DeploymentOptions { Plan = plan });
        Assert.True(result.Failed);
        Assert.Contains("violates plan", stack.Errors.First(), StringComparison.Ordinal);
        Assert.Empty(stack.Provider.Calls);
    }

    [Fact]
    public async Task An_unknown_package_is_told_with_the_resource()
    {
        var stack = new Lifecycle();
        var result = await stack.UpAsync(program => program.ResourceAsync("a", null, options => options.Type = "nowhere:index:Thing"));
        Assert.True(result.Failed);
        Assert.Contains(stack.Events.OfType<DiagnosticEvent>(), reported => reported.Message == "There is no provider nowhere.");
    }

    [Fact]
    public async Task With_continue_on_error_a_program_that_broke_off_loses_nothing_it_did_not_reach()
    {
        var stack = new Lifecycle();
        await stack.UpAsync(program => program.ResourceAsync("a"));
        var result = await stack.UpAsync(
            _ => throw new RpcException(new Status(StatusCode.Unknown, "the program broke")), new DeploymentOptions { ContinueOnError = true });
        Assert.True(result.Failed);
        Assert.True(stack.Has("a"));
    }

    [Fact]
    public async Task With_continue_on_error_what_could_not_be_deleted_keeps_what_it_needs()
    {
        var stack = new Lifecycle();
        await stack.UpAsync(async program =>
        {
            var a = await program.ResourceAsync("a");
            await program.ResourceAsync("b", null, options => options.Dependencies.Add(a.Urn));
            await program.ResourceAsync("c");
        });
        stack.Provider.Delete = request =>
        {
            if (request.Name == "b")
                throw new RpcException(new Status(StatusCode.Unknown, "b is in use"));
        };
        Assert.True((await stack.DestroyAsync(new DeploymentOptions { ContinueOnError = true })).Failed);
        Assert.True(stack.Has("a"));
        Assert.True(stack.Has("default"));
        Assert.False(stack.Has("c"));
    }
    [Fact]
    public async Task With_continue_on_error_what_could_not_be_deleted_before_its_replacement_stays_in_the_state()
    {
        var stack = new Lifecycle();
        static Func<Registrar, Task> Program(string key) => async program =>
        {
            var a = await program.ResourceAsync("a", PropertyMap.Of(("key", key), ("dbr", true)));
            if (a.Result == Result.Success)
                await program.ResourceAsync("b", PropertyMap.Of(("key", a.Output("key"))), options => options.From("key", a));
        };
        await stack.UpAsync(Program("1"));
        stack.Provider.Delete = request => throw new RpcException(new Status(StatusCode.Unknown, "stuck"));
        Assert.True((await stack.UpAsync(Program("2"), new DeploymentOptions { ContinueOnError = true })).Failed);
        Assert.Equal(["delete b"], stack.Provider.Calls);
        Assert.True(stack.Has("b"));
        Assert.False(stack["b"].PendingReplacement);

        stack.Provider.Delete = _ => { };
        Assert.False((await stack.UpAsync(Program("2"))).Failed);
        Assert.Equal(["delete b", "delete a", "create a", "create b"], stack.Provider.Calls);
        Assert.Equal(2, stack.Provider.World.Count);
    }
}
