using System.Text.Json.Nodes;
using Coder.Infra.Helm.Kube;
using Coder.Infra.Protocol.Properties;
using Coder.Infra.Providers.Kubernetes.Waiting;
using Pulumirpc;

namespace Coder.Infra.Providers.Kubernetes.Objects;

internal sealed partial class ObjectResources
{
    /// <inheritdoc/>
    public async Task DeleteAsync(DeleteRequest request, CancellationToken cancellationToken)
    {
        var token = ResourceToken.Of(request.Urn);
        using var cancellation = cluster.Begin(request.Urn, cancellationToken);
        var state = Wire.Read(request.Properties);
        var reference = await ReferenceAsync(request.Id, state, token, cancellation.Token).ConfigureAwait(false);
        var inputs = JsonProperties.ToJson(request.OldInputs is { Fields.Count: > 0 } given ? Wire.Read(given) : ObjectState.InputsOf(state) ?? PropertyMap.Empty);
        try
        {
            if (token.IsPatch)
                await RelinquishAsync(reference, state, cancellation.Token).ConfigureAwait(false);
            else
                await RemoveAsync(request, reference, inputs, cancellation.Token).ConfigureAwait(false);
        }
        catch (KubeException error) when (error.IsNoMatch)
        {
            // Its definition is gone, and with it every object.
        }
        catch (KubeException error)
        {
            throw Wire.Failed($"Failed to delete {reference}", error);
        }
        catch (NotReadyException failure)
        {
            throw Wire.Failed($"{reference} was scheduled for deletion, but is still there: {failure.Message}");
        }
    }

    private async Task RemoveAsync(DeleteRequest request, ObjectReference reference, JsonObject inputs, CancellationToken cancellationToken)
    {
        var options = new DeleteOptions { Propagation = Annotations.Propagation(inputs.Annotation(Annotations.DeletionPropagationPolicy)) ?? "Foreground" };
        var answer = await cluster.Client.RemoveAsync(reference, options, cancellationToken).ConfigureAwait(false);
        if (answer is null || Annotations.IsSet(inputs, Annotations.SkipAwait) || await StillThereAsync(reference, answer, cancellationToken).ConfigureAwait(false) is not { } deleted)
            return;
        await Awaiter(request.Urn).GoneAsync(reference, deleted, inputs, request.Timeout, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>
    /// The object that an answer to a DELETE leaves behind, null when it is gone: a <c>Status</c> with the object's uid says that,
    /// and so does the object itself unless finalizers or a grace period keep it.
    /// </summary>
    private async Task<JsonObject?> StillThereAsync(ObjectReference reference, JsonObject answer, CancellationToken cancellationToken)
    {
        if (answer.Kind() == "Status")
            return answer["details"]?["uid"] is not null ? null : await cluster.Client.FindAsync(reference, cancellationToken).ConfigureAwait(false);
        var isKept = answer["metadata"]?["deletionTimestamp"] is not null
            && (answer["metadata"]?["finalizers"] is JsonArray { Count: > 0 }
                || answer["metadata"].Count("deletionGracePeriodSeconds") > 0
                || answer.Kind() == "Namespace" && answer["spec"]?["finalizers"] is JsonArray { Count: > 0 });
        return isKept ? answer : null;
    }

    /// <summary>Gives up the fields that a patch owns: an apply that names none of them. The object stays, as another's.</summary>
    private async Task RelinquishAsync(ObjectReference reference, PropertyMap state, CancellationToken cancellationToken)
    {
        // Apply would recreate an object that is gone.
        if (ObjectState.FieldManagerOf(state) is not { } manager || await cluster.Client.FindAsync(reference, cancellationToken).ConfigureAwait(false) is null)
            return;
        await cluster.Client.ApplyAsync(reference.Identity(), new WriteOptions { FieldManager = manager, Force = true }, cancellationToken).ConfigureAwait(false);
    }
}
