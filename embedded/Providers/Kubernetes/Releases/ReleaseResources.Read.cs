using Coder.Infra.Helm.Charts;
using Coder.Infra.Helm.Releases;
using Coder.Infra.Protocol.Properties;
using Coder.Infra.Providers.Bridge;
using Coder.Infra.Providers.Kubernetes.Objects;
using Pulumirpc;

namespace Coder.Infra.Providers.Kubernetes.Releases;

internal sealed partial class ReleaseResources
{
    /// <inheritdoc/>
    public async Task<ReadResponse> ReadAsync(ReadRequest request, CancellationToken cancellationToken)
    {
        using var cancellation = cluster.Begin(request.Urn, cancellationToken);
        var state = Wire.Read(request.Properties);
        var id = state.Count == 0 ? ResourceId.Parse(request.Id) : new ResourceId(state.Text("namespace"), state.Text("name") ?? "");
        try
        {
            if (await Helm(id.Namespace).FindAsync(id.Name, cancellation: cancellation.Token).ConfigureAwait(false) is not { } release)
                return new ReadResponse();
            var known = ReleaseState.InputsOf(state) is null ? Imported(state, release) : state;
            var inputs = ReleaseState.InputsOf(state) ?? known;
            return new ReadResponse
            {
                Id = request.Id,
                Properties = Wire.Write(ReleaseState.Of(inputs, known, release)),
                Inputs = Wire.Write(inputs),
            };
        }
        catch (Exception error) when (IsFailure(error))
        {
            throw Failure(error, state);
        }
    }

    /// <summary>The inputs of a release that is imported: what its record says. The chart is one in the program's folder, else its bare name.</summary>
    private PropertyMap Imported(PropertyMap state, Release release)
    {
        var inputs = ReleaseState.Recorded(state, release);
        var versioned = $"{release.ChartName}-{release.ChartVersion}";
        string[] candidates = [versioned, $"{versioned}.tgz", release.ChartName, $"{release.ChartName}.tgz"];
        return inputs.Set("chart", candidates.FirstOrDefault(IsChart) ?? release.ChartName);
    }

    private bool IsChart(string name)
    {
        try
        {
            var path = Path.Combine(cluster.Folder, name);
            return Path.Exists(path) && ChartLoader.Load(path) is not null;
        }
        catch (Exception error) when (IsFailure(error) || error is IOException)
        {
            return false;
        }
    }
}
