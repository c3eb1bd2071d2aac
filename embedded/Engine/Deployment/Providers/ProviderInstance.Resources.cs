using System.Collections.Immutable;
using Coder.Infra.Engine.Deployment.Model;
using Coder.Infra.Engine.Deployment.Properties;
using Coder.Infra.Protocol;
using Coder.Infra.Protocol.Properties;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using Pulumirpc;

namespace Coder.Infra.Engine.Deployment.Providers;

/// <summary>The calls about resources.</summary>
internal sealed partial class ProviderInstance : IStepProvider
{
    /// <inheritdoc/>
    public async Task<CheckResult> CheckAsync(string urn, PropertyMap olds, PropertyMap news, byte[] randomSeed)
    {
        var configuration = await Configured();
        if (configuration.Answer is null)
            return new CheckResult(news, []);
        var request = new CheckRequest
        {
            Urn = urn,
            Name = Urn.Name(urn),
            Type = Urn.Type(urn),
            Olds = PropertyMarshaler.ToStruct(olds, configuration.Marshal),
            News = PropertyMarshaler.ToStruct(news, configuration.Marshal),
            RandomSeed = Google.Protobuf.ByteString.CopyFrom(randomSeed),
        };
        var response = await CallAsync(cancel => _provider.CheckAsync(request, cancel));
        var inputs = PropertyMarshaler.FromStruct(response.Inputs);
        if (configuration.AcceptSecrets)
            return new CheckResult(inputs, response.Failures);

        // What the program leaves out, the provider may have taken over from the old inputs.
        var carried = PropertyMap.From(olds.Where(item => !news.ContainsKey(item.Key)));
        return new CheckResult(Secretness.Propagate(Secretness.Propagate(inputs, news), carried), response.Failures);
    }

    /// <inheritdoc/>
    public async Task<DiffResult> DiffAsync(
        ResourceState old, string urn, PropertyMap oldInputs, PropertyMap oldOutputs, PropertyMap news, ImmutableArray<string> ignoreChanges)
    {
        var configuration = await Configured();
        if (configuration.Answer is null)
        {
            return DiffResult.Some() with
            {
                Unavailable = "The provider for this resource has inputs that are not known during preview.\n"
                    + "This preview may not correctly represent the changes that will be applied during an update.",
            };
        }

        var request = new DiffRequest
        {
            Id = old.Id,
            Urn = urn,
            Name = Urn.Name(urn),
            Type = Urn.Type(urn),
            Olds = PropertyMarshaler.ToStruct(oldOutputs, configuration.Marshal),
            OldInputs = PropertyMarshaler.ToStruct(oldInputs, configuration.Marshal),
            News = PropertyMarshaler.ToStruct(news, configuration.Marshal),
            IgnoreChanges = { ignoreChanges },
        };
        return FromResponse(await CallAsync(cancel => _provider.DiffAsync(request, cancel)));
    }

    /// <inheritdoc/>
    public async Task<LiveResource> CreateAsync(string urn, PropertyMap inputs, double timeout)
    {
        var configuration = await Configured();
        if (_settings.Preview && configuration.Answer is not { SupportsPreview: true })
            return new LiveResource("", configuration.Answer is null ? PropertyMap.Empty : inputs);
        var request = new CreateRequest
        {
            Urn = urn,
            Name = Urn.Name(urn),
            Type = Urn.Type(urn),
            Properties = PropertyMarshaler.ToStruct(inputs, configuration.Marshal),
            Timeout = timeout,
            Preview = _settings.Preview,
            ResourceStatusAddress = _settings.EngineAddress,
            ResourceStatusToken = _settings.NewToken(),
        };
        LiveResource live;
        try
        {
            var response = await CallAsync(cancel => _provider.CreateAsync(request, cancel));
            live = Live(response.Id, response.Properties, response.RefreshBeforeUpdate);
        }
        catch (RpcException error) when (Partial(error) is { } partial)
        {
            live = partial;
        }

        if (live.Id.Length == 0 && !_settings.Preview)
            throw new InvalidOperationException($"plugin for package '{Package}' returned empty resource.ID from create '{urn}'");
        return Annotate(live, configuration, inputs);
    }

    /// <inheritdoc/>
    public async Task<LiveResource> UpdateAsync(ResourceState old, string urn, PropertyMap inputs, double timeout, ImmutableArray<string> ignoreChanges)
    {
        var configuration = await Configured();
        if (_settings.Preview && configuration.Answer is not { SupportsPreview: true })
            return new LiveResource(old.Id, configuration.Answer is null ? PropertyMap.Empty : inputs);
        var request = new UpdateRequest
        {
            Id = old.Id,
            Urn = urn,
            Name = Urn.Name(urn),
            Type = Urn.Type(urn),
            Olds = PropertyMarshaler.ToStruct(old.Outputs, configuration.Marshal),
            OldInputs = PropertyMarshaler.ToStruct(old.Inputs, configuration.Marshal),
            News = PropertyMarshaler.ToStruct(inputs, configuration.Marshal),
            Timeout = timeout,
            Preview = _settings.Preview,
            IgnoreChanges = { ignoreChanges },
            ResourceStatusAddress = _settings.EngineAddress,
            ResourceStatusToken = _settings.NewToken(),
        };
        LiveResource live;
        try
        {
            var response = await CallAsync(cancel => _provider.UpdateAsync(request, cancel));
            live = Live(old.Id, response.Properties, response.RefreshBeforeUpdate);
        }
        catch (RpcException error) when (Partial(error) is { } partial)
        {
            live = partial with { Id = old.Id };
        }

        return Annotate(live, configuration, inputs);
    }

    /// <inheritdoc/>
    public async Task DeleteAsync(ResourceState old, double timeout)
    {
        var configuration = await Configured();
        var request = new DeleteRequest
        {
            Id = old.Id,
            Urn = old.Urn,
            Name = Urn.Name(old.Urn),
            Type = Urn.Type(old.Urn),
            Properties = PropertyMarshaler.ToStruct(old.Outputs, configuration.Marshal),
            OldInputs = PropertyMarshaler.ToStruct(old.Inputs, configuration.Marshal),
            Timeout = timeout,
            ResourceStatusAddress = _settings.EngineAddress,
            ResourceStatusToken = _settings.NewToken(),
        };
        await CallAsync(async cancel =>
        {
            await _provider.DeleteAsync(request, cancel);
            return true;
        });
    }

    /// <inheritdoc/>
    public async Task<LiveResource?> ReadAsync(string urn, string id, PropertyMap inputs, PropertyMap outputs, double timeout)
    {
        var configuration = await Configured();
        if (configuration.Answer is null)
            return new LiveResource(id, PropertyMap.Empty);
        var request = new ReadRequest
        {
            Id = id,
            Urn = urn,
            Name = Urn.Name(urn),
            Type = Urn.Type(urn),
            Properties = PropertyMarshaler.ToStruct(outputs, configuration.Marshal),
            Inputs = PropertyMarshaler.ToStruct(inputs, configuration.Marshal),
            Timeout = timeout,
            ResourceStatusAddress = _settings.EngineAddress,
            ResourceStatusToken = _settings.NewToken(),
        };
        LiveResource live;
        try
        {
            var response = await CallAsync(cancel => _provider.ReadAsync(request, cancel));
            if (response.Id.Length == 0)
                return null;
            live = Live(response.Id, response.Properties, response.RefreshBeforeUpdate)
                with
            { Inputs = response.Inputs is null ? null : PropertyMarshaler.FromStruct(response.Inputs) };
        }
        catch (RpcException error) when (Partial(error) is { } partial)
        {
            live = partial with { Id = partial.Id.Length > 0 ? partial.Id : id };
        }

        if (configuration.AcceptSecrets)
            return live;
        var readInputs = live.Inputs is null ? null : Secretness.Propagate(live.Inputs, inputs);
        return live with { Inputs = readInputs, Outputs = Secretness.Propagate(live.Outputs, outputs) };
    }

    private Task<Configuration> Configured() =>
        _configuration ?? throw new InvalidOperationException($"The provider of the package {Package} was not configured.");

    private static LiveResource Annotate(LiveResource live, Configuration configuration, PropertyMap inputs) =>
        configuration.AcceptSecrets ? live : live with { Outputs = Secretness.Propagate(live.Outputs, inputs) };

    private static LiveResource Live(string id, Struct? properties, bool refresh) =>
        new(id, PropertyMarshaler.FromStruct(properties)) { RefreshBeforeUpdate = refresh };

    private static LiveResource? Partial(RpcException error) =>
        ProviderErrors.GetInitFailed(error) is not { } details
            ? null
            : Live(details.Id, details.Properties, details.RefreshBeforeUpdate) with
            {
                Inputs = details.Inputs is null ? null : PropertyMarshaler.FromStruct(details.Inputs),
                InitErrors = [.. details.Reasons],
            };

    private static DiffResult FromResponse(DiffResponse response) => new()
    {
        Changes = response.Changes,
        ReplaceKeys = [.. response.Replaces],
        StableKeys = [.. response.Stables],
        ChangedKeys = [.. response.Diffs],
        DeleteBeforeReplace = response.DeleteBeforeReplace,
        Detailed = !response.HasDetailedDiff
            ? null
            : response.DetailedDiff.ToImmutableSortedDictionary(
                item => item.Key, item => new PropertyDifference((PropertyDifferenceKind)item.Value.Kind, item.Value.InputDiff), StringComparer.Ordinal),
    };
}
