using Coder.Infra.Engine.Deployment.Model;
using Coder.Infra.Protocol.Properties;
using Grpc.Core;
using Pulumirpc;
using Hooks = System.Collections.Immutable.ImmutableSortedDictionary<string, System.Collections.Immutable.ImmutableArray<string>>;

namespace Coder.Infra.Engine.Deployment.Steps;

/// <summary>Hooks of the program around the steps of its resources.</summary>
internal sealed class ResourceHooks(RunContext run, CallbackClients callbacks)
{
    private const int MaxRetries = 100;

    private readonly Dictionary<string, RegisterResourceHookRequest> _hooks = new(StringComparer.Ordinal);
    private readonly Dictionary<string, Callback> _errorHooks = new(StringComparer.Ordinal);
    private readonly Dictionary<string, Hooks> _bound = new(StringComparer.Ordinal);

    /// <summary>Takes a hook by its name.</summary>
    public bool Register(RegisterResourceHookRequest hook) => _hooks.TryAdd(hook.Name, hook);

    /// <summary>Takes a hook for errors by its name.</summary>
    public bool Register(RegisterErrorHookRequest hook) => _errorHooks.TryAdd(hook.Name, hook.Callback);

    /// <summary>Takes the hooks that the program binds to a resource.</summary>
    public void Bind(string urn, Hooks hooks) => _bound[urn] = hooks;

    /// <summary>
    /// Calls the hooks before a step; one that fails keeps the step from being done, and so does one that nobody registered, before or
    /// after it: what is done can't be taken back.
    /// </summary>
    public async Task BeforeAsync(Step step)
    {
        var (before, after) = Kinds(step.Op);
        if (Of(step).GetValueOrDefault(after, []).FirstOrDefault(name => !_hooks.ContainsKey(name)) is { } missing)
            throw NotRegistered(missing);
        await CallAsync(step, null, before, "before");
    }

    /// <summary>Calls the hooks after a step; what they complain of is a warning, for the step has been done.</summary>
    public Task AfterAsync(Step step, StepOutcome outcome) => CallAsync(step, outcome, Kinds(step.Op).After, "after");

    /// <summary>Asks the hooks for errors whether a create, update or delete is to be tried again.</summary>
    public async Task<bool> RetryAsync(Step step, List<string> errors)
    {
        if (run.DryRun || errors.Count > MaxRetries || Kinds(step.Op).Before.Length == 0)
            return false;
        var again = false;
        foreach (var name in Of(step).GetValueOrDefault(HookKinds.OnError, []))
        {
            if (!_errorHooks.TryGetValue(name, out var callback))
                continue;
            var request = new ErrorHookRequest
            {
                Urn = step.Urn,
                Id = step.Resource.Id,
                Name = Urn.Name(step.Urn),
                Type = step.Resource.Type,
                NewInputs = Struct(step.New?.Inputs),
                OldInputs = Struct(step.Old?.Inputs),
                OldOutputs = Struct(step.Old?.Outputs),
                FailedOperation = step.Op is StepOp.Update ? "update" : step.New is null ? "delete" : "create",
                Errors = { Enumerable.Reverse(errors) },
            };
            var answer = await callbacks.InvokeAsync(callback, request, ErrorHookResponse.Parser);
            if (answer.Error.Length > 0)
                throw new InvalidOperationException($"error hook \"{name}\" failed: {answer.Error}");
            again |= answer.Retry;
        }

        return again;
    }

    /// <summary>
    /// What is deleted has the hooks of its state: the program may not know it any more. One that runs for a destroy binds its own.
    /// </summary>
    private Hooks Of(Step step) => step.New?.Hooks
        ?? (run.StandsStill && _bound.TryGetValue(step.Urn, out var bound) ? bound : step.Old?.Hooks)
        ?? HookKinds.None;

    private static (string Before, string After) Kinds(StepOp op) => op switch
    {
        StepOp.Create or StepOp.CreateReplacement => (HookKinds.BeforeCreate, HookKinds.AfterCreate),
        StepOp.Update => (HookKinds.BeforeUpdate, HookKinds.AfterUpdate),
        StepOp.Delete or StepOp.DeleteReplaced => (HookKinds.BeforeDelete, HookKinds.AfterDelete),
        _ => ("", ""),
    };

    private InvalidOperationException NotRegistered(string name) => new($"resource hook \"{name}\" was not registered: " + run switch
    {
        { Kind: OperationKind.Destroy, Options.RunProgram: false } => "it is the program's; run the destroy with --run-program",
        _ => "the program must register it for as long as a resource that has it is in the stack",
    });

    private async Task CallAsync(Step step, StepOutcome? outcome, string kind, string when)
    {
        foreach (var name in Of(step).GetValueOrDefault(kind, []))
        {
            if (!_hooks.TryGetValue(name, out var hook))
                throw NotRegistered(name);
            if (run.DryRun && !hook.OnDryRun)
                continue;
            // A create has no old side, the create of a replacement included; an update keeps the id.
            var old = step.Op is StepOp.Create or StepOp.CreateReplacement ? null : step.Old;
            var request = new ResourceHookRequest
            {
                Urn = step.Urn,
                Id = (outcome?.New ?? old ?? step.Resource).Id,
                Name = Urn.Name(step.Urn),
                Type = step.Resource.Type,
                NewInputs = Struct(step.New?.Inputs),
                OldInputs = Struct(old?.Inputs),
                NewOutputs = Struct(outcome?.New?.Outputs),
                OldOutputs = Struct(old?.Outputs),
            };
            var error = await ErrorAsync(hook.Callback, request);
            if (error.Length == 0)
                continue;
            var message = $"{when} hook \"{name}\" failed: {error}";
            if (when == "before" && !hook.IgnoreErrors)
                throw new InvalidOperationException(message);
            run.Diagnostics.Warn(step.Urn, message);
        }
    }

    /// <summary>Calls a hook and gives its error; SDKs report one in the answer (Node) or as the call's status (.NET).</summary>
    private async Task<string> ErrorAsync(Callback callback, ResourceHookRequest request)
    {
        try
        {
            return (await callbacks.InvokeAsync(callback, request, ResourceHookResponse.Parser)).Error;
        }
        catch (RpcException e) when (e.StatusCode == StatusCode.Unknown)
        {
            return e.Status.Detail;
        }
    }

    private static Google.Protobuf.WellKnownTypes.Struct? Struct(PropertyMap? map) =>
        map is null ? null : PropertyMarshaler.ToStruct(map);
}
