using Coder.Infra.Protocol.Properties;
using Coder.Infra.Providers.Bridge;
using Coder.Infra.Providers.Kubernetes.Objects;
using Coder.Infra.Providers.Kubernetes.Releases;
using Pulumirpc;

namespace Coder.Infra.Providers.Kubernetes;

internal sealed partial class KubernetesProvider
{
    private static readonly string[] ReleaseIdentity = ["name", "namespace"];

    private CheckResponse CheckRelease(CheckRequest request)
    {
        var inputs = ReleaseInputs.WithDefaults(Read(request.News));
        if (inputs.Get("name") is null or NullValue or StringValue { Value: "" })
            inputs = inputs.Set("name", ReleaseName(request));
        if (inputs.Get("namespace") is null or NullValue or StringValue { Value: "" })
            inputs = inputs.Set("namespace", _settings.Namespace ?? _client?.DefaultNamespace ?? "default");
        var response = new CheckResponse { Inputs = Write(inputs) };
        response.Failures.AddRange(ReleaseInputs.Problems(inputs).Select(problem => new CheckFailure { Property = problem.Property, Reason = problem.Reason }));
        return response;
    }

    private static string ReleaseName(CheckRequest request)
    {
        var olds = Read(request.Olds);
        var name = ResourceUrn.NameOf(request.Urn);
        // A name that was drawn before is kept; it can be told by its form, as a release has no annotations.
        if (olds.Text("name") is { } old && old.StartsWith(name + "-", StringComparison.Ordinal))
            return old;
        return request.Autonaming switch
        {
            { Mode: CheckRequest.Types.AutonamingOptions.Types.Mode.Disable } => name,
            { ProposedName.Length: > 0 } autonaming => autonaming.ProposedName,
            _ => Naming.Unique(name, request.RandomSeed.Span),
        };
    }

    private static DiffResponse DiffRelease(DiffRequest request)
    {
        var state = Read(request.Olds);
        var olds = request.OldInputs is { Fields.Count: > 0 } given ? Read(given) : ObjectState.InputsOf(state) ?? PropertyMap.Empty;
        var differences = ObjectDiff.Compare(olds, Read(request.News));
        foreach (var path in differences.Keys.Where(path => request.IgnoreChanges.Any(ignored => ObjectDiff.IsWithin(path, ignored))).ToList())
            differences.Remove(path);
        if (ReleaseState.NeedsMending(state))
            differences["status.status"] = PropertyDiff.Types.Kind.Update;
        if (differences.Count == 0)
            return new DiffResponse { Changes = DiffResponse.Types.DiffChanges.DiffNone };
        var response = new DiffResponse { Changes = DiffResponse.Types.DiffChanges.DiffSome, HasDetailedDiff = true };
        response.Replaces.AddRange(differences.Keys.Where(ReleaseIdentity.Contains));
        response.Diffs.AddRange(differences.Keys.Select(path => path.Split('.', '[')[0]).Distinct());
        foreach (var (path, kind) in differences)
            response.DetailedDiff[path] = new PropertyDiff { Kind = ReleaseIdentity.Contains(path) ? ObjectDiff.Replacing(kind) : kind };
        return response;
    }
}
