using Coder.Infra.Helm.Charts;
using Coder.Infra.Helm.Go;
using Coder.Infra.Helm.Kube;
using Coder.Infra.Helm.Releases;
using Coder.Infra.Helm.Rendering;
using Coder.Infra.Helm.Yaml;
using Coder.Infra.Protocol;
using Coder.Infra.Protocol.Properties;
using Coder.Infra.Providers.Kubernetes.Objects;
using Coder.Infra.Providers.Kubernetes.Releases;
using Grpc.Core;
using Pulumirpc;

namespace Coder.Infra.Providers.Kubernetes;

internal sealed partial class KubernetesProvider
{
    private async Task<CreateResponse> CreateReleaseAsync(CreateRequest request, CancellationToken cancellationToken)
    {
        var inputs = Read(request.Properties);
        var settings = Settings(inputs, request.Urn, request.Timeout);
        if (request.Preview)
        {
            await PreviewReleaseAsync(settings, inputs, request.Urn, cancellationToken).ConfigureAwait(false);
            return new CreateResponse { Properties = Write(ReleaseState.Planned(inputs)) };
        }

        var state = await RunReleaseAsync(settings, inputs, async (helm, chart, values) =>
        {
            var last = await helm.FindAsync(settings.Name, cancellation: cancellationToken).ConfigureAwait(false);
            var ours = last is not null && settings.Made(last, chart, values);
            return await helm.InstallAsync(settings.Name, chart, values, settings.Install with { TakeOver = ours }, cancellationToken).ConfigureAwait(false);
        }, cancellationToken).ConfigureAwait(false);
        return new CreateResponse { Id = new ResourceId(settings.Namespace, settings.Name).ToString(), Properties = Write(state) };
    }

    private async Task<UpdateResponse> UpdateReleaseAsync(UpdateRequest request, CancellationToken cancellationToken)
    {
        var inputs = Read(request.News);
        var settings = Settings(inputs, request.Urn, request.Timeout);
        if (request.Preview)
        {
            await PreviewReleaseAsync(settings, inputs, request.Urn, cancellationToken).ConfigureAwait(false);
            return new UpdateResponse { Properties = Write(ReleaseState.Planned(inputs)) };
        }

        var state = await RunReleaseAsync(
            settings, inputs, (helm, chart, values) => helm.UpgradeAsync(settings.Name, chart, values, settings.Upgrade, cancellationToken), cancellationToken).ConfigureAwait(false);
        return new UpdateResponse { Properties = Write(state) };
    }

    private async Task DeleteReleaseAsync(DeleteRequest request, CancellationToken cancellationToken)
    {
        var id = ResourceId.Parse(request.Id);
        var settings = Settings(Read(request.OldInputs is { Fields.Count: > 0 } given ? given : request.Properties), request.Urn, request.Timeout);
        UninstallResult result;
        try
        {
            result = await Helm(id.Namespace).UninstallAsync(id.Name, settings.Uninstall, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception error) when (IsReleaseFailure(error))
        {
            throw ReleaseFailure(error, ReleaseValues.SecretsOf(Read(request.Properties)));
        }

        if (result.Info.Length > 0)
            log.Log(LogSeverity.Warning, $"Helm uninstall returned information: {GoQuote.Quote(result.Info)}", request.Urn);
    }

    private HelmClient Helm(string? @namespace) => new(Client, string.IsNullOrEmpty(@namespace) ? null : @namespace, time);

    private ReleaseSettings Settings(PropertyMap inputs, string urn, double seconds) =>
        new(inputs, _settings.HelmRelease, _folder, urn, seconds, message => log.Log(LogSeverity.Info, message, urn, ephemeral: true));

    /// <summary>Runs an operation on a release. One that failed and was left as it is stays in the state, with the reason.</summary>
    private async Task<PropertyMap> RunReleaseAsync(
        ReleaseSettings settings, PropertyMap inputs, Func<HelmClient, Chart, Dictionary<string, object?>, Task<Release>> run, CancellationToken cancellationToken)
    {
        if (_unreachable is not null)
            throw Unreachable();
        try
        {
            var chart = await ChartSource.LoadAsync(settings.Chart, cancellation: cancellationToken).ConfigureAwait(false);
            var values = await ReleaseValues.OfAsync(inputs, _folder, cancellationToken).ConfigureAwait(false);
            return ReleaseState.Of(inputs, await run(Helm(settings.Namespace), chart, values).ConfigureAwait(false));
        }
        catch (ReleaseFailedException error) when (error is { RolledBack: false, Release: { } release })
        {
            var details = new ErrorResourceInitFailed
            {
                Id = new ResourceId(settings.Namespace, settings.Name).ToString(),
                Properties = Write(ReleaseState.Of(inputs, release)),
                Inputs = Write(inputs),
            };
            var reason = Masked(error.Message, ReleaseValues.SecretsOf(inputs));
            details.Reasons.Add(reason);
            throw ProviderErrors.InitFailed($"Helm release \"{settings.Namespace}/{settings.Name}\" has status \"{release.Status.ToText()}\": {reason}", details);
        }
        catch (Exception error) when (IsReleaseFailure(error))
        {
            throw ReleaseFailure(error, ReleaseValues.SecretsOf(inputs));
        }
    }

    /// <summary>What ends a release operation with a message for the user.</summary>
    private static bool IsReleaseFailure(Exception error) =>
        error is HelmException or ChartException or RenderFailedException or KubeException or SemVersionException or TimeoutException or YamlException;

    private static RpcException ReleaseFailure(Exception error, IReadOnlyList<string> secrets)
    {
        // Helm's own deadline is told by this code; the cluster's refusals by none in particular.
        var code = error.Message.Contains("context deadline exceeded", StringComparison.Ordinal) || error.InnerException is TimeoutException ? StatusCode.DeadlineExceeded : StatusCode.Unknown;
        return new RpcException(new Status(code, Masked(error is KubeException ? Explain(error) : error.Message, secrets)));
    }

    /// <summary>A message without secret values: charts and the API server quote what they refuse.</summary>
    private static string Masked(string message, IEnumerable<string> secrets)
    {
        const int Shortest = 4;
        return secrets.Where(secret => secret.Length >= Shortest).OrderByDescending(secret => secret.Length)
            .Aggregate(message, (text, secret) => text.Replace(secret, "[secret]", StringComparison.Ordinal));
    }
}
