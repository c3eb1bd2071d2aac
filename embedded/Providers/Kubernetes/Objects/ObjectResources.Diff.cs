using System.Text.Json.Nodes;
using Coder.Infra.Helm.Kube;
using Coder.Infra.Protocol.Properties;
using Coder.Infra.Providers.Kubernetes.Waiting;
using Pulumirpc;

namespace Coder.Infra.Providers.Kubernetes.Objects;

internal sealed partial class ObjectResources
{
    /// <inheritdoc/>
    public async Task<DiffResponse> DiffAsync(DiffRequest request, CancellationToken cancellationToken)
    {
        var token = ResourceToken.Of(request.Urn);
        using var cancellation = cluster.Begin(request.Urn, cancellationToken);
        var state = Wire.Read(request.Olds);
        var olds = request.OldInputs is { Fields.Count: > 0 } given ? Wire.Read(given) : ObjectState.InputsOf(state) ?? PropertyMap.Empty;
        var news = Wire.Read(request.News);
        var differences = ObjectDiff.Compare(olds, news);
        foreach (var path in differences.Keys.Where(path => request.IgnoreChanges.Any(ignored => ObjectDiff.IsWithin(path, ignored))).ToList())
            differences.Remove(path);
        var response = new DiffResponse { HasDetailedDiff = true, Changes = DiffResponse.Types.DiffChanges.DiffNone };
        if (differences.Count == 0 && !IsUnready(state, news, token))
            return response;
        response.Changes = DiffResponse.Types.DiffChanges.DiffSome;
        var old = ResourceId.Parse(request.Id);
        var rules = ReplaceRules.For(Shallow(news, token), token.IsPatch, cluster.Settings).ToList();
        var replaces = differences.Keys.Where(path => rules.Exists(rule => ObjectDiff.IsWithin(path, rule))).ToList();
        if (IsUnready(state, news, token))
        {
            const string Path = $"metadata.annotations[\"{Annotations.ReplaceUnready}\"]";
            differences.TryAdd(Path, new PropertyDiff { Kind = PropertyDiff.Types.Kind.Update });
            replaces.Add(Path);
        }

        if (replaces.Count == 0)
            replaces = await RefusedAsync(differences.Keys, state, news, token, cancellation.Token).ConfigureAwait(false);
        foreach (var (path, difference) in differences)
            response.DetailedDiff[path] = replaces.Contains(path) ? ObjectDiff.Replacing(difference) : difference;
        response.Replaces.AddRange(replaces);
        // Two objects of one name can't exist at once; for a name that the provider chose, another is drawn.
        response.DeleteBeforeReplace = replaces.Count > 0 && !Naming.IsAutoNamed(news) && SameIdentity(olds, news);
        return response;
    }

    /// <summary>Whether a job failed and the program wants it replaced then.</summary>
    private static bool IsUnready(PropertyMap state, PropertyMap news, ResourceToken token)
    {
        if (token.Kind != "Job" || news.ContainsUnknowns || state.Count == 0 || !Annotations.IsSet(JsonProperties.ToJson(news), Annotations.ReplaceUnready))
            return false;
        var job = JsonProperties.ToJson(state);
        return ReadyRules.For(job)?.Judge(job, Surroundings.None).State == ReadinessState.Failed;
    }

    private static bool SameIdentity(PropertyMap olds, PropertyMap news) => new[] { "name", "namespace" }.All(name => Equals(
        (olds.Get("metadata") as ObjectValue)?.Properties.Get(name)?.Reveal(),
        (news.Get("metadata") as ObjectValue)?.Properties.Get(name)?.Reveal()));

    /// <summary>The version and kind of inputs that may hold unknowns elsewhere.</summary>
    private static JsonObject Shallow(PropertyMap inputs, ResourceToken token) => new()
    {
        ["apiVersion"] = (inputs.Get("apiVersion")?.Reveal() as StringValue)?.Value ?? token.ApiVersion,
        ["kind"] = (inputs.Get("kind")?.Reveal() as StringValue)?.Value ?? token.Kind,
    };

    /// <summary>Asks the server, by a dry run, which of the changed fields it does not let change.</summary>
    private async Task<List<string>> RefusedAsync(
        IEnumerable<string> changed, PropertyMap state, PropertyMap news, ResourceToken token, CancellationToken cancellationToken)
    {
        if (cluster.Unreachable is not null || news.ContainsUnknowns || token.IsPatch)
            return [];
        var manifest = Manifest(news, token);
        try
        {
            await ApplyAsync(manifest, state, force: true, dryRun: true, cancellationToken).ConfigureAwait(false);
            return [];
        }
        catch (KubeException error) when (error.IsInvalid)
        {
            // "spec.selector: Invalid value: …: field is immutable": the update's own dry run reports the rest.
            var immutable = error.Causes.Where(cause => cause.Contains("immutable", StringComparison.Ordinal) || cause.Contains("may not change", StringComparison.Ordinal))
                .Select(cause => cause[..cause.IndexOf(':', StringComparison.Ordinal)]).ToList();
            return [.. changed.Where(path => immutable.Exists(field => ObjectDiff.IsWithin(path, field) || ObjectDiff.IsWithin(field, path)))];
        }
        catch (KubeException)
        {
            return []; // what else is wrong, preview and update say where it can be read with its context
        }
    }
}
