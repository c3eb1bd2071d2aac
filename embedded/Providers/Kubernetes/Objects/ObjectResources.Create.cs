using System.Text.Json.Nodes;
using Coder.Infra.Helm.Kube;
using Coder.Infra.Protocol;
using Coder.Infra.Protocol.Properties;
using Coder.Infra.Providers.Bridge;
using Coder.Infra.Providers.Kubernetes.Waiting;
using Grpc.Core;
using Pulumirpc;
using WriteOptions = Coder.Infra.Helm.Kube.WriteOptions;

namespace Coder.Infra.Providers.Kubernetes.Objects;

internal sealed partial class ObjectResources
{
    /// <inheritdoc/>
    public async Task<CreateResponse> CreateAsync(CreateRequest request, CancellationToken cancellationToken)
    {
        var token = ResourceToken.Of(request.Urn);
        using var cancellation = cluster.Begin(request.Urn, cancellationToken);
        var inputs = Wire.Read(request.Properties);
        if (request.Preview && !CanBePreviewed(inputs, token))
            return new CreateResponse { Properties = request.Properties };
        if (cluster.Unreachable is not null)
            throw cluster.NotReachable();
        var manifest = Manifest(inputs, token);
        var manager = Naming.FieldManager(manifest, null, random);
        JsonObject live;
        try
        {
            live = await RetryAsync(request, () => MakeAsync(manifest, token, manager, request.Preview, cancellation.Token), cancellation.Token).ConfigureAwait(false);
        }
        catch (KubeException error) when (request.Preview && IsForLater(error))
        {
            return new CreateResponse { Properties = request.Properties };
        }
        catch (KubeException error)
        {
            throw Refusal(manifest, token, error);
        }

        if (request.Preview)
            return new CreateResponse { Properties = Wire.Write(ObjectState.Of(WithoutStatus(live), inputs, null, manager)) };
        return new CreateResponse
        {
            Id = new ResourceId(live.Namespace(), live.Name()!).ToString(),
            Properties = Wire.Write(ObjectState.Of(
                await ReadyAsync(request.Urn, manifest, live, inputs, null, manager, request.Timeout, cancellation.Token).ConfigureAwait(false), inputs, null, manager)),
        };
    }

    /// <summary>
    /// Repeats a creation whose namespace or kind is not there, six tries in half a minute: a program need not say that one
    /// object comes before another.
    /// </summary>
    private async Task<JsonObject> RetryAsync(CreateRequest request, Func<Task<JsonObject>> make, CancellationToken cancellationToken)
    {
        const int Retries = 5;
        for (var retry = 0; ; retry++)
        {
            try
            {
                return await make().ConfigureAwait(false);
            }
            catch (KubeException error) when (!request.Preview && retry < Retries && (error.IsNotFound || error.IsNoMatch))
            {
                log.Log(LogSeverity.Info, $"Retry #{retry}; creation failed: {error.Message}", request.Urn, ephemeral: true);
                await Task.Delay(TimeSpan.FromSeconds(1 << retry), time, cancellationToken).ConfigureAwait(false);
            }
        }
    }

    private async Task<JsonObject> MakeAsync(JsonObject manifest, ResourceToken token, string manager, bool dryRun, CancellationToken cancellationToken)
    {
        // Check took a kind that was not defined yet to be in a namespace.
        if (await cluster.Client.FindResourceAsync(manifest.ApiVersion()!, manifest.Kind()!, cancellationToken).ConfigureAwait(false) is { Namespaced: false })
            (manifest["metadata"] as JsonObject)?.Remove("namespace");
        if (token.IsPatch)
            return await cluster.Client.ApplyAsync(manifest, Patching(manifest, manager, dryRun), cancellationToken).ConfigureAwait(false);
        try
        {
            return await cluster.Client.CreateAsync(manifest, new WriteOptions { FieldManager = CreatingManager, DryRun = dryRun }, cancellationToken).ConfigureAwait(false);
        }
        catch (KubeException error) when (error.IsAlreadyExists && cluster.Settings.Upsert)
        {
            return await cluster.Client.ApplyAsync(manifest, new WriteOptions { FieldManager = manager, DryRun = dryRun, Force = true }, cancellationToken).ConfigureAwait(false);
        }
    }

    private WriteOptions Patching(JsonObject manifest, string manager, bool dryRun) => new()
    {
        FieldManager = manager,
        Force = cluster.Settings.PatchForce || Annotations.IsSet(manifest, Annotations.PatchForce),
        DryRun = dryRun,
    };

    /// <summary>Waits until an object is ready; one that does not become so is kept in the state with the reasons.</summary>
    private async Task<JsonObject> ReadyAsync(
        string urn, JsonObject manifest, JsonObject live, PropertyMap inputs, string? initialApiVersion, string manager, double seconds, CancellationToken cancellationToken)
    {
        try
        {
            return await Awaiter(urn).ReadyAsync(manifest, live, seconds, cancellationToken).ConfigureAwait(false);
        }
        catch (NotReadyException failure)
        {
            throw InitFailed(failure, live, inputs, initialApiVersion, manager);
        }
    }

    /// <summary>The error that reports an object that is there and not ready.</summary>
    private static RpcException InitFailed(NotReadyException failure, JsonObject live, PropertyMap inputs, string? initialApiVersion, string manager)
    {
        var message = $"resource {live.FullName()} was successfully created, but the Kubernetes API server reported that it failed to fully initialize or become live: {failure.Message}";
        var details = new ErrorResourceInitFailed
        {
            Id = new ResourceId(live.Namespace(), live.Name()!).ToString(),
            Properties = Wire.Write(ObjectState.Of(failure.Live ?? live, inputs, initialApiVersion, manager)),
            Inputs = Wire.Write(inputs),
        };
        details.Reasons.Add(message);
        details.Reasons.AddRange(failure.Reasons);
        return ProviderErrors.InitFailed(message, details);
    }

    /// <summary>
    /// Whether the server can be asked by a dry run: not while something is unknown, for a patch, or where the inputs alone do
    /// not say what they are.
    /// </summary>
    private bool CanBePreviewed(PropertyMap inputs, ResourceToken token) =>
        !cluster.IsUnknown && !inputs.ContainsUnknowns && !token.IsPatch && inputs.Text("apiVersion") is { Length: > 0 } && inputs.Text("kind") is { Length: > 0 };

    /// <summary>What a dry run can't see: a namespace or kind that this run creates, or that it deletes the old object of that name first.</summary>
    private static bool IsForLater(KubeException error) =>
        error.IsNoMatch || error.IsAlreadyExists || error.IsNotFound && (string?)error.Status?["details"]?["kind"] == "namespaces";

    private static JsonObject WithoutStatus(JsonObject live)
    {
        // What the cluster makes of it shows only when it is there.
        live.Remove("status");
        return live;
    }

    private static RpcException Refusal(JsonObject manifest, ResourceToken token, KubeException error)
    {
        if (error.IsNoMatch)
            return Wire.Failed($"creation of resource {manifest.FullName()} failed because the Kubernetes API server reported that the apiVersion for this resource does not exist. Verify that any required CRDs have been created", error);
        if (error.IsConflict && token.IsPatch)
            return Conflict(manifest, error);
        return Wire.Failed($"resource {manifest.FullName()} was not successfully created by the Kubernetes API server ", error);
    }

    private static RpcException Conflict(JsonObject manifest, KubeException error) => Wire.Failed(
        $"the {manifest.Kind()} {manifest.FullName()} has fields that another field manager owns. To take them over, set the annotation {Annotations.PatchForce}: \"true\" on the resource; to leave them, remove them from the program", error);
}
