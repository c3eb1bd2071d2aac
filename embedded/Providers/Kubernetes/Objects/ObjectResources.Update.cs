using System.Text.Json.Nodes;
using Coder.Infra.Helm.Kube;
using Coder.Infra.Protocol.Properties;
using Pulumirpc;

namespace Coder.Infra.Providers.Kubernetes.Objects;

internal sealed partial class ObjectResources
{
    /// <inheritdoc/>
    public async Task<UpdateResponse> UpdateAsync(UpdateRequest request, CancellationToken cancellationToken)
    {
        var token = ResourceToken.Of(request.Urn);
        using var cancellation = cluster.Begin(request.Urn, cancellationToken);
        var inputs = Wire.Read(request.News);
        if (request.Preview && !CanBePreviewed(inputs, token))
            return new UpdateResponse { Properties = request.News };
        if (cluster.Unreachable is not null)
            throw cluster.NotReachable();
        var state = Wire.Read(request.Olds);
        var manifest = Manifest(inputs, token);
        var manager = Naming.FieldManager(manifest, state, random);
        var initial = ObjectState.InitialApiVersionOf(state);
        JsonObject live;
        try
        {
            if (!request.Preview && !token.IsPatch)
                await TakeOverFieldsAsync(ObjectReference.Of(manifest), manager, cancellation.Token).ConfigureAwait(false);
            // A preview can't take the fields over first, so that it would conflict with our own earlier name.
            var force = request.Preview || cluster.Settings.PatchForce || Annotations.IsSet(manifest, Annotations.PatchForce);
            live = await ApplyAsync(manifest, state, force, request.Preview, cancellation.Token).ConfigureAwait(false);
        }
        catch (KubeException error) when (error.IsConflict)
        {
            throw Conflict(manifest, error);
        }
        catch (KubeException error)
        {
            throw Wire.Failed($"the Kubernetes API server did not take the update of {manifest.Kind()} {manifest.FullName()}", error);
        }

        if (!request.Preview)
            live = await ReadyAsync(request.Urn, manifest, live, inputs, initial, manager, request.Timeout, cancellation.Token).ConfigureAwait(false);
        return new UpdateResponse { Properties = Wire.Write(ObjectState.Of(request.Preview ? WithoutStatus(live) : live, inputs, initial, manager)) };
    }

    private Task<JsonObject> ApplyAsync(JsonObject manifest, PropertyMap state, bool force, bool dryRun, CancellationToken cancellationToken) =>
        cluster.Client.ApplyAsync(
            (JsonObject)manifest.DeepClone(),
            new WriteOptions { FieldManager = Naming.FieldManager(manifest, state, random), Force = force, DryRun = dryRun },
            cancellationToken);

    /// <summary>
    /// What Create owns by a plain write is made ours by apply: otherwise a field that the program drops would stay,
    /// and one that it changes would be in conflict with ourselves.
    /// </summary>
    private async Task TakeOverFieldsAsync(ObjectReference reference, string manager, CancellationToken cancellationToken)
    {
        while (true)
        {
            if (await cluster.Client.FindAsync(reference, cancellationToken).ConfigureAwait(false) is not { } live
                || live["metadata"]?["managedFields"] is not JsonArray entries)
            {
                return;
            }

            bool Is(JsonNode? entry, string name, string operation) =>
                (string?)entry?["manager"] == name && (string?)entry?["operation"] == operation && (string?)entry?["subresource"] is null or "";
            var created = entries.ToList().FindIndex(entry => Is(entry, CreatingManager, "Update"));
            if (created < 0 || entries.Any(entry => Is(entry, manager, "Apply")))
                return;
            var patch = new JsonArray(
                Operation("test", "/metadata/resourceVersion", (string?)live["metadata"]?["resourceVersion"]),
                Operation("replace", $"/metadata/managedFields/{created}/manager", manager),
                Operation("replace", $"/metadata/managedFields/{created}/operation", "Apply"));
            try
            {
                await cluster.Client.PatchAsync(reference, PatchKind.Json, patch, cancellation: cancellationToken).ConfigureAwait(false);
                return;
            }
            catch (KubeException error) when (error.IsConflict || error.IsInvalid && error.Message.Contains("testing", StringComparison.Ordinal))
            {
                // It changed between the read and the write: look again.
            }
        }

        static JsonObject Operation(string verb, string path, string? value) => new() { ["op"] = verb, ["path"] = path, ["value"] = value };
    }
}
