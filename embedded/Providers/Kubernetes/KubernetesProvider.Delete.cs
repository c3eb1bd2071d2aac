using System.Text.Json.Nodes;
using Coder.Infra.Helm.Kube;
using Coder.Infra.Protocol.Properties;
using Coder.Infra.Providers.Kubernetes.Objects;
using Coder.Infra.Providers.Kubernetes.Waiting;
using Pulumirpc;

namespace Coder.Infra.Providers.Kubernetes;

internal sealed partial class KubernetesProvider
{
    /// <inheritdoc/>
    public override async Task DeleteAsync(DeleteRequest request, CancellationToken cancellationToken)
    {
        var token = ResourceToken.Of(request.Urn);
        using var cancellation = Begin(request.Urn, cancellationToken);
        if (_unreachable is not null)
        {
            DeleteUnreachable(request.Urn);
            return;
        }

        if (token.IsRelease)
        {
            await DeleteReleaseAsync(request, cancellation.Token).ConfigureAwait(false);
            return;
        }

        var state = Read(request.Properties);
        var reference = await ReferenceAsync(request.Id, state, token, cancellation.Token).ConfigureAwait(false);
        var inputs = JsonProperties.ToJson(request.OldInputs is { Fields.Count: > 0 } given ? Read(given) : ObjectState.InputsOf(state) ?? PropertyMap.Empty);
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
            throw Failed($"Failed to delete {reference}", error);
        }
        catch (NotReadyException failure)
        {
            throw Failed($"{reference} was scheduled for deletion, but is still there: {failure.Message}");
        }
    }

    private async Task RemoveAsync(DeleteRequest request, ObjectReference reference, JsonObject inputs, CancellationToken cancellationToken)
    {
        var options = new DeleteOptions { Propagation = Annotations.Propagation(inputs.Annotation(Annotations.DeletionPropagationPolicy)) ?? "Foreground" };
        if (!await Client.DeleteAsync(reference, options, cancellationToken).ConfigureAwait(false) || Annotations.IsSet(inputs, Annotations.SkipAwait))
            return;
        await Awaiter(request.Urn).GoneAsync(reference, inputs, request.Timeout, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Gives up the fields that a patch owns: an apply that names none of them. The object stays, as another's.</summary>
    private async Task RelinquishAsync(ObjectReference reference, PropertyMap state, CancellationToken cancellationToken)
    {
        // Apply would make an object that is gone anew.
        if (ObjectState.FieldManagerOf(state) is not { } manager || await Client.FindAsync(reference, cancellationToken).ConfigureAwait(false) is null)
            return;
        await Client.ApplyAsync(reference.Identity(), new WriteOptions { FieldManager = manager, Force = true }, cancellationToken).ConfigureAwait(false);
    }

    private void DeleteUnreachable(string urn)
    {
        if (!_settings.DeleteUnreachable)
            throw Failed($"{Unreachable().Status.Detail}\nIf the cluster is gone for good, take its resources out of the state by running again with PULUMI_K8S_DELETE_UNREACHABLE=true");
        log.Log(LogSeverity.Warning, $"configured Kubernetes cluster is unreachable: {_unreachable}. The resource is taken out of the state, as deleteUnreachable is set", urn);
    }
}
