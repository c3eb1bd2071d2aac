using System.Text.Json.Nodes;
using Coder.Infra.Helm.Kube;
using Coder.Infra.Protocol.Properties;
using Pulumirpc;

namespace Coder.Infra.Providers.Kubernetes.Objects;

internal sealed partial class ObjectResources
{
    /// <inheritdoc/>
    public async Task<ReadResponse> ReadAsync(ReadRequest request, CancellationToken cancellationToken)
    {
        var token = ResourceToken.Of(request.Urn);
        using var cancellation = cluster.Begin(request.Urn, cancellationToken);
        var state = Wire.Read(request.Properties);
        var reference = await ReferenceAsync(request.Id, state, token, cancellation.Token).ConfigureAwait(false);
        JsonObject? live;
        try
        {
            live = await cluster.Reads.FindAsync(reference, cancellation.Token).ConfigureAwait(false);
        }
        catch (KubeException error) when (error.IsNoMatch)
        {
            live = null; // its definition is gone, and with it every object
        }
        catch (KubeException error)
        {
            throw Wire.Failed($"Failed to read {reference}", error);
        }

        if (live is null)
            return new ReadResponse();
        var manager = Naming.FieldManager(live, state, random);
        var olds = Wire.Read(request.Inputs) is { Count: > 0 } given ? given
            : ObjectState.InputsOf(state) ?? JsonProperties.FromJson(reference.Identity());
        var inputs = LiveInputs.Of(JsonProperties.FromJson(live), olds);
        return new ReadResponse
        {
            Id = new ResourceId(live.Namespace(), live.Name()!).ToString(),
            Properties = Wire.Write(ObjectState.Of(live, inputs, ObjectState.InitialApiVersionOf(state), manager)),
            Inputs = Wire.Write(inputs),
        };
    }

    /// <summary>The object that an id names, in the version that the state was made in.</summary>
    private async Task<ObjectReference> ReferenceAsync(string id, PropertyMap state, ResourceToken token, CancellationToken cancellationToken)
    {
        var parsed = ResourceId.Parse(id);
        var version = Bridge.PropertyReading.Text(state, "apiVersion") ?? token.ApiVersion;
        if (parsed.Namespace is not null || await FindAsync(PropertyMap.Of(("apiVersion", version)), token, cancellationToken).ConfigureAwait(false) is not { Namespaced: true })
            return new ObjectReference(version, token.Kind, parsed.Name, parsed.Namespace);
        return new ObjectReference(version, token.Kind, parsed.Name, cluster.DefaultNamespace);
    }
}
