using Coder.Infra.Helm.Kube;
using Coder.Infra.Protocol.Properties;
using Coder.Infra.Providers.Bridge;
using Coder.Infra.Providers.Kubernetes.Waiting;
using Pulumirpc;

namespace Coder.Infra.Providers.Kubernetes.Objects;

internal sealed partial class ObjectResources
{
    /// <inheritdoc/>
    public async Task<CheckResponse> CheckAsync(CheckRequest request, CancellationToken cancellationToken)
    {
        var token = ResourceToken.Of(request.Urn);
        using var cancellation = cluster.Begin(request.Urn, cancellationToken);
        var inputs = Wire.Read(request.News);
        var response = new CheckResponse();
        void Refuse(string property, string reason) => response.Failures.Add(new CheckFailure { Property = property, Reason = reason });
        if (token.IsPatch)
        {
            if (inputs.Map("metadata")?.Get("name") is null or NullValue)
                Refuse("metadata.name", $"a {token.Kind}Patch needs the name of the object that it patches. Set metadata.name");
        }
        else if (Naming.AutoName(inputs, Wire.Read(request.Olds), request) is { } named)
        {
            inputs = named;
        }
        else
        {
            Refuse("metadata.name", "autonaming is disabled, so that the resource needs a name. Set metadata.name");
        }

        inputs = await WithNamespaceAsync(inputs, token, cancellation.Token).ConfigureAwait(false);
        if (!inputs.ContainsUnknowns)
        {
            var manifest = Manifest(inputs, token);
            foreach (var (annotation, reason) in Annotations.Problems(manifest).Concat(WaitConditions.Problems(manifest)))
                Refuse($"metadata.annotations[\"{annotation}\"]", reason);
        }

        response.Inputs = Wire.Write(inputs);
        return response;
    }

    private async Task<PropertyMap> WithNamespaceAsync(PropertyMap inputs, ResourceToken token, CancellationToken cancellationToken)
    {
        if (inputs.Get("metadata") is not (null or NullValue or ObjectValue))
            return inputs;
        var metadata = (inputs.Get("metadata") as ObjectValue)?.Properties ?? PropertyMap.Empty;
        // A namespace that is not known yet counts as none (recorded in 3.274's preview-create.jsonl).
        if (metadata.Get("namespace")?.Reveal() is not (null or NullValue or ComputedValue or StringValue { Value: "" }))
            return inputs;
        var isNamespaced = await cluster.IsNamespacedAsync(inputs.Text("apiVersion") ?? token.ApiVersion, inputs.Text("kind") ?? token.Kind, cancellationToken).ConfigureAwait(false);
        return isNamespaced ? inputs.Set("metadata", metadata.Set("namespace", cluster.DefaultNamespace)) : inputs;
    }

    private Task<KubeResource?> FindAsync(PropertyMap inputs, ResourceToken token, CancellationToken cancellationToken) =>
        cluster.FindResourceAsync(inputs.Text("apiVersion") ?? token.ApiVersion, inputs.Text("kind") ?? token.Kind, cancellationToken);
}
