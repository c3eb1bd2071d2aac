using System.Collections.Immutable;
using Google.Protobuf.Collections;
using Google.Protobuf.WellKnownTypes;
using Pulumi.Serialization;
using Pulumirpc;

namespace Pulumi;

public sealed partial class Deployment
{
    /// <summary>Calls a function. While an argument is unknown nobody is asked, and the result is unknown.</summary>
    internal async Task<OutputData<T>> InvokeAsync<T>(string token, InvokeArgs args, InvokeOptions? options, bool single)
    {
        var keepResources = await Monitor.SupportsFeatureAsync("resourceReferences").ConfigureAwait(false);
        var serializer = new PropertySerializer(keepResources, keepOutputValues: false);
        var wire = (await serializer.SerializeAsync(token, args).ConfigureAwait(false)).StructValue;
        var dependencies = serializer.Dependencies.ToImmutableHashSet();
        if (options is InvokeOutputOptions { DependsOn: var dependsOn })
        {
            var before = (await dependsOn.ToOutput().DataTask.ConfigureAwait(false)).Value.Where(resource => resource is not null).ToHashSet();
            await DependencySet.UrnsAsync(before, exclude: null).ConfigureAwait(false);
            dependencies = dependencies.Union(before);
        }

        if (!Known(Value.ForStruct(wire)))
            return OutputData.Unknown<T>(dependencies);

        var response = await Monitor.InvokeAsync(new ResourceInvokeRequest
        {
            Tok = token,
            Args = wire,
            Provider = await ProviderResource.ReferenceAsync(options?.Provider ?? options?.Parent?.GetProvider(token)).ConfigureAwait(false),
            Version = options?.Version ?? "",
            PluginDownloadURL = options?.PluginDownloadURL ?? "",
            AcceptResources = keepResources,
        }).ConfigureAwait(false);
        ThrowOnFailures(token, response.Failures);
        return response.Unknown ? OutputData.Unknown<T>(dependencies) : ReadResult<T>(token, response.Return, single, dependencies);
    }

    /// <summary>Calls a method of a component.</summary>
    internal async Task<OutputData<T>> CallAsync<T>(string token, CallArgs args, Resource? self, CallOptions? options)
    {
        var keepResources = await Monitor.SupportsFeatureAsync("resourceReferences").ConfigureAwait(false);
        var keepOutputValues = await Monitor.SupportsFeatureAsync("outputValues").ConfigureAwait(false);
        var request = new ResourceCallRequest
        {
            Tok = token,
            Args = new Struct(),
            Provider = await ProviderResource.ReferenceAsync(
                options?.Provider ?? (self as CustomResource)?.Options.Provider ?? (self ?? options?.Parent)?.GetProvider(token)).ConfigureAwait(false),
            Version = options?.Version ?? self?.Options.Version ?? "",
            PluginDownloadURL = options?.PluginDownloadURL ?? self?.Options.PluginDownloadURL ?? "",
        };
        var members = args.Members();
        foreach (var member in self is null ? members : members.Prepend(new InputMember("__self__", self, Json: false)))
        {
            var serializer = new PropertySerializer(keepResources, keepOutputValues);
            var value = await serializer.SerializeAsync($"{token}: {member.Name}", member.Value).ConfigureAwait(false);
            if (value.KindCase == Value.KindOneofCase.NullValue)
                continue;
            request.Args.Fields[member.Name] = value;
            request.ArgDependencies[member.Name] = new ResourceCallRequest.Types.ArgumentDependencies
            {
                Urns = { await DependencySet.UrnsAsync(serializer.Dependencies, exclude: null).ConfigureAwait(false) },
            };
        }

        var response = await Monitor.CallAsync(request).ConfigureAwait(false);
        ThrowOnFailures(token, response.Failures);
        var urns = response.ReturnDependencies.Values.SelectMany(dependencies => dependencies.Urns).Distinct();
        return ReadResult<T>(token, response.Return, single: false, urns.Select(Resource (urn) => new DependencyResource(urn)).ToImmutableHashSet());
    }

    private static OutputData<T> ReadResult<T>(string token, Struct? result, bool single, ImmutableHashSet<Resource> dependencies)
    {
        var value = Value.ForStruct(result ?? new Struct());
        if (single)
        {
            if (value.StructValue.Fields.Count == 0)
                throw new RunException($"The function {token} returned no value.");
            value = value.StructValue.Fields.Values.First();
        }

        var data = ValueReader.Read(value, typeof(T), token, message => Log.Debug(message));
        return new OutputData<T>(data.Resources.Union(dependencies), (T)data.Value!, data.IsKnown, data.IsSecret);
    }

    private static void ThrowOnFailures(string token, RepeatedField<CheckFailure> failures)
    {
        if (failures.Count > 0)
            throw new RunException($"Failed to call {token}: {string.Join("; ", failures.Select(failure => failure.Property.Length > 0 ? $"{failure.Property}: {failure.Reason}" : failure.Reason))}");
    }

    /// <summary>Whether no part of the value is unknown.</summary>
    private static bool Known(Value value) => value.KindCase switch
    {
        Value.KindOneofCase.StringValue => value.StringValue != Coder.Infra.Protocol.Properties.Signatures.Unknown,
        Value.KindOneofCase.ListValue => value.ListValue.Values.All(Known),
        Value.KindOneofCase.StructValue => value.StructValue.Fields.Values.All(Known),
        _ => true,
    };
}
