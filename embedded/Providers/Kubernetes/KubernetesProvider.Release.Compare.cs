using Coder.Infra.Helm.Charts;
using Coder.Infra.Helm.Releases;
using Coder.Infra.Helm.Releases.Comparison;
using Coder.Infra.Protocol.Properties;
using Coder.Infra.Providers.Bridge;
using Coder.Infra.Providers.Kubernetes.Objects;
using Coder.Infra.Providers.Kubernetes.Releases;
using Pulumirpc;

namespace Coder.Infra.Providers.Kubernetes;

internal sealed partial class KubernetesProvider
{
    /// <summary>
    /// Says what an install or upgrade would change, object by object. A chart that is not there or does not render fails
    /// here already, unless values that are not known yet may be the reason.
    /// </summary>
    private async Task PreviewReleaseAsync(ReleaseSettings settings, PropertyMap inputs, string urn, CancellationToken cancellationToken)
    {
        if (_unreachable is not null && !_unknown)
            throw Unreachable();
        if (!settings.ChartIsKnown)
            return;
        var secrets = ReleaseValues.SecretsOf(inputs);
        try
        {
            var chart = await ChartSource.LoadAsync(settings.Chart, cancellation: cancellationToken).ConfigureAwait(false);
            if (!_unknown && settings.IdentityIsKnown)
                await CompareAsync(chart).ConfigureAwait(false);
        }
        catch (Exception error) when (IsReleaseFailure(error))
        {
            throw ReleaseFailure(error, secrets);
        }

        async Task CompareAsync(Chart chart)
        {
            try
            {
                var values = await ReleaseValues.OfAsync(inputs, _folder, cancellationToken).ConfigureAwait(false);
                var difference = await Helm(settings.Namespace).DiffAsync(settings.Name, chart, values, settings.Upgrade, secrets, cancellationToken).ConfigureAwait(false);
                if (!difference.IsEmpty)
                    log.Log(LogSeverity.Info, $"changes in the manifest of release {settings.Namespace}/{settings.Name}:\n{difference}".TrimEnd(), urn);
            }
            catch (Exception error) when (IsReleaseFailure(error) && inputs.ContainsUnknowns)
            {
                // What is not known yet stands there as a text that the chart may not take.
            }
        }
    }

    private async Task<ReadResponse> ReadReleaseAsync(ReadRequest request, CancellationToken cancellationToken)
    {
        var id = ResourceId.Parse(request.Id);
        var state = Read(request.Properties);
        try
        {
            var helm = Helm(id.Namespace);
            var release = await helm.FindAsync(id.Name, cancellation: cancellationToken).ConfigureAwait(false);
            if (release is null or { Status: ReleaseStatus.Uninstalled })
                return new ReadResponse();
            var inputs = Read(request.Inputs) is { Count: > 0 } given ? given : ObjectState.InputsOf(state) ?? InputsOf(release);
            var status = state.Count > 0 ? await DriftAsync(helm, release, state, inputs, request.Urn, cancellationToken).ConfigureAwait(false) : null;
            return new ReadResponse
            {
                Id = new ResourceId(release.Namespace, release.Name).ToString(),
                Properties = Write(ReleaseState.Of(inputs, release, status)),
                Inputs = Write(inputs),
            };
        }
        catch (Exception error) when (IsReleaseFailure(error))
        {
            throw ReleaseFailure(error, ReleaseValues.SecretsOf(state));
        }
    }

    /// <summary>The status of a release whose objects, or whose revision, are not what the state says; null where they are.</summary>
    private async Task<string?> DriftAsync(HelmClient helm, Release release, PropertyMap state, PropertyMap inputs, string urn, CancellationToken cancellationToken)
    {
        if (release.Status != ReleaseStatus.Deployed)
            return null;
        if (state.Map("status")?.Number("revision") is { } known && known != release.Version)
        {
            log.Log(LogSeverity.Warning, $"release {release.Namespace}/{release.Name} is at revision {release.Version} ({release.ChartName} {release.ChartVersion}), not at {known}: somebody else upgraded or rolled it back. The next update makes it what the program says", urn);
            return ReleaseState.Drifted;
        }

        var changes = await helm.DriftAsync(release, ReleaseValues.SecretsOf(inputs), cancellationToken).ConfigureAwait(false);
        if (changes.Count == 0)
            return null;
        log.Log(LogSeverity.Warning, $"objects of release {release.Namespace}/{release.Name} were changed behind its back; the next update puts them right:\n{Told(changes)}", urn);
        return ReleaseState.Drifted;
    }

    private static string Told(IEnumerable<ObjectChange> changes) => string.Join("\n", changes.SelectMany(change =>
        change.Kind == ObjectChangeKind.Delete
            ? [$"  {change.Object} is gone"]
            : change.Fields.Select(field => $"      {field}").Prepend($"  {change.Object} (is => should be)")));

    /// <summary>The inputs of a release that is imported: what its record tells.</summary>
    private static PropertyMap InputsOf(Release release) => ReleaseInputs.WithDefaults(PropertyMap.Of(
        ("chart", release.ChartName),
        ("name", release.Name),
        ("namespace", release.Namespace),
        ("values", release.Config is { } config ? JsonProperties.FromJson(config) : PropertyMap.Empty),
        ("version", release.ChartVersion)));
}
