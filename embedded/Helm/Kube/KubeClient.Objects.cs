using System.Text.Json.Nodes;

namespace Coder.Infra.Helm.Kube;

public sealed partial class KubeClient
{
    /// <summary>Reads an object.</summary>
    /// <exception cref="KubeException">With <see cref="KubeException.IsNotFound"/> when it is not there.</exception>
    public async Task<JsonObject> GetAsync(ObjectReference reference, CancellationToken cancellation = default)
        => await SendAsync(HttpMethod.Get, await PathAsync(reference, cancellation).ConfigureAwait(false), cancellation: cancellation).ConfigureAwait(false);

    /// <summary>Reads an object; null when it is not there.</summary>
    public async Task<JsonObject?> FindAsync(ObjectReference reference, CancellationToken cancellation = default)
    {
        try
        {
            return await GetAsync(reference, cancellation).ConfigureAwait(false);
        }
        catch (KubeException e) when (e.IsNotFound)
        {
            return null;
        }
    }

    /// <summary>Creates an object and returns it as the server stored it. <c>metadata.generateName</c> works too.</summary>
    public async Task<JsonObject> CreateAsync(JsonObject value, WriteOptions? options = null, CancellationToken cancellation = default)
    {
        var resource = await ResourceAsync((string)value["apiVersion"]!, (string)value["kind"]!, cancellation).ConfigureAwait(false);
        var path = resource.Path(NamespaceOf(resource, (string?)value["metadata"]?["namespace"])) + Query(options);
        return await SendAsync(HttpMethod.Post, path, value, cancellation: cancellation).ConfigureAwait(false);
    }

    /// <summary>Replaces an object as a whole. With <c>metadata.resourceVersion</c> the server refuses if it changed meanwhile.</summary>
    public async Task<JsonObject> ReplaceAsync(JsonObject value, WriteOptions? options = null, CancellationToken cancellation = default)
    {
        var path = await PathAsync(ObjectReference.Of(value), cancellation, options?.Subresource).ConfigureAwait(false) + Query(options);
        return await SendAsync(HttpMethod.Put, path, value, cancellation: cancellation).ConfigureAwait(false);
    }

    /// <summary>Patches an object.</summary>
    /// <param name="reference">The object.</param>
    /// <param name="kind">The kind of patch.</param>
    /// <param name="patch">An array of operations for <see cref="PatchKind.Json"/>, else an object.</param>
    /// <param name="options">Field manager (obligatory for apply), dry run, force, …</param>
    /// <param name="cancellation">Stops the request.</param>
    public async Task<JsonObject> PatchAsync(
        ObjectReference reference, PatchKind kind, JsonNode patch, WriteOptions? options = null, CancellationToken cancellation = default)
    {
        var path = await PathAsync(reference, cancellation, options?.Subresource).ConfigureAwait(false) + Query(options, kind == PatchKind.Apply);
        var contentType = kind switch
        {
            PatchKind.Json => "application/json-patch+json",
            PatchKind.Merge => "application/merge-patch+json",
            PatchKind.Strategic => "application/strategic-merge-patch+json",
            // JSON is YAML, and servers before 1.32 know apply under this name only.
            _ => "application/apply-patch+yaml",
        };
        return await SendAsync(HttpMethod.Patch, path, patch, contentType, cancellation: cancellation).ConfigureAwait(false);
    }

    /// <summary>Server-side apply of a whole object.</summary>
    public Task<JsonObject> ApplyAsync(JsonObject value, WriteOptions options, CancellationToken cancellation = default)
        => PatchAsync(ObjectReference.Of(value), PatchKind.Apply, value, options, cancellation);

    /// <summary>Deletes an object. Returns false when it was not there.</summary>
    /// <remarks>With finalizers, foreground propagation or a grace period the object stays for a while after this returns.</remarks>
    public async Task<bool> DeleteAsync(ObjectReference reference, DeleteOptions? options = null, CancellationToken cancellation = default)
        => await RemoveAsync(reference, options, cancellation).ConfigureAwait(false) is not null;

    /// <summary>Deletes an object and returns what the server answers: a <c>Status</c> or the object; null when it was not there.</summary>
    public async Task<JsonObject?> RemoveAsync(ObjectReference reference, DeleteOptions? options = null, CancellationToken cancellation = default)
    {
        var path = await PathAsync(reference, cancellation).ConfigureAwait(false);
        var body = new JsonObject { ["kind"] = "DeleteOptions", ["apiVersion"] = "v1" };
        if (options?.Propagation is { } propagation)
            body["propagationPolicy"] = propagation;
        if (options?.GracePeriodSeconds is { } grace)
            body["gracePeriodSeconds"] = grace;
        if (options?.DryRun == true)
            body["dryRun"] = new JsonArray("All");
        if (options?.Uid is not null || options?.ResourceVersion is not null)
        {
            var preconditions = new JsonObject();
            if (options.Uid is { } uid)
                preconditions["uid"] = uid;
            if (options.ResourceVersion is { } version)
                preconditions["resourceVersion"] = version;
            body["preconditions"] = preconditions;
        }
        try
        {
            return await SendAsync(HttpMethod.Delete, path, body, cancellation: cancellation).ConfigureAwait(false);
        }
        catch (KubeException e) when (e.IsNotFound)
        {
            return null;
        }
    }

    /// <summary>The last lines that a container wrote.</summary>
    /// <param name="namespace">The pod's namespace.</param>
    /// <param name="pod">The pod.</param>
    /// <param name="container">The container; null for the only one.</param>
    /// <param name="lines">How many lines from the end; null for all.</param>
    /// <param name="cancellation">Stops the request.</param>
    public async Task<string> LogsAsync(string @namespace, string pod, string? container = null, int? lines = null, CancellationToken cancellation = default)
    {
        var query = new List<string>();
        if (container is not null)
            query.Add($"container={Uri.EscapeDataString(container)}");
        if (lines is not null)
            query.Add($"tailLines={lines}");
        var path = $"/api/v1/namespaces/{Uri.EscapeDataString(@namespace)}/pods/{Uri.EscapeDataString(pod)}/log";
        return await SendTextAsync(
            HttpMethod.Get, query.Count == 0 ? path : $"{path}?{string.Join('&', query)}", null, "", "*/*", cancellation).ConfigureAwait(false);
    }

    async Task<string> PathAsync(ObjectReference reference, CancellationToken cancellation, string? subresource = null)
    {
        var resource = await ResourceAsync(reference.ApiVersion, reference.Kind, cancellation).ConfigureAwait(false);
        var path = resource.Path(NamespaceOf(resource, reference.Namespace), reference.Name);
        return subresource is null ? path : $"{path}/{subresource}";
    }

    string? NamespaceOf(KubeResource resource, string? asked)
        => resource.Namespaced ? string.IsNullOrEmpty(asked) ? DefaultNamespace : asked : null;

    static string Query(WriteOptions? options, bool apply = false)
    {
        if (options is null)
            return "";
        var query = new List<string>();
        if (options.DryRun)
            query.Add("dryRun=All");
        if (options.FieldManager is { } manager)
            query.Add($"fieldManager={Uri.EscapeDataString(manager)}");
        if (options.FieldValidation != FieldValidation.Default)
            query.Add($"fieldValidation={options.FieldValidation}");
        if (apply && options.Force)
            query.Add("force=true");
        return query.Count == 0 ? "" : $"?{string.Join('&', query)}";
    }
}
