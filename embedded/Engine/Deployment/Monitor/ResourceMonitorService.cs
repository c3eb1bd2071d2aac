using Coder.Infra.Engine.Deployment.Model;
using Coder.Infra.Engine.Deployment.Providers;
using Coder.Infra.Engine.Deployment.Steps;
using Coder.Infra.Protocol.Properties;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using Pulumirpc;

namespace Coder.Infra.Engine.Deployment.Monitor;

/// <summary>The service a program registers its resources with.</summary>
internal sealed partial class ResourceMonitorService(
    RunContext run, StepGenerator generator, ProviderRegistry providers, DefaultProviders defaults, Transforms transforms,
    ResourceHooks hooks, ProgramLife life) : ResourceMonitor.ResourceMonitorBase
{
    /// <summary>What a program may rely on. Names as the official SDKs ask for them.</summary>
    private static readonly HashSet<string> Features = new(StringComparer.Ordinal)
    {
        "secrets", "resourceReferences", "outputValues", "aliasSpecs", "deletedWith", "replaceWith", "replacementTrigger",
        "transforms", "invokeTransforms", "parameterization", "resourceHooks", "errorHooks",
    };

    private readonly Dictionary<string, PackageSource> _packages = new(StringComparer.Ordinal);

    /// <inheritdoc/>
    public override Task<SupportsFeatureResponse> SupportsFeature(SupportsFeatureRequest request, ServerCallContext context) =>
        Task.FromResult(new SupportsFeatureResponse { HasSupport = Features.Contains(request.Id) });

    /// <inheritdoc/>
    public override Task<DeploymentInfo> GetDeploymentInfo(Empty request, ServerCallContext context)
    {
        var target = run.Target;
        var info = new DeploymentInfo
        {
            Project = target.Project,
            Stack = target.Stack,
            Organization = target.Organization,
            Config = { target.Config },
            ConfigSecretKeys = { target.SecretKeys },
            DryRun = run.DryRun,
            Parallel = run.Options.Parallel,
            SupportedFeatures =
            {
                ResourceMonitorFeature.Secrets, ResourceMonitorFeature.ResourceReferences, ResourceMonitorFeature.OutputValues,
                ResourceMonitorFeature.AliasSpecs, ResourceMonitorFeature.ReplacementTrigger, ResourceMonitorFeature.DeletedWith,
                ResourceMonitorFeature.ReplaceWith, ResourceMonitorFeature.Transforms, ResourceMonitorFeature.InvokeTransforms,
                ResourceMonitorFeature.Parameterization, ResourceMonitorFeature.ResourceHooks, ResourceMonitorFeature.ErrorHooks,
                ResourceMonitorFeature.InvokeDependsOn,
            },
        };
        return Task.FromResult(info);
    }

    /// <inheritdoc/>
    public override Task<Empty> RegisterResourceOutputs(RegisterResourceOutputsRequest request, ServerCallContext context) =>
        OnLoop(async () =>
        {
            await life.RegisterOutputsAsync(request.Urn, await Goals.OutputsAsync(request, run.Target));
            return new Empty();
        });

    /// <inheritdoc/>
    public override Task<RegisterPackageResponse> RegisterPackage(RegisterPackageRequest request, ServerCallContext context) =>
        OnLoop(() =>
        {
            if (request.Name.Length == 0)
                throw new RpcException(new Status(StatusCode.InvalidArgument, "package name is empty"));
            if (request.Extension is not null)
            {
                throw new RpcException(new Status(
                    StatusCode.Unimplemented, $"The package {request.Name} is extended by parameters, which this engine does not support; use the official engine for it."));
            }

            var source = PackageSource.From(request);
            var known = _packages.FirstOrDefault(item => item.Value == source).Key;
            if (known is null)
                _packages[known = run.NewGuid()] = source;
            return Task.FromResult(new RegisterPackageResponse { Ref = known });
        });

    /// <inheritdoc/>
    public override Task<Empty> RegisterStackTransform(Callback request, ServerCallContext context) =>
        OnLoop(() =>
        {
            transforms.AddStackTransform(request);
            return Task.FromResult(new Empty());
        });

    /// <inheritdoc/>
    public override Task<Empty> RegisterStackInvokeTransform(Callback request, ServerCallContext context) =>
        OnLoop(() =>
        {
            transforms.AddInvokeTransform(request);
            return Task.FromResult(new Empty());
        });

    /// <inheritdoc/>
    public override Task<Empty> RegisterResourceHook(RegisterResourceHookRequest request, ServerCallContext context) =>
        OnLoop(() => hooks.Register(request)
            ? Task.FromResult(new Empty())
            : throw new RpcException(new Status(StatusCode.AlreadyExists, $"resource hook already registered for name \"{request.Name}\"")));

    /// <inheritdoc/>
    public override Task<Empty> RegisterErrorHook(RegisterErrorHookRequest request, ServerCallContext context) =>
        OnLoop(() => hooks.Register(request)
            ? Task.FromResult(new Empty())
            : throw new RpcException(new Status(StatusCode.AlreadyExists, $"error hook already registered for name \"{request.Name}\"")));

    /// <inheritdoc/>
    public override async Task<Empty> SignalAndWaitForShutdown(Empty request, ServerCallContext context)
    {
        life.ProgramIsDone();
        await life.ShutdownAsync(context.CancellationToken);
        return new Empty();
    }

    /// <summary>
    /// Runs a call on the engine's loop. When the run stops, the program learns that the monitor is gone, at which the SDKs end
    /// quietly: the engine has reported why.
    /// </summary>
    private async Task<T> OnLoop<T>(Func<Task<T>> work)
    {
        using var call = life.Enter();
        try
        {
            return await run.Loop.RunAsync(work);
        }
        catch (Exception error) when (error is BailException or StepFailedException or DependencyFailedException or RunStoppedException)
        {
            throw new RpcException(new Status(StatusCode.Unavailable, MonitorShutdown.Message));
        }
        catch (Exception error) when (error is not RpcException)
        {
            throw new RpcException(new Status(StatusCode.Unknown, Diagnostics.Describe(error)));
        }
    }

    /// <summary>What a provider makes has a type of three parts, the first of which is the package.</summary>
    private static void RequireTypeToken(string type)
    {
        if (type.Count(c => c == ':') != 2)
            throw new RpcException(new Status(StatusCode.InvalidArgument, $"Type '{type}' is not a valid type token (must have format '*:*:*')"));
    }

    /// <summary>The reference of the provider of a type or function, where the program named none.</summary>
    private async Task<string> ProviderFor(string token, string provider, string version, string downloadUrl, string packageRef)
    {
        if (provider.Length > 0)
            return provider;
        var source = SourceOf(Urn.Package(token), version, downloadUrl, packageRef);
        if (defaults.IsDisabled(source.Package))
            throw new RpcException(new Status(StatusCode.Unknown, $"Default provider for '{source.Package}' disabled. '{token}' must use an explicit provider."));
        return await defaults.GetAsync(source);
    }

    /// <summary>Where a package comes from: as it was registered, else as the request itself says.</summary>
    private PackageSource SourceOf(string package, string version, string downloadUrl, string packageRef)
    {
        if (packageRef.Length == 0)
            return new PackageSource(package, version.TrimStart('v'), downloadUrl);
        return _packages.TryGetValue(packageRef, out var registered)
            ? registered
            : throw new RpcException(new Status(StatusCode.InvalidArgument, $"unknown provider package '{packageRef}'"));
    }
}
