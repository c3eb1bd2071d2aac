using System.Collections.Immutable;
using Coder.Infra.Engine.Deployment.Model;
using Coder.Infra.Protocol.Properties;
using Pulumirpc;

namespace Coder.Infra.Engine.Deployment.Providers;

internal sealed partial class ProviderRegistry
{
    /// <summary>
    /// The provider of provider resources: <c>CheckConfig</c> and <c>DiffConfig</c> for check and diff, <c>Configure</c> for the
    /// rest. Their inputs carry <c>__internal</c>, which the plugin never sees and the outputs leave out.
    /// </summary>
    private sealed class ProviderOfProviders(ProviderRegistry registry, RunContext run) : IStepProvider, ISameProvider
    {
        public async Task<CheckResult> CheckAsync(string urn, PropertyMap olds, PropertyMap news, byte[] randomSeed)
        {
            // A second check (of a replacement) takes the plugin of the first.
            if (!registry._checked.TryGetValue(urn, out var loading))
                registry._checked[urn] = loading = registry.LoadAsync(Urn.Package(Urn.Type(urn)), news);
            var provider = await loading;
            var result = await provider.CheckConfigAsync(urn, WithoutInternal(olds), WithoutInternal(news));
            return news.Get("__internal") is { } hidden ? result with { Inputs = result.Inputs.Set("__internal", hidden) } : result;
        }

        public async Task<DiffResult> DiffAsync(
            ResourceState old, string urn, PropertyMap oldInputs, PropertyMap oldOutputs, PropertyMap news, ImmutableArray<string> ignoreChanges)
        {
            var provider = registry._checked.TryGetValue(urn, out var loading)
                ? await loading
                : await registry.GetAsync(ProviderReference.Make(urn, old.Id));
            var diff = await provider.DiffConfigAsync(urn, WithoutInternal(oldInputs), oldOutputs, WithoutInternal(news));
            if (diff.Changes != DiffResponse.Types.DiffChanges.DiffUnknown)
                return diff;
            return Properties.ObjectDiff.Same(WithoutInternal(oldInputs), WithoutInternal(news)) ? DiffResult.None : DiffResult.Some();
        }

        public Task<LiveResource> CreateAsync(string urn, PropertyMap inputs, double timeout)
        {
            var id = run.DryRun ? UnknownId : run.NewGuid();
            registry.Use(urn, id, inputs);
            return Task.FromResult(new LiveResource(id, WithoutInternal(inputs)));
        }

        public Task<LiveResource> UpdateAsync(ResourceState old, string urn, PropertyMap inputs, double timeout, ImmutableArray<string> ignoreChanges)
        {
            registry.Use(urn, old.Id, inputs);
            return Task.FromResult(new LiveResource(old.Id, WithoutInternal(inputs)));
        }

        public async Task DeleteAsync(ResourceState old, double timeout)
        {
            if (registry._byReference.Remove(ProviderReference.Make(old.Urn, old.Id), out var loaded))
                await (await loaded).DisposeAsync();
        }

        /// <summary>A provider resource stays as it is: what was loaded for its check serves under its reference.</summary>
        public void Same(ResourceState state) => registry.Use(state.Urn, state.Id, state.Inputs);

        public Task<LiveResource?> ReadAsync(string urn, string id, PropertyMap inputs, PropertyMap outputs, double timeout) =>
            Task.FromResult<LiveResource?>(new LiveResource(id, outputs));
    }

    private void Use(string urn, string id, PropertyMap inputs)
    {
        if (!_checked.Remove(urn, out var loading))
            return;
        _byReference[ProviderReference.Make(urn, id)] = loading;
        loading.Result.Configure(urn, id, WithoutInternal(inputs));
    }
}
