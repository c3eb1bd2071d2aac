using System.Text.Json.Nodes;
using Coder.Infra.Helm.Kube;
using Coder.Infra.Protocol.Properties;
using Coder.Infra.Providers.Kubernetes.Objects;
using Pulumirpc;

namespace Coder.Infra.Providers.Kubernetes;

internal sealed partial class KubernetesProvider
{
    /// <inheritdoc/>
    public override async Task<ReadResponse> ReadAsync(ReadRequest request, CancellationToken cancellationToken)
    {
        var token = ResourceToken.Of(request.Urn);
        using var cancellation = Begin(request.Urn, cancellationToken);
        if (_unreachable is not null)
            return ReadUnreachable(request);
        if (token.IsRelease)
            return await ReadReleaseAsync(request, cancellation.Token).ConfigureAwait(false);
        var state = Read(request.Properties);
        var reference = await ReferenceAsync(request.Id, state, token, cancellation.Token).ConfigureAwait(false);
        JsonObject? live;
        try
        {
            live = await Client.FindAsync(reference, cancellation.Token).ConfigureAwait(false);
        }
        catch (KubeException error) when (error.IsNoMatch)
        {
            live = null; // its definition is gone, and with it every object
        }
        catch (KubeException error)
        {
            throw Failed($"Failed to read {reference}", error);
        }

        if (live is null)
            return new ReadResponse();
        var manager = Naming.FieldManager(live, state, random);
        var olds = Read(request.Inputs) is { Count: > 0 } given ? given
            : ObjectState.InputsOf(state) ?? JsonProperties.FromJson(reference.Identity());
        var inputs = LiveInputs.Of(JsonProperties.FromJson(live), olds);
        return new ReadResponse
        {
            Id = new ResourceId(live.Namespace(), live.Name()!).ToString(),
            Properties = Write(ObjectState.Of(live, inputs, ObjectState.InitialApiVersionOf(state), manager)),
            Inputs = Write(inputs),
        };
    }

    /// <summary>The object that an id names, in the version that the state was made in.</summary>
    private async Task<ObjectReference> ReferenceAsync(string id, PropertyMap state, ResourceToken token, CancellationToken cancellationToken)
    {
        var parsed = ResourceId.Parse(id);
        var version = Bridge.PropertyReading.Text(state, "apiVersion") ?? token.ApiVersion;
        if (parsed.Namespace is not null || await FindAsync(PropertyMap.Of(("apiVersion", version)), token, cancellationToken).ConfigureAwait(false) is not { Namespaced: true })
            return new ObjectReference(version, token.Kind, parsed.Name, parsed.Namespace);
        return new ObjectReference(version, token.Kind, parsed.Name, _settings.Namespace ?? Client.DefaultNamespace);
    }

    private ReadResponse ReadUnreachable(ReadRequest request)
    {
        if (_settings.DeleteUnreachable)
        {
            log.Log(LogSeverity.Warning, $"configured Kubernetes cluster is unreachable: {_unreachable}. The resource is taken out of the state, as deleteUnreachable is set", request.Urn);
            return new ReadResponse();
        }

        if (_settings.SkipUpdateUnreachable)
        {
            log.Log(LogSeverity.Warning, $"configured Kubernetes cluster is unreachable: {_unreachable}. The state is left as it is, as skipUpdateUnreachable is set", request.Urn);
            return new ReadResponse { Id = request.Id, Properties = request.Properties, Inputs = request.Inputs };
        }

        throw Failed($"{Unreachable().Status.Detail}\nIf the cluster is gone for good, take its resources out of the state by running again with PULUMI_K8S_DELETE_UNREACHABLE=true");
    }
}
