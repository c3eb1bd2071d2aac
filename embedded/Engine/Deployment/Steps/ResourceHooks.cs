using Coder.Infra.Engine.Deployment.Model;
using Coder.Infra.Protocol.Properties;
using Pulumirpc;
using Binding = Pulumirpc.RegisterResourceRequest.Types.ResourceHooksBinding;

namespace Coder.Infra.Engine.Deployment.Steps;

/// <summary>Hooks of the program around the steps of its resources.</summary>
internal sealed class ResourceHooks(RunContext run, CallbackClients callbacks)
{
    private const int MaxRetries = 100;

    private readonly Dictionary<string, RegisterResourceHookRequest> _hooks = new(StringComparer.Ordinal);
    private readonly Dictionary<string, Callback> _errorHooks = new(StringComparer.Ordinal);
    private readonly Dictionary<string, Binding> _bindings = new(StringComparer.Ordinal);

    /// <summary>Takes a hook by its name.</summary>
    public bool Register(RegisterResourceHookRequest hook) => _hooks.TryAdd(hook.Name, hook);

    /// <summary>Takes a hook for errors by its name.</summary>
    public bool Register(RegisterErrorHookRequest hook) => _errorHooks.TryAdd(hook.Name, hook.Callback);

    /// <summary>Takes the hooks of a resource.</summary>
    public void Bind(string urn, Binding? binding)
    {
        if (binding is not null)
            _bindings[urn] = binding;
    }

    /// <summary>Calls the hooks before a step; one that fails keeps the step from being done.</summary>
    public Task BeforeAsync(Step step) => CallAsync(step, null, "before", binding => step.Op switch
    {
        StepOp.Create or StepOp.CreateReplacement => binding.BeforeCreate,
        StepOp.Update => binding.BeforeUpdate,
        StepOp.Delete or StepOp.DeleteReplaced => binding.BeforeDelete,
        _ => [],
    });

    /// <summary>Calls the hooks after a step; what they complain of is a warning, for the step has been done.</summary>
    public Task AfterAsync(Step step, StepOutcome outcome) => CallAsync(step, outcome, "after", binding => step.Op switch
    {
        StepOp.Create or StepOp.CreateReplacement => binding.AfterCreate,
        StepOp.Update => binding.AfterUpdate,
        StepOp.Delete or StepOp.DeleteReplaced => binding.AfterDelete,
        _ => [],
    });

    /// <summary>Asks the hooks for errors whether the step is to be tried again.</summary>
    public async Task<bool> RetryAsync(Step step, List<string> errors)
    {
        if (run.DryRun || errors.Count > MaxRetries || !_bindings.TryGetValue(step.Urn, out var binding))
            return false;
        var again = false;
        foreach (var name in binding.OnError)
        {
            if (!_errorHooks.TryGetValue(name, out var callback))
                continue;
            var request = new ErrorHookRequest
            {
                Urn = step.Urn,
                Id = step.Resource.Id,
                Name = Deployment.Urn.Name(step.Urn),
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

    private async Task CallAsync(Step step, StepOutcome? outcome, string when, Func<Binding, IEnumerable<string>> select)
    {
        if (!_bindings.TryGetValue(step.Urn, out var binding))
            return;
        foreach (var name in select(binding))
        {
            if (!_hooks.TryGetValue(name, out var hook))
                throw new InvalidOperationException($"resource hook \"{name}\" was not registered");
            if (run.DryRun && !hook.OnDryRun)
                continue;
            // A create has no old side, the create of a replacement included; an update keeps the id.
            var old = step.Op is StepOp.Create or StepOp.CreateReplacement ? null : step.Old;
            var request = new ResourceHookRequest
            {
                Urn = step.Urn,
                Id = (outcome?.New ?? old ?? step.Resource).Id,
                Name = Deployment.Urn.Name(step.Urn),
                Type = step.Resource.Type,
                NewInputs = Struct(step.New?.Inputs),
                OldInputs = Struct(old?.Inputs),
                NewOutputs = Struct(outcome?.New?.Outputs),
                OldOutputs = Struct(old?.Outputs),
            };
            var answer = await callbacks.InvokeAsync(hook.Callback, request, ResourceHookResponse.Parser);
            if (answer.Error.Length == 0)
                continue;
            var message = $"{when} hook \"{name}\" failed: {answer.Error}";
            if (when == "before" && !hook.IgnoreErrors)
                throw new InvalidOperationException(message);
            run.Diagnostics.Warn(step.Urn, message);
        }
    }

    private static Google.Protobuf.WellKnownTypes.Struct? Struct(PropertyMap? map) =>
        map is null ? null : PropertyMarshaler.ToStruct(map);
}
