using System.Text.Json.Nodes;
using Coder.Infra.Sandbox.Kubernetes.Apply;
using Coder.Infra.Sandbox.Kubernetes.Objects;
using Coder.Infra.Sandbox.Kubernetes.Resources;
using Coder.Infra.Sandbox.Kubernetes.Schema;

namespace Coder.Infra.Sandbox.Kubernetes.Controllers;

/// <summary>What a cluster has from the beginning: its namespaces, a node, a storage class, an ingress class, its own service.</summary>
internal static class Bootstrap
{
    public const string Node = "sandbox";

    public static void Run(ObjectWriter writer)
    {
        foreach (var name in (string[])["default", "kube-system", "kube-public", "kube-node-lease"])
            Create(writer, "v1", "Namespace", null, name, "{}");
        Create(writer, "storage.k8s.io/v1", "StorageClass", null, "standard", """
            {"metadata":{"annotations":{"storageclass.kubernetes.io/is-default-class":"true"}},
             "provisioner":"sandbox.coder.infra/volumes","reclaimPolicy":"Delete","volumeBindingMode":"Immediate"}
            """);
        Create(writer, "networking.k8s.io/v1", "IngressClass", null, "nginx", """{"spec":{"controller":"k8s.io/ingress-nginx"}}""");
        foreach (var (name, value) in (ReadOnlySpan<(string, int)>)[("system-cluster-critical", 2_000_000_000), ("system-node-critical", 2_000_001_000)])
            Create(writer, "scheduling.k8s.io/v1", "PriorityClass", null, name, $$"""{"value":{{value}},"description":"Used for system critical pods."}""");
        Create(writer, "v1", "Service", "default", "kubernetes", """
            {"metadata":{"labels":{"component":"apiserver","provider":"kubernetes"}},
             "spec":{"clusterIP":"10.96.0.1","ports":[{"name":"https","port":443,"protocol":"TCP","targetPort":6443}]}}
            """);
        Create(writer, "v1", "Node", null, Node, $$$"""
            {"metadata":{"labels":{"kubernetes.io/hostname":"{{{Node}}}","kubernetes.io/os":"linux","kubernetes.io/arch":"amd64","node-role.kubernetes.io/control-plane":""}},
             "spec":{"podCIDR":"10.244.0.0/16","podCIDRs":["10.244.0.0/16"]}}
            """);
        NodeStatus(writer);
    }

    static void Create(ObjectWriter writer, string apiVersion, string kind, string? @namespace, string name, string json)
    {
        var type = writer.BuiltIn(apiVersion, kind);
        if (writer.Store.Get(ObjectWriter.Key(type, @namespace, name)) is not null) return;
        var body = (JsonObject)Json.Parse(json)!;
        body.Ensure("metadata")["name"] = name;
        Decoder.Decode(body, type.Schema);
        writer.Create(type, @namespace, body, new WriteOptions { Manager = "kube-apiserver" });
    }

    static void NodeStatus(ObjectWriter writer)
    {
        var type = writer.BuiltIn("v1", "Node");
        if (writer.Get(type, null, Node).Json.Objects("status", "conditions").Any()) return;
        writer.Update(type, null, Node, WriteOptions.Kubelet, node =>
        {
            node["status"] = Json.Parse($$$"""
                {"addresses":[{"type":"InternalIP","address":"127.0.0.1"},{"type":"Hostname","address":"{{{Node}}}"}],
                 "capacity":{"cpu":"8","memory":"32Gi","pods":"1000"},"allocatable":{"cpu":"8","memory":"32Gi","pods":"1000"},
                 "conditions":[{"type":"Ready","status":"True","reason":"KubeletReady","message":"nothing runs here, so everything is ready",
                   "lastHeartbeatTime":"{{{writer.Now}}}","lastTransitionTime":"{{{writer.Now}}}"}],
                 "nodeInfo":{"kubeletVersion":"v1.36.3","kubeProxyVersion":"v1.36.3","osImage":"sandbox","operatingSystem":"linux","architecture":"amd64",
                   "containerRuntimeVersion":"none://0","kernelVersion":"0","machineID":"","systemUUID":"","bootID":""}}
                """);
            return node;
        });
    }
}
