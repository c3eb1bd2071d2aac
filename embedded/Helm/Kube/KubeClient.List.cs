using System.Text.Json.Nodes;

namespace Coder.Infra.Helm.Kube;

public sealed partial class KubeClient
{
    const int PageSize = 500;

    /// <summary>Lists objects of a kind.</summary>
    /// <param name="apiVersion">The kind's version.</param>
    /// <param name="kind">The kind.</param>
    /// <param name="namespace">A namespace; null lists all of them.</param>
    /// <param name="selection">Which ones; null for all.</param>
    /// <param name="cancellation">Stops the request.</param>
    public async Task<KubeList> ListAsync(
        string apiVersion, string kind, string? @namespace = null, Selection? selection = null, CancellationToken cancellation = default)
    {
        var resource = await ResourceAsync(apiVersion, kind, cancellation).ConfigureAwait(false);
        var items = new List<JsonObject>();
        string? next = null;
        while (true)
        {
            var query = SelectionQuery(selection);
            query.Add($"limit={PageSize}");
            if (next is not null)
                query.Add($"continue={Uri.EscapeDataString(next)}");
            JsonObject page;
            try
            {
                page = await SendAsync(HttpMethod.Get, $"{resource.Path(@namespace)}?{string.Join('&', query)}", cancellation: cancellation).ConfigureAwait(false);
            }
            catch (KubeException e) when (e.IsGone && next is not null)
            {
                // The rest of the list is of a version that the server has dropped by now: begin again.
                items.Clear();
                next = null;
                continue;
            }
            var array = page["items"] as JsonArray ?? [];
            var read = array.OfType<JsonObject>().ToList();
            array.Clear(); // gives the items free to be put elsewhere
            foreach (var item in read)
            {
                // Items of a list come without their own type.
                item["apiVersion"] ??= apiVersion;
                item["kind"] ??= kind;
                items.Add(item);
            }
            next = (string?)page["metadata"]?["continue"];
            if (string.IsNullOrEmpty(next))
                return new KubeList(items, (string?)page["metadata"]?["resourceVersion"] ?? "");
        }
    }

    static List<string> SelectionQuery(Selection? selection)
    {
        var query = new List<string>();
        if (!string.IsNullOrEmpty(selection?.Fields))
            query.Add($"fieldSelector={Uri.EscapeDataString(selection.Fields)}");
        if (!string.IsNullOrEmpty(selection?.Labels))
            query.Add($"labelSelector={Uri.EscapeDataString(selection.Labels)}");
        return query;
    }
}
