using Coder.Infra.Helm.Charts;
using Coder.Infra.Helm.Go;
using Coder.Infra.Helm.Releases;
using Coder.Infra.Protocol;
using Coder.Infra.Protocol.Properties;
using Coder.Infra.Providers.Kubernetes.Objects;
using Grpc.Core;
using Pulumirpc;

namespace Coder.Infra.Providers.Kubernetes.Releases;

internal sealed partial class ReleaseResources
{
    /// <inheritdoc/>
    public async Task<CreateResponse> CreateAsync(CreateRequest request, CancellationToken cancellationToken)
    {
        var inputs = Wire.Read(request.Properties);
        if (request.Preview)
            return new CreateResponse { Properties = Wire.Write(ReleaseState.Planned(inputs)) };
        if (cluster.Unreachable is { } reason)
            throw Wire.Failed($"can't create Helm Release with unreachable cluster: {reason}");
        using var cancellation = cluster.Begin(request.Urn, cancellationToken);
        var settings = Settings(inputs);
        var helm = Helm(settings.Namespace);
        var id = new ResourceId(settings.Namespace, settings.Name).ToString();
        try
        {
            var chart = await LoadAsync(settings, cancellation.Token).ConfigureAwait(false);
            if (chart.Metadata.Type is not ("" or "application"))
                throw new HelmException($"{chart.Metadata.Type} charts are not installable");
            var release = await helm.InstallAsync(settings.Name, chart, ReleaseValues.ForHelm(inputs), settings.Install, cancellation.Token).ConfigureAwait(false);
            return new CreateResponse { Id = id, Properties = Wire.Write(ReleaseState.Of(inputs, inputs, release)) };
        }
        catch (ReleaseFailedException error) when (!request.Preview)
        {
            // An atomic install that failed is gone: there is nothing to keep.
            if (!await IsThereAsync(helm, settings.Name).ConfigureAwait(false))
                throw Failure(error, inputs);
            var message = Message(error, inputs);
            log.Log(LogSeverity.Warning, $"Helm release {GoQuote.Quote(settings.Name)} was created but has a failed status. Use the `helm` command to investigate the error, correct it, then retry. Reason: {message}", request.Urn);
            throw Partial(id, $"Helm release {GoQuote.Quote(id)} was created, but failed to initialize completely", inputs, error);
        }
        catch (Exception error) when (IsFailure(error))
        {
            throw Failure(error, inputs);
        }
    }

    /// <inheritdoc/>
    public async Task<UpdateResponse> UpdateAsync(UpdateRequest request, CancellationToken cancellationToken)
    {
        var inputs = Wire.Read(request.News);
        if (request.Preview)
            return new UpdateResponse { Properties = Wire.Write(ReleaseState.Planned(inputs)) };
        if (cluster.Unreachable is { } reason)
            throw Wire.Failed($"can't update Helm Release with unreachable cluster: {reason}");
        using var cancellation = cluster.Begin(request.Urn, cancellationToken);
        var settings = Settings(inputs);
        try
        {
            var chart = await LoadAsync(settings, cancellation.Token).ConfigureAwait(false);
            var release = await Helm(Settings(Wire.Read(request.Olds)).Namespace)
                .UpgradeAsync(settings.Name, chart, ReleaseValues.ForHelm(inputs), settings.Upgrade, cancellation.Token).ConfigureAwait(false);
            return new UpdateResponse { Properties = Wire.Write(ReleaseState.Of(inputs, inputs, release)) };
        }
        catch (ReleaseFailedException error)
        {
            var id = new ResourceId(settings.Namespace, settings.Name).ToString();
            throw Partial(id, $"Helm release {GoQuote.Quote(id)} failed to initialize completely", inputs, error);
        }
        catch (Exception error) when (IsFailure(error))
        {
            throw Failure(error, inputs);
        }
    }

    /// <inheritdoc/>
    public async Task DeleteAsync(DeleteRequest request, CancellationToken cancellationToken)
    {
        var state = Wire.Read(request.Properties);
        var settings = Settings(state);
        using var cancellation = cluster.Begin(request.Urn, cancellationToken);
        UninstallResult result;
        try
        {
            result = await Helm(settings.Namespace).UninstallAsync(settings.Name, settings.Uninstall, cancellation.Token).ConfigureAwait(false);
        }
        catch (Exception error) when (IsFailure(error))
        {
            throw Failure(error, state);
        }

        if (result.Info.Length > 0)
            log.Log(LogSeverity.Warning, $"Helm uninstall returned information: {GoQuote.Quote(result.Info)}", request.Urn);
    }

    /// <summary>Whether a release has a record; also where that can't be read, as the failure of the install says more.</summary>
    private static async Task<bool> IsThereAsync(HelmClient helm, string name)
    {
        try
        {
            return await helm.FindAsync(name).ConfigureAwait(false) is not null;
        }
        catch (Exception error) when (IsFailure(error))
        {
            return false;
        }
    }

    /// <summary>The error of a release that failed and stays: the engine keeps its state, and the next update starts from there.</summary>
    private static RpcException Partial(string id, string what, PropertyMap inputs, ReleaseFailedException error)
    {
        var message = $"{what}. Use Helm CLI to investigate: failed to become available within allocated timeout. Error: Helm Release {id}: {Message(error, inputs)}";
        var details = new ErrorResourceInitFailed { Id = id, Properties = Wire.Write(ReleaseState.Of(inputs, inputs, error.Release)) };
        details.Reasons.Add(message);
        return ProviderErrors.InitFailed(message, details);
    }
}
