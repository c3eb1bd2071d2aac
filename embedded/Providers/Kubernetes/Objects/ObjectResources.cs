using System.Text.Json.Nodes;
using Coder.Infra.Protocol;
using Coder.Infra.Protocol.Properties;
using Coder.Infra.Providers.Bridge;
using Coder.Infra.Providers.Kubernetes.Waiting;
using Pulumirpc;

namespace Coder.Infra.Providers.Kubernetes.Objects;

/// <summary>
/// Objects of the API: created, changed by server-side apply under a field manager of their own, waited for and deleted as
/// pulumi-kubernetes does (recorded in <c>up-create.jsonl</c> and the other runs).
/// </summary>
internal sealed partial class ObjectResources(Cluster cluster, IEngineLog log, TimeProvider time, RandomSource random) : IResources
{
    // The field manager of creates; an update goes by the object's own.
    private const string CreatingManager = "pulumi-kubernetes";

    private Awaiter Awaiter(string urn) => new(cluster.Client, cluster.Watches, time, message => log.Log(LogSeverity.Info, message, urn, ephemeral: true));

    /// <summary>The inputs as the object to send, with the token's version and kind where a program left them out.</summary>
    private static JsonObject Manifest(PropertyMap inputs, ResourceToken token)
    {
        var manifest = JsonProperties.ToJson(inputs);
        if (manifest.ApiVersion() is not { Length: > 0 })
            manifest["apiVersion"] = token.ApiVersion;
        if (manifest.Kind() is not { Length: > 0 })
            manifest["kind"] = token.Kind;
        return manifest;
    }
}
