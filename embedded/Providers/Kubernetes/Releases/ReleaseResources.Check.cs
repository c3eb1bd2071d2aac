using Coder.Infra.Protocol.Properties;
using Coder.Infra.Providers.Bridge;
using Coder.Infra.Providers.Kubernetes.Objects;
using Pulumirpc;

namespace Coder.Infra.Providers.Kubernetes.Releases;

internal sealed partial class ReleaseResources
{
    private static readonly string[] Identity = ["name", "namespace"];

    /// <inheritdoc/>
    public async Task<CheckResponse> CheckAsync(CheckRequest request, CancellationToken cancellationToken)
    {
        using var cancellation = cluster.Begin(request.Urn, cancellationToken);
        var news = WithDefaults(Wire.Read(request.News), request);
        var response = new CheckResponse();
        void Refuse(string property, string reason) => response.Failures.Add(new CheckFailure { Property = property, Reason = reason });
        foreach (var (property, reason) in ReleaseInputs.Problems(news))
            Refuse(property, reason);
        var inputs = ReleaseInputs.Complete(news);
        try
        {
            inputs = inputs.Set("values", await ReleaseValues.OfAsync(news, cluster.Folder, cancellation.Token).ConfigureAwait(false));
            if (response.Failures.Count == 0 && !news.ContainsUnknowns)
            {
                // The version that a constraint, or no version at all, selects today.
                var chart = await LoadAsync(Settings(inputs), cancellation.Token).ConfigureAwait(false);
                inputs = inputs.Set("version", chart.Metadata.Version);
            }
        }
        catch (Exception error) when (IsFailure(error))
        {
            Refuse("chart", $"{Message(error, inputs)}; check the chart name and repository configuration.");
        }

        response.Inputs = Wire.Write(inputs);
        return response;
    }

    /// <inheritdoc/>
    public Task<DiffResponse> DiffAsync(DiffRequest request, CancellationToken cancellationToken)
    {
        var state = Wire.Read(request.Olds);
        var olds = ReleaseState.InputsOf(state) ?? PropertyMap.Empty;
        var news = Wire.Read(request.News);
        // Check has put the chart's version in, so that the engine could not keep the old one.
        if (request.IgnoreChanges.Contains("version") && state.Get("version") is { } version)
            news = news.Set("version", version);
        var differences = ObjectDiff.Compare(olds, news, state);
        if (differences.Count == 0)
            return Task.FromResult(new DiffResponse { Changes = DiffResponse.Types.DiffChanges.DiffNone });
        var response = new DiffResponse { Changes = DiffResponse.Types.DiffChanges.DiffSome, HasDetailedDiff = true };
        response.Replaces.AddRange(differences.Keys.Where(Identity.Contains));
        response.Diffs.AddRange(differences.Keys.Select(path => path.Split('.', '[')[0]).Distinct());
        foreach (var (path, difference) in differences)
            response.DetailedDiff[path] = Identity.Contains(path) ? ObjectDiff.Replacing(difference) : difference;
        return Task.FromResult(response);
    }

    private PropertyMap WithDefaults(PropertyMap news, CheckRequest request)
    {
        if (news.Get("name") is null or NullValue or StringValue { Value: "" })
            news = news.Set("name", NameOf(request));
        if (news.Get("namespace") is null or NullValue or StringValue { Value: "" })
            news = news.Set("namespace", cluster.DefaultNamespace);
        var waits = news.Get("skipAwait") is null or NullValue or BoolValue { Value: false };
        return waits && news.Get("timeout") is null or NullValue ? news.Set("timeout", ReleaseInputs.StandardTimeout) : news;
    }

    private static string NameOf(CheckRequest request)
    {
        if (Wire.Read(request.Olds).Text("name") is { Length: > 0 } old)
            return old;
        var name = ResourceUrn.NameOf(request.Urn);
        return request.Autonaming switch
        {
            { Mode: CheckRequest.Types.AutonamingOptions.Types.Mode.Disable } => name,
            { ProposedName.Length: > 0 } autonaming => autonaming.ProposedName,
            _ => Naming.Unique(name, request.RandomSeed.Span),
        };
    }
}
