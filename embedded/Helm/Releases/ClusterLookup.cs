using System.Text.Json.Nodes;
using Coder.Infra.Helm.Kube;
using Coder.Infra.Helm.Releases.Objects;
using Coder.Infra.Helm.Rendering;

namespace Coder.Infra.Helm.Releases;

/// <summary>What the template function <c>lookup</c> sees of a cluster.</summary>
sealed class ClusterLookup(KubeClient kube, CancellationToken cancellation) : IClusterLookup
{
    public Dictionary<string, object?> Lookup(string apiVersion, string kind, string @namespace, string name)
        => LookupAsync(apiVersion, kind, @namespace, name).GetAwaiter().GetResult();

    async Task<Dictionary<string, object?>> LookupAsync(string apiVersion, string kind, string @namespace, string name)
    {
        var resource = await kube.ResourceAsync(apiVersion, kind, cancellation).ConfigureAwait(false);
        // As Helm: without a namespace, namespaced objects are looked for in all of them, which finds lists only.
        if (name.Length > 0)
        {
            var path = resource.Path(@namespace.Length > 0 ? @namespace : null, name);
            try
            {
                return Json.ToModel(await kube.SendAsync(HttpMethod.Get, path, cancellation: cancellation).ConfigureAwait(false));
            }
            catch (KubeException e) when (e.IsNotFound)
            {
                return [];
            }
        }
        var list = await kube.ListAsync(apiVersion, kind, @namespace.Length > 0 ? @namespace : null, null, cancellation).ConfigureAwait(false);
        return Json.ToModel(new JsonObject
        {
            ["apiVersion"] = apiVersion,
            ["kind"] = kind + "List",
            ["metadata"] = new JsonObject { ["resourceVersion"] = list.ResourceVersion },
            ["items"] = new JsonArray([.. list.Items]),
        });
    }
}
