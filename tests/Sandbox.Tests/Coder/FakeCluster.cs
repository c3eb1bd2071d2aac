using System.Text.Json.Nodes;
using Coder.Infra.Sandbox.Kubernetes;
using Coder.Infra.Sandbox.Kubernetes.Objects;

namespace Coder.Infra.Sandbox.Tests.Coder;

/// <summary>Objects as a cluster would hold them after the chart was installed.</summary>
internal sealed class FakeCluster : IClusterObjects
{
    private readonly List<JsonObject> _objects = [];

    public event Action? Changed
    {
        add { }
        remove { }
    }

    public IReadOnlyList<JsonObject> List(string apiVersion, string kind, string? @namespace = null) =>
        [.. _objects.Where(o => (string?)o["apiVersion"] == apiVersion && (string?)o["kind"] == kind && (@namespace is null || (string?)o["metadata"]!["namespace"] == @namespace))];

    public JsonObject Add(string json)
    {
        var added = JsonNode.Parse(json)!.AsObject();
        _objects.Add(added);
        return added;
    }

    public void Remove(string kind, string name) => _objects.RemoveAll(o => (string?)o["kind"] == kind && (string?)o["metadata"]!["name"] == name);

    /// <summary>An installed provider; each part can be made wrong afterwards.</summary>
    public (JsonObject Deployment, JsonObject Ingress) Install(string token, string accessUrl, string clusterAddress, string coderUrl)
    {
        Add($$$$$"""{"apiVersion":"v1","kind":"Secret","metadata":{"name":"envproxy","namespace":"coder"},"data":{"token":"{{{{{Convert.ToBase64String(System.Text.Encoding.UTF8.GetBytes(token))}}}}}"}}""");
        var deployment = Add($$$$$"""
            {"apiVersion":"apps/v1","kind":"Deployment","metadata":{"name":"envproxy","namespace":"coder"},"status":{"availableReplicas":1},
             "spec":{"template":{"spec":{"containers":[{"name":"envproxy","env":[
               {"name":"CEMANAGER_TOKEN","valueFrom":{"secretKeyRef":{"name":"envproxy","key":"token"}}},
               {"name":"CEMANAGER_ACCESS_URL","value":"{{{{{coderUrl}}}}}"},
               {"name":"CLUSTER_ADDRESS","value":"{{{{{clusterAddress}}}}}"},
               {"name":"ENVPROXY_ACCESS_URL","value":"{{{{{accessUrl}}}}}"}]}]}}}}
            """);
        var ingress = Add($$$$$"""
            {"apiVersion":"networking.k8s.io/v1","kind":"Ingress","metadata":{"name":"web-ingress","namespace":"coder"},
             "spec":{"rules":[{"host":"{{{{{new Uri(accessUrl).Host}}}}}"}]},"status":{"loadBalancer":{"ingress":[{"ip":"203.0.113.7"}]}}}
            """);
        return (deployment, ingress);
    }
}
