using System.Collections.Immutable;
using Google.Protobuf.WellKnownTypes;
using Pulumi.Serialization;
using Pulumirpc;

namespace Pulumi;

public sealed partial class Deployment
{
    /// <summary>Registers a hook; the task ends once the engine knows it.</summary>
    internal Task RegisterHook(ResourceHook hook)
    {
        var registration = RegisterHookAsync(hook);
        Tasks.Track(registration);
        return registration;
    }

    /// <inheritdoc cref="RegisterHook(ResourceHook)"/>
    internal Task RegisterHook(ErrorHook hook)
    {
        var registration = RegisterHookAsync(hook);
        Tasks.Track(registration);
        return registration;
    }

    private async Task RegisterHookAsync(ResourceHook hook)
    {
        await RequireFeatureAsync("resourceHooks", "resource hooks").ConfigureAwait(false);
        var request = new RegisterResourceHookRequest { Name = hook.Name, OnDryRun = hook.Options.OnDryRun ?? false };
        await Monitor.RegisterResourceHookAsync(request, async (message, cancellationToken) =>
        {
            var call = ResourceHookRequest.Parser.ParseFrom(message);
            var args = new ResourceHookArgs(
                call.Urn, call.Id, call.Name, call.Type, Values(call.NewInputs), Values(call.OldInputs), Values(call.NewOutputs), Values(call.OldOutputs));
            await hook.Callback(args, cancellationToken).ConfigureAwait(false);
            return new ResourceHookResponse();
        }).ConfigureAwait(false);
    }

    private async Task RegisterHookAsync(ErrorHook hook)
    {
        await RequireFeatureAsync("errorHooks", "error hooks").ConfigureAwait(false);
        await Monitor.RegisterErrorHookAsync(new RegisterErrorHookRequest { Name = hook.Name }, async (message, cancellationToken) =>
        {
            var call = ErrorHookRequest.Parser.ParseFrom(message);
            var args = new ErrorHookArgs(
                call.Urn, call.Id, call.Name, call.Type, Values(call.NewInputs), Values(call.OldInputs), Values(call.OldOutputs), call.FailedOperation, [.. call.Errors]);
            return new ErrorHookResponse { Retry = await hook.Callback(args, cancellationToken).ConfigureAwait(false) };
        }).ConfigureAwait(false);
    }

    private async Task RequireFeatureAsync(string feature, string what)
    {
        if (!await Monitor.SupportsFeatureAsync(feature).ConfigureAwait(false))
            throw new RunException($"This Pulumi CLI does not support {what}. Use a newer one.");
    }

    /// <summary>Values as a hook sees them: secrets stay outputs, so that nobody prints them by accident.</summary>
    private static ImmutableDictionary<string, object?>? Values(Struct? values) => values?.Fields.ToImmutableDictionary(
        field => field.Key,
        field =>
        {
            var data = ValueReader.Read(field.Value, typeof(object), field.Key, message => Log.Debug(message));
            return data.IsSecret ? new Output<object?>(data) : data.Value;
        });
}
