using System.Text.Json;
using Coder.Infra.Engine.Deployment.Model;
using Coder.Infra.Engine.Deployment.Properties;
using Coder.Infra.Engine.Plugins;
using Coder.Infra.Protocol;
using Coder.Infra.Protocol.Properties;
using Grpc.Core;
using Pulumirpc;

namespace Coder.Infra.Engine.Deployment.Providers;

/// <summary>
/// A loaded provider: speaks the protocol with it as the official engine does (recorded in <c>grpc/*.jsonl</c>), and hides what
/// the provider does not take (secrets, resource references, previews).
/// </summary>
internal sealed partial class ProviderInstance : IAsyncDisposable
{
    private readonly IResourceProvider _provider;
    private readonly ProviderSettings _settings;
    private Task<Configuration>? _configuration;

    private ProviderInstance(IResourceProvider provider, string package, ProviderSettings settings)
    {
        _provider = provider;
        Package = package;
        _settings = settings;
    }

    /// <summary>The package it provides.</summary>
    public string Package { get; }

    /// <summary>The plugin's own version.</summary>
    public string Version { get; private set; } = "";

    /// <summary>Shakes hands with a provider that was just loaded.</summary>
    public static async Task<ProviderInstance> StartAsync(IResourceProvider provider, string package, ProviderSettings settings)
    {
        var instance = new ProviderInstance(provider, package, settings);
        var handshake = new ProviderHandshakeRequest
        {
            EngineAddress = settings.EngineAddress,
            RootDirectory = settings.RootDirectory,
            ProgramDirectory = settings.ProgramDirectory,
            ConfigureWithUrn = true,
            SupportsViews = true,
            SupportsRefreshBeforeUpdate = true,
            InvokeWithPreview = true,
            MapperTarget = settings.EngineAddress,
            LoaderTarget = settings.EngineAddress,
            ResolverTarget = settings.EngineAddress,
            AcceptsByteString = true,
        };
        await instance.OptionalAsync(cancel => provider.HandshakeAsync(handshake, cancel));
        instance.Version = (await instance.OptionalAsync(provider.GetPluginInfoAsync))?.Version ?? "";
        return instance;
    }

    /// <summary>Has the provider serve the package that the parameters describe.</summary>
    public async Task ParameterizeAsync(PackageParameters parameters)
    {
        ParameterizeResponse answer;
        try
        {
            answer = await CallAsync(cancel => _provider.ParameterizeAsync(parameters.ToRequest(), cancel));
        }
        catch (RpcException error)
        {
            throw new PluginFailedException($"The plugin cannot serve the package {parameters.Name} {parameters.Version}: {Diagnostics.Describe(error)}", error);
        }

        if (answer.Name != parameters.Name || answer.Version.TrimStart('v') != parameters.Version)
            throw new PluginFailedException($"The plugin was to serve the package {parameters.Name} {parameters.Version}, but serves {answer.Name} {answer.Version}.");
    }

    /// <summary>Checks the provider's own configuration.</summary>
    public async Task<CheckResult> CheckConfigAsync(string urn, PropertyMap olds, PropertyMap news)
    {
        var request = new CheckRequest
        {
            Urn = urn,
            Name = Urn.Name(urn),
            Type = Urn.Type(urn),
            Olds = Plain(olds),
            News = Plain(news),
        };
        if (await OptionalAsync(cancel => _provider.CheckConfigAsync(request, cancel)) is not { } response)
            return new CheckResult(news, []);
        var inputs = response.Inputs is null ? news : Secretness.Propagate(PropertyMarshaler.FromStruct(response.Inputs), news);
        return new CheckResult(inputs, response.Failures);
    }

    /// <summary>Compares two configurations of the provider.</summary>
    public async Task<DiffResult> DiffConfigAsync(string urn, PropertyMap oldInputs, PropertyMap oldOutputs, PropertyMap news)
    {
        var request = new DiffRequest
        {
            Urn = urn,
            Name = Urn.Name(urn),
            Type = Urn.Type(urn),
            Olds = Plain(oldOutputs),
            OldInputs = Plain(oldInputs),
            News = Plain(news),
        };
        var response = await OptionalAsync(cancel => _provider.DiffConfigAsync(request, cancel));
        return response is null ? new DiffResult { Changes = DiffResponse.Types.DiffChanges.DiffUnknown } : FromResponse(response);
    }

    /// <summary>
    /// Begins to configure the provider. Calls about resources wait for it; what goes wrong shows in the first of them. A
    /// configuration that holds unknowns is left alone: such a provider answers nothing before the update.
    /// </summary>
    public void Configure(string urn, string id, PropertyMap inputs)
    {
        if (inputs.ContainsUnknowns)
        {
            _configuration = Task.FromResult(new Configuration(null));
            return;
        }

        var request = new ConfigureRequest
        {
            Args = PropertyMarshaler.ToStruct(inputs),
            AcceptSecrets = true,
            AcceptResources = true,
            SendsOldInputs = true,
            SendsOldInputsToDelete = true,
            Id = id,
            Urn = urn,
            Name = Urn.Name(urn),
            Type = Urn.Type(urn),
        };
        foreach (var (name, value) in inputs)
        {
            if (name != "version")
                AddVariable(request, name, value.Reveal());
        }

        _configuration = ConfigureAsync(request);
        _ = _configuration.Exception;
    }

    /// <summary>Asks it to end what it is doing.</summary>
    public Task CancelAsync() => OptionalAsync(async cancel =>
    {
        await _provider.CancelAsync(cancel);
        return "";
    });

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        try
        {
            await CancelAsync();
        }
        catch (Exception error) when (error is RpcException or OperationCanceledException)
        {
            // It is ended in any case.
        }

        await _provider.DisposeAsync();
    }

    private void AddVariable(ConfigureRequest request, string name, PropertyValue value)
    {
        var text = value is StringValue s ? s.Value : JsonSerializer.Serialize(Json(value));
#pragma warning disable CS0612 // Older providers read nothing else.
        request.Variables[$"{Package}:config:{name}"] = text;
#pragma warning restore CS0612
    }

    private static object? Json(PropertyValue value) => value switch
    {
        BoolValue b => b.Value,
        NumberValue n => n.Value,
        StringValue s => s.Value,
        ArrayValue a => a.Items.Select(Json).ToArray(),
        ObjectValue o => o.Properties.ToDictionary(item => item.Key, item => Json(item.Value)),
        _ => null,
    };

    private async Task<Configuration> ConfigureAsync(ConfigureRequest request)
    {
        try
        {
            return new Configuration(await CallAsync(cancel => _provider.ConfigureAsync(request, cancel)));
        }
        catch (RpcException error) when (error.StatusCode == StatusCode.Unimplemented)
        {
            return new Configuration(new ConfigureResponse());
        }
        catch (RpcException error) when (ProviderErrors.GetMissingKeys(error) is { MissingKeys: { Count: > 0 } keys })
        {
            throw new InvalidOperationException(
                string.Join('\n', keys.Select(key => $"missing required configuration key \"{key.Name}\": {key.Description}\nSet a value using the command `pulumi config set {key.Name} <value>`.")),
                error);
        }
    }

    /// <summary>
    /// Makes a call outside of the engine's loop, so that a provider's own work does not hold it up. A call that is given up
    /// is not waited for: a provider may put things in order first.
    /// </summary>
    private Task<T> CallAsync<T>(Func<CancellationToken, Task<T>> call) =>
        Task.Run(() => call(_settings.Abort), CancellationToken.None).WaitAsync(_settings.Abort);

    /// <summary>A call that older providers do not know: null where they say so.</summary>
    private async Task<T?> OptionalAsync<T>(Func<CancellationToken, Task<T>> call)
        where T : class
    {
        try
        {
            return await CallAsync(call);
        }
        catch (RpcException error) when (error.StatusCode == StatusCode.Unimplemented)
        {
            return null;
        }
    }

    private static Google.Protobuf.WellKnownTypes.Struct Plain(PropertyMap map) =>
        PropertyMarshaler.ToStruct(map, new MarshalOptions { KeepSecrets = false, KeepResources = false });

    /// <summary>How the provider answered <c>Configure</c>; null while its configuration holds unknowns.</summary>
    private sealed record Configuration(ConfigureResponse? Answer)
    {
        public MarshalOptions Marshal { get; } = new()
        {
            KeepSecrets = Answer?.AcceptSecrets ?? false,
            KeepResources = Answer?.AcceptResources ?? false,
        };

        public bool AcceptSecrets => Answer?.AcceptSecrets ?? false;
    }
}

/// <summary>What every provider of a run gets.</summary>
internal sealed record ProviderSettings(string EngineAddress, string RootDirectory, string ProgramDirectory, bool Preview, Func<string> NewToken, CancellationToken Abort);
