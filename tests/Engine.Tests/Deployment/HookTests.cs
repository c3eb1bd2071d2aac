using System.Collections.Concurrent;
using Coder.Infra.Engine.Deployment;
using Coder.Infra.Engine.Deployment.Events;
using Coder.Infra.Engine.Deployment.Model;
using Coder.Infra.Engine.Display;
using Coder.Infra.Protocol.Properties;
using Pulumirpc;
using Binding = Pulumirpc.RegisterResourceRequest.Types.ResourceHooksBinding;

namespace Coder.Infra.Engine.Tests.Deployment;

/// <summary>Hooks of a program around the steps of its resources.</summary>
public sealed class HookTests : IAsyncLifetime
{
    private static readonly DeploymentOptions RunProgram = new() { Parallel = 4, RunProgram = true };

    private readonly Lifecycle _stack = new();
    private readonly ConcurrentQueue<string> _called = [];
    private readonly Dictionary<string, string> _errors = [];
    private CallbackServer _callbacks = null!;

    public async Task InitializeAsync() => _callbacks = await CallbackServer.StartAsync();

    public async Task DisposeAsync() => await _callbacks.DisposeAsync();

    [Fact]
    public async Task Every_kind_is_called_at_its_step_with_both_sides()
    {
        await _stack.UpAsync(Program("x", All));
        Assert.Equal(["before-create a : - -> x/", "after-create a id: - -> x/x"], Calls());
        await _stack.UpAsync(Program("x", All));
        Assert.Empty(Calls());
        await _stack.UpAsync(Program("y", All));
        Assert.Equal(["before-update a id: x/x -> y/", "after-update a id: x/x -> y/y"], Calls());
        await _stack.UpAsync(Program(null, null));
        Assert.Equal(["before-delete a id: y/y -> -", "after-delete a id: y/y -> -"], Calls());
        Assert.False(_stack.Has("a"));
    }

    [Fact]
    public async Task A_replacement_is_a_create_and_a_delete()
    {
        await _stack.UpAsync(Program("x", All));
        Calls();
        await _stack.UpAsync(Program("y", All, request => request.ReplaceOnChanges.Add("value")));
        Assert.Equal(["before-create a", "after-create a", "before-delete a", "after-delete a"], Calls().Select(call => call[..call.IndexOf(" a", StringComparison.Ordinal)] + " a"));
    }

    [Fact]
    public async Task A_preview_calls_only_hooks_that_want_it()
    {
        await _stack.PreviewAsync(Program("x", All));
        Assert.Empty(Calls());
        await _stack.PreviewAsync(Program("x", All, onDryRun: true));
        Assert.Equal("before-create a : - -> x/", Calls()[0]);
    }

    [Fact]
    public async Task A_hook_before_that_fails_keeps_the_step_from_being_done()
    {
        _errors["before-create"] = "no";
        var result = await _stack.UpAsync(Program("x", All));
        Assert.True(result.Failed);
        Assert.Contains("before hook \"before-create\" failed: no", _stack.Errors);
        Assert.Empty(_stack.Provider.Calls);
        Assert.False(_stack.Has("a"));
    }

    [Fact]
    public async Task A_hook_after_that_fails_is_a_warning()
    {
        _errors["after-create"] = "late";
        var result = await _stack.UpAsync(Program("x", All));
        Assert.False(result.Failed);
        Assert.Contains(_stack.Events.OfType<DiagnosticEvent>(), reported =>
            reported.Severity == DiagnosticSeverity.Warning && reported.Message == "after hook \"after-create\" failed: late");
        Assert.True(_stack.Has("a"));
    }

    [Fact]
    public async Task A_delete_whose_hook_nobody_registers_is_not_begun()
    {
        await _stack.UpAsync(Program("x", new Binding { AfterDelete = { "after-delete" } }));
        var result = await _stack.UpAsync(_ => Task.CompletedTask);
        Assert.True(result.Failed);
        Assert.Contains(_stack.Errors, error => error.StartsWith("resource hook \"after-delete\" was not registered: the program must register it", StringComparison.Ordinal));
        Assert.Empty(_stack.Provider.Calls);
        Assert.True(_stack.Has("a"));
    }

    [Fact]
    public async Task A_destroy_calls_hooks_of_deletes_only_when_it_runs_the_program()
    {
        await _stack.UpAsync(Program("x", All));
        Calls();
        Assert.True((await _stack.DestroyAsync()).Failed);
        Assert.Contains(_stack.Errors, error => error.EndsWith("run the destroy with --run-program", StringComparison.Ordinal));
        Assert.True(_stack.Has("a"));
        Assert.False((await _stack.RunAsync(OperationKind.Destroy, Program("x", All), RunProgram)).Failed, string.Join('\n', _stack.Errors));
        Assert.Equal(["before-delete a id: x/x -> -", "after-delete a id: x/x -> -"], Calls());
    }

    [Fact]
    public async Task A_destroy_that_runs_the_program_takes_the_hooks_that_it_binds_now()
    {
        await _stack.UpAsync(Program("x", new Binding { BeforeDelete = { "gone" } }, register: "gone"));
        Assert.False((await _stack.RunAsync(OperationKind.Destroy, Program("x", All), RunProgram)).Failed, string.Join('\n', _stack.Errors));
        Assert.Equal(["before-delete a id: x/x -> -", "after-delete a id: x/x -> -"], Calls());
    }

    [Fact]
    public async Task What_a_program_binds_is_kept_with_the_resource()
    {
        await _stack.UpAsync(Program("x", All));
        Assert.Equal(
            "after-create after-delete after-update before-create before-delete before-update on-error", string.Join(' ', _stack["a"].Hooks.Keys));
        await _stack.UpAsync(Program("x", null));
        Assert.Empty(_stack["a"].Hooks);
    }

    [Fact]
    public async Task A_hook_for_errors_has_the_step_tried_again()
    {
        var failures = 2;
        _stack.Provider.Create = request => failures-- > 0
            ? throw new Grpc.Core.RpcException(new Grpc.Core.Status(Grpc.Core.StatusCode.Unknown, "busy"))
            : new CreateResponse { Id = "a-1", Properties = request.Properties };
        await _stack.UpAsync(Program("x", All));
        Assert.Equal(["on-error create busy", "on-error create busy|busy"], Calls().Where(call => call.StartsWith("on-error", StringComparison.Ordinal)));
        Assert.True(_stack.Has("a"));
    }

    [Fact]
    public async Task A_refresh_that_fails_asks_no_hook_for_errors()
    {
        await _stack.UpAsync(Program("x", All));
        Calls();
        _stack.Provider.Read = _ => throw new Grpc.Core.RpcException(new Grpc.Core.Status(Grpc.Core.StatusCode.Unknown, "busy"));
        Assert.True((await _stack.RunAsync(OperationKind.Refresh, Program("x", All), RunProgram)).Failed);
        Assert.Empty(Calls());
    }

    private static Binding All => new()
    {
        BeforeCreate = { "before-create" },
        AfterCreate = { "after-create" },
        BeforeUpdate = { "before-update" },
        AfterUpdate = { "after-update" },
        BeforeDelete = { "before-delete" },
        AfterDelete = { "after-delete" },
        OnError = { "on-error" },
    };

    /// <summary>A program that registers the hooks and, with a value, a resource that is bound to some.</summary>
    private Func<Registrar, Task> Program(
        string? value, Binding? hooks, Action<RegisterResourceRequest>? options = null, bool onDryRun = false, string? register = null) => async program =>
    {
        string[] names = ["before-create", "after-create", "before-update", "after-update", "before-delete", "after-delete"];
        foreach (var name in register is null ? names : [.. names, register])
        {
            await program.Monitor.RegisterResourceHookAsync(new RegisterResourceHookRequest
            {
                Name = name,
                OnDryRun = onDryRun,
                Callback = _callbacks.Add(ResourceHookRequest.Parser, request =>
                {
                    _called.Enqueue($"{name} {request.Name} {(request.Id.Length > 0 ? "id" : "")}: {Side(request.OldInputs, request.OldOutputs)} -> {Side(request.NewInputs, request.NewOutputs)}");
                    return new ResourceHookResponse { Error = _errors.GetValueOrDefault(name, "") };
                }),
            });
        }

        await program.Monitor.RegisterErrorHookAsync(new RegisterErrorHookRequest
        {
            Name = "on-error",
            Callback = _callbacks.Add(ErrorHookRequest.Parser, request =>
            {
                _called.Enqueue($"on-error {request.FailedOperation} {string.Join('|', request.Errors)}");
                return new ErrorHookResponse { Retry = true };
            }),
        });
        if (value is null)
            return;
        await program.ResourceAsync("a", PropertyMap.Of(("value", value)), request =>
        {
            request.Hooks = hooks;
            options?.Invoke(request);
        });
    };

    private static string Side(Google.Protobuf.WellKnownTypes.Struct? inputs, Google.Protobuf.WellKnownTypes.Struct? outputs) =>
        inputs is null ? "-" : $"{Value(inputs)}/{(outputs is null ? "" : Value(outputs))}";

    private static string Value(Google.Protobuf.WellKnownTypes.Struct side) =>
        side.Fields.TryGetValue("value", out var value) ? value.StringValue : "";

    private string[] Calls()
    {
        var calls = _called.ToArray();
        _called.Clear();
        return calls;
    }
}
