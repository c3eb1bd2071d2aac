using Coder.Infra.Engine.Deployment.Model;
using Coder.Infra.Engine.Plugins;
using Coder.Infra.Protocol.Properties;

namespace Coder.Infra.Engine.Deployment.Providers;

/// <summary>
/// The providers of a run by reference (<c>urn::id</c>). A provider is loaded when its resource is checked, configured when its
/// step is done, and loaded from the state when something old needs it.
/// </summary>
internal sealed partial class ProviderRegistry(RunContext run, IPluginHost plugins, ProviderSettings settings) : IAsyncDisposable
{
    /// <summary>The id of a provider that a preview would create.</summary>
    public const string UnknownId = Signatures.Unknown;

    private readonly Dictionary<string, Task<ProviderInstance>> _byReference = new(StringComparer.Ordinal);
    private readonly Dictionary<string, Task<ProviderInstance>> _checked = new(StringComparer.Ordinal);

    /// <summary>The provider of a reference; one that is only in the state is loaded and configured as it was.</summary>
    /// <exception cref="InvalidOperationException">Neither the run nor the state knows the reference.</exception>
    public Task<ProviderInstance> GetAsync(string reference)
    {
        if (_byReference.TryGetValue(reference, out var known))
            return known;
        var urn = ProviderReference.UrnOf(reference);
        if (run.OldProvider(reference) is not { } old)
            throw new InvalidOperationException($"unknown provider '{reference}'");
        return _byReference[reference] = LoadOldAsync(urn, old);
    }

    /// <summary>The provider as steps use it: the registry itself for provider resources, null for components.</summary>
    public async Task<IStepProvider?> ForAsync(string type, bool custom, string reference)
    {
        if (!custom)
            return null;
        return Urn.IsProviderType(type) ? new ProviderOfProviders(this, run) : await GetAsync(reference);
    }

    /// <summary>Every provider that was loaded.</summary>
    public IEnumerable<ProviderInstance> Loaded() =>
        _byReference.Values.Concat(_checked.Values).Where(task => task.IsCompletedSuccessfully).Select(task => task.Result).Distinct();

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        var all = _byReference.Values.Concat(_checked.Values).ToList();
        _byReference.Clear();
        _checked.Clear();
        await Task.WhenAll(all.Select(async task =>
        {
            try
            {
                await task;
            }
            catch (Exception)
            {
                // It was reported when it was loaded.
            }
        }));
        await Task.WhenAll(all.Where(task => task.IsCompletedSuccessfully).Select(task => task.Result).Distinct().Select(provider => provider.DisposeAsync().AsTask()));
    }

    private async Task<ProviderInstance> LoadOldAsync(string urn, ResourceState old)
    {
        var provider = await LoadAsync(Urn.Package(old.Type), old.Inputs);
        provider.Configure(urn, old.Id, WithoutInternal(old.Inputs));
        return provider;
    }

    /// <summary>Starts the plugin of a package and, where the package is made of parameters, has it serve that.</summary>
    private async Task<ProviderInstance> LoadAsync(string package, PropertyMap inputs)
    {
        var source = PackageSource.From(package, inputs);
        if (package == "pulumi")
            return await ProviderInstance.StartAsync(new PulumiProvider(run.Target, run.CurrentState), package, settings);
        var request = new PluginRequest
        {
            Package = source.Plugin,
            Version = source.Version,
            EngineAddress = settings.EngineAddress,
            Log = run.Diagnostics,
            RootDirectory = settings.RootDirectory,
            ProgramDirectory = settings.ProgramDirectory,
            Environment = run.Target.Environment.SetItems(ProviderEnvironment.Of(inputs, Variable)),
        };
        var loaded = await Task.Run(() => plugins.LoadAsync(request, settings.Abort), CancellationToken.None);
        try
        {
            var provider = await ProviderInstance.StartAsync(loaded, package, settings);
            if (source.Parameters is { } parameters)
                await provider.ParameterizeAsync(parameters);
            return provider;
        }
        catch
        {
            await loaded.DisposeAsync();
            throw;
        }
    }

    private string? Variable(string name) => run.Target.Environment.GetValueOrDefault(name) ?? Environment.GetEnvironmentVariable(name);

    private static PropertyMap WithoutInternal(PropertyMap inputs) => inputs.Remove("__internal");
}
