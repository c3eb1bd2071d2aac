using System.Text.Json.Nodes;
using Coder.Infra.Helm.Kube;
using Coder.Infra.Protocol.Properties;
using Coder.Infra.Providers.Kubernetes.Waiting;
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
        var given = Wire.Read(request.Inputs);
        var olds = given.Count > 0 ? given
            : ObjectState.InputsOf(state) ?? JsonProperties.FromJson(reference.Identity());
        var inputs = LiveInputs.Of(JsonProperties.FromJson(live), olds);
        // What the program only looks up, or imports, is taken as it is.
        if (given.Count > 0)
            await CheckAsync(request.Urn, live, inputs, ObjectState.InitialApiVersionOf(state), manager, cancellation.Token).ConfigureAwait(false);
        return new ReadResponse
        {
            Id = new ResourceId(live.Namespace(), live.Name()!).ToString(),
            Properties = Wire.Write(ObjectState.Of(live, inputs, ObjectState.InitialApiVersionOf(state), manager)),
            Inputs = Wire.Write(inputs),
        };
    }

    /// <summary>An object that is not ready any more is kept in the state with the reasons.</summary>
    private async Task CheckAsync(string urn, JsonObject live, PropertyMap inputs, string? initialApiVersion, string manager, CancellationToken cancellationToken)
    {
        try
        {
            await Awaiter(urn).CheckAsync(live, live, cancellationToken).ConfigureAwait(false);
        }
        catch (NotReadyException failure)
        {
            throw InitFailed(failure, live, inputs, initialApiVersion, manager);
        }
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
