using Coder.Infra.Helm.Kube;
using Coder.Infra.Protocol.Properties;
using Coder.Infra.Providers.Bridge;
using Coder.Infra.Providers.Kubernetes.Objects;
using Coder.Infra.Providers.Kubernetes.Waiting;
using Pulumirpc;

namespace Coder.Infra.Providers.Kubernetes;

internal sealed partial class KubernetesProvider
{
    /// <inheritdoc/>
    public override async Task<CheckResponse> CheckAsync(CheckRequest request, CancellationToken cancellationToken)
    {
        var token = ResourceToken.Of(request.Urn);
        using var cancellation = Begin(request.Urn, cancellationToken);
        if (token.IsRelease)
            return CheckRelease(request);
        var inputs = Read(request.News);
        var response = new CheckResponse();
        void Refuse(string property, string reason) => response.Failures.Add(new CheckFailure { Property = property, Reason = reason });
        if (token.IsPatch)
        {
            if (inputs.Map("metadata")?.Get("name") is null or NullValue)
                Refuse("metadata.name", $"a {token.Kind}Patch needs the name of the object that it patches. Set metadata.name");
        }
        else if (Naming.AutoName(inputs, Read(request.Olds), request) is { } named)
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

        response.Inputs = Write(inputs);
        return response;
    }

    private async Task<PropertyMap> WithNamespaceAsync(PropertyMap inputs, ResourceToken token, CancellationToken cancellationToken)
    {
        var metadata = (inputs.Get("metadata") as ObjectValue)?.Properties ?? PropertyMap.Empty;
        if (_unreachable is not null || metadata.Get("namespace") is not null and not NullValue)
            return inputs;
        // A kind that the server does not serve yet may be defined by this very run.
        var resource = await FindAsync(inputs, token, cancellationToken).ConfigureAwait(false);
        if (resource is not { Namespaced: true })
            return inputs;
        return inputs.Set("metadata", metadata.Set("namespace", _settings.Namespace ?? Client.DefaultNamespace));
    }

    private async Task<KubeResource?> FindAsync(PropertyMap inputs, ResourceToken token, CancellationToken cancellationToken)
    {
        try
        {
            return await Client.FindResourceAsync(inputs.Text("apiVersion") ?? token.ApiVersion, inputs.Text("kind") ?? token.Kind, cancellationToken).ConfigureAwait(false);
        }
        catch (KubeException error)
        {
            _unreachable = error.IsUnreachable ? error.Message : _unreachable;
            return error.IsUnreachable ? null : throw Failed($"Failed to look up kind {token.Kind} of {token.ApiVersion}", error);
        }
    }
}
