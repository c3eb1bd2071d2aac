using System.Collections.Immutable;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using Pulumi.Serialization;
using Pulumirpc;

namespace Pulumi;

public sealed partial class Deployment
{
    internal const string GetResourceToken = "pulumi:pulumi:getResource";

    /// <summary>Registers a new resource, reads an existing one, or looks up one that is registered, after its options.</summary>
    internal void ReadOrRegister(Resource resource, bool remote, ResourceArgs args, ResourceOptions options)
    {
        var outputs = new ResourceOutputs(resource);
        Tasks.Track(ReadOrRegisterAsync(resource, remote, args, options, outputs));
    }

    /// <summary>Tells the engine that a component is complete, with its outputs.</summary>
    internal void RegisterOutputs(Resource resource, Output<IDictionary<string, object?>> outputs) =>
        Tasks.Track(RegisterOutputsAsync(resource, outputs));

    private async Task ReadOrRegisterAsync(Resource resource, bool remote, ResourceArgs args, ResourceOptions options, ResourceOutputs outputs)
    {
        try
        {
            // The constructor of the resource's class has the word first; no output is filled under its hands.
            await Task.Yield();
            if (options.Urn is { } urn)
                await LookUpAsync(resource, urn, outputs).ConfigureAwait(false);
            else if (options.Id is { } id && await IdAsync(id).ConfigureAwait(false) is { Length: > 0 } known)
                await ReadAsync(resource, known, args, options, outputs).ConfigureAwait(false);
            else
                await RegisterAsync(resource, remote, args, options, outputs).ConfigureAwait(false);
        }
        catch (RpcException e) when (!EngineShutdown.IsShutdown(e))
        {
            var failure = new ResourceException(
                $"Failed to register {resource.GetResourceType()} '{resource.GetResourceName()}': {e.Status.Detail}", resource, hideStack: true);
            outputs.Fail(failure);
            throw failure;
        }
        catch (Exception e)
        {
            outputs.Fail(e);
            throw;
        }
    }

    /// <summary>The id to read; null while it is unknown. A resource with an unknown id is registered, as in the official package.</summary>
    private static async Task<string?> IdAsync(Input<string> id)
    {
        var data = await id.ToOutput().DataTask.ConfigureAwait(false);
        return data.IsKnown ? data.Value : null;
    }

    private async Task RegisterAsync(Resource resource, bool remote, ResourceArgs args, ResourceOptions options, ResourceOutputs outputs)
    {
        var prepared = await PrepareAsync(resource, remote, args, options).ConfigureAwait(false);
        var request = NewRequest(resource, remote, options, prepared);
        var response = await Monitor.RegisterResourceAsync(resource, request).ConfigureAwait(false);

        // A resource that failed or was skipped (--continue-on-error) has no outputs; what hangs on them must not run.
        var reached = response.Result == Result.Success && !response.Unknown;
        outputs.Fill(
            response.Urn,
            response.Id,
            reached ? response.Object ?? new Struct() : new Struct(),
            name => response.PropertyDependencies.TryGetValue(name, out var urns)
                ? urns.Urns.Select(Resource (urn) => new DependencyResource(urn)).ToImmutableHashSet()
                : OutputData.NoResources,
            missingIsKnown: reached && !IsDryRun);
    }

    private static RegisterResourceRequest NewRequest(Resource resource, bool remote, ResourceOptions options, PreparedResource prepared)
    {
        var custom = options as CustomResourceOptions;
        var request = new RegisterResourceRequest
        {
            Type = resource.GetResourceType(),
            Name = resource.GetResourceName(),
            Custom = resource is CustomResource,
            Remote = remote,
            Parent = prepared.Parent,
            Provider = prepared.Provider,
            Object = prepared.Inputs,
            Version = options.Version ?? "",
            PluginDownloadURL = options.PluginDownloadURL ?? "",
            ImportId = custom?.ImportId ?? "",
            DeleteBeforeReplace = custom?.DeleteBeforeReplace ?? false,
            DeleteBeforeReplaceDefined = custom?.DeleteBeforeReplace is not null,
            DeletedWith = prepared.DeletedWith,
            CustomTimeouts = new RegisterResourceRequest.Types.CustomTimeouts
            {
                Create = CustomTimeouts.ToGoDuration(options.CustomTimeouts?.Create),
                Update = CustomTimeouts.ToGoDuration(options.CustomTimeouts?.Update),
                Delete = CustomTimeouts.ToGoDuration(options.CustomTimeouts?.Delete),
            },
            AcceptSecrets = true,
            AcceptResources = true,
            SupportsPartialValues = true,
            SupportsResultReporting = true,
            AliasSpecs = true,
        };
        if (options.Protect is { } protect)
            request.Protect = protect;
        if (options.RetainOnDelete is { } retain)
            request.RetainOnDelete = retain;
        request.Dependencies.AddRange(prepared.Dependencies);
        request.Aliases.AddRange(prepared.Aliases);
        request.IgnoreChanges.AddRange(options.IgnoreChanges);
        request.HideDiffs.AddRange(options.HideDiffs);
        request.ReplaceWith.AddRange(prepared.ReplaceWith);
        request.Hooks = prepared.Hooks;
        request.Transforms.AddRange(prepared.Transforms);
        request.ReplaceOnChanges.AddRange(options.ReplaceOnChanges);
        request.AdditionalSecretOutputs.AddRange(custom?.AdditionalSecretOutputs ?? []);
        request.Providers.Add(prepared.Providers);
        foreach (var (name, urns) in prepared.InputDependencies)
            request.PropertyDependencies[name] = new RegisterResourceRequest.Types.PropertyDependencies { Urns = { urns } };
        return request;
    }

    private async Task RegisterOutputsAsync(Resource resource, Output<IDictionary<string, object?>> outputs)
    {
        var data = await outputs.DataTask.ConfigureAwait(false);
        var values = data.IsKnown ? data.Value : new Dictionary<string, object?>();
        var urn = await UrnAsync(resource).ConfigureAwait(false);
        var serializer = new PropertySerializer(
            keepResources: await Monitor.SupportsFeatureAsync("resourceReferences").ConfigureAwait(false), keepOutputValues: false);
        var wire = new Struct();
        foreach (var (name, value) in values)
        {
            var serialized = await serializer.SerializeAsync($"{resource.GetResourceName()}: output {name}", value).ConfigureAwait(false);
            if (serialized.KindCase != Value.KindOneofCase.NullValue)
                wire.Fields[name] = serialized;
        }

        await Monitor.RegisterResourceOutputsAsync(new RegisterResourceOutputsRequest { Urn = urn, Outputs = wire }).ConfigureAwait(false);
    }
}
