using System.Text.Json.Nodes;
using Coder.Infra.Helm.Kube;

namespace Coder.Infra.Providers.Kubernetes.Objects;

/// <summary>
/// Reads objects one by one, or by one list where many of a kind and namespace are asked for at the same time, as a refresh does.
/// A read waits for a list that is sent after it was asked for, so that it never sees less than a read of its own would.
/// </summary>
internal sealed class ReadBatches(KubeClient client)
{
    // Fewer reads than this are cheaper one by one: a list returns what nobody asked for.
    private const int Many = 16;

    private readonly Dictionary<(string ApiVersion, string Kind, string? Namespace), Queue<Request>> _waiting = [];

    /// <summary>An object, or null where it is not there.</summary>
    public Task<JsonObject?> FindAsync(ObjectReference reference, CancellationToken cancellationToken)
    {
        var request = new Request(reference, new TaskCompletionSource<JsonObject?>(TaskCreationOptions.RunContinuationsAsynchronously), cancellationToken);
        var place = (reference.ApiVersion, reference.Kind, reference.Namespace);
        lock (_waiting)
        {
            if (_waiting.TryGetValue(place, out var queue))
            {
                queue.Enqueue(request);
            }
            else
            {
                _waiting[place] = queue = new Queue<Request>([request]);
                _ = ServeAsync(place);
            }
        }

        return request.Answer.Task.WaitAsync(cancellationToken);
    }

    private async Task ServeAsync((string ApiVersion, string Kind, string? Namespace) place)
    {
        while (true)
        {
            List<Request> batch;
            lock (_waiting)
            {
                batch = [.. _waiting[place]];
                _waiting[place].Clear();
                if (batch.Count == 0)
                {
                    _waiting.Remove(place);
                    return;
                }
            }

            if (batch.Count < Many || !await TryListAsync(place, batch).ConfigureAwait(false))
                await Task.WhenAll(batch.Select(ReadAsync)).ConfigureAwait(false);
        }
    }

    private async Task ReadAsync(Request request)
    {
        try
        {
            request.Answer.TrySetResult(await client.FindAsync(request.Reference, request.CancellationToken).ConfigureAwait(false));
        }
        catch (Exception error)
        {
            request.Answer.TrySetException(error);
        }
    }

    /// <summary>Answers all by one list; false where the server does not let us list.</summary>
    private async Task<bool> TryListAsync((string ApiVersion, string Kind, string? Namespace) place, List<Request> batch)
    {
        try
        {
            var list = await client.ListAsync(place.ApiVersion, place.Kind, place.Namespace, cancellation: CancellationToken.None).ConfigureAwait(false);
            var byName = list.Items.ToDictionary(value => value.Name() ?? "", StringComparer.Ordinal);
            foreach (var request in batch)
                request.Answer.TrySetResult(byName.TryGetValue(request.Reference.Name, out var value) ? (JsonObject)value.DeepClone() : null);
            return true;
        }
        catch (Exception error) when (error is KubeException or KubeConfigException)
        {
            return false; // each read says what is wrong
        }
    }

    private sealed record Request(ObjectReference Reference, TaskCompletionSource<JsonObject?> Answer, CancellationToken CancellationToken);
}
