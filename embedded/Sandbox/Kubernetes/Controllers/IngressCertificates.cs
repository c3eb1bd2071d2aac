using System.Text.Json.Nodes;
using Coder.Infra.Sandbox.Kubernetes.Apply;
using Coder.Infra.Sandbox.Kubernetes.Objects;
using Coder.Infra.Sandbox.Kubernetes.Storage;

namespace Coder.Infra.Sandbox.Kubernetes.Controllers;

/// <summary>
/// cert-manager's ingress-shim: a Certificate for each secret that an ingress names, where an annotation says by which issuer.
/// </summary>
internal sealed class IngressCertificates(ObjectWriter writer, EventRecorder events) : IController
{
    const string ClusterIssuer = "cert-manager.io/cluster-issuer";
    const string Issuer = "cert-manager.io/issuer";
    static readonly WriteOptions Writer = new() { Manager = "cert-manager-ingress-shim" };

    public IEnumerable<ObjectKey> Affected(Change change) => change.Key.Storage switch
    {
        "ingresses.networking.k8s.io" => change.Type == ChangeType.Deleted ? [] : [change.Key],
        // Installed after the ingresses.
        "clusterissuers.cert-manager.io" or "issuers.cert-manager.io" => writer.Store.List("ingresses.networking.k8s.io").Items.Select(i => i.Key),
        _ => [],
    };

    public TimeSpan? Reconcile(ObjectKey key)
    {
        if (writer.Resources.FindStorage(CertificateController.Storage) is not { } type || writer.Store.Get(key) is not { } ingress || ingress.IsBeingDeleted()) return null;
        var annotations = ingress.Json.TextMap("metadata", "annotations");
        var (kind, issuer) = annotations.TryGetValue(ClusterIssuer, out var cluster) ? ("ClusterIssuer", cluster) : ("Issuer", annotations.GetValueOrDefault(Issuer));
        if (issuer is null) return null;
        foreach (var group in ingress.Json.Objects("spec", "tls").Where(t => t.Text("secretName") is not null).GroupBy(t => t.Text("secretName")!))
        {
            var wanted = new JsonObject
            {
                ["secretName"] = group.Key,
                ["dnsNames"] = Json.ToArray(group.SelectMany(t => t.Texts("hosts")).Distinct()),
                ["issuerRef"] = new JsonObject { ["name"] = issuer, ["kind"] = kind, ["group"] = "cert-manager.io" },
                ["usages"] = Json.ToArray(["digital signature", "key encipherment"]),
            };
            var live = writer.Store.Get(ObjectWriter.Key(type, key.Namespace, group.Key));
            if (live is null)
            {
                writer.CreateOwned(type, key.Namespace, new JsonObject
                {
                    ["apiVersion"] = "cert-manager.io/v1",
                    ["kind"] = "Certificate",
                    ["metadata"] = new JsonObject { ["name"] = group.Key, ["namespace"] = key.Namespace, ["ownerReferences"] = new JsonArray(ControllerTools.OwnerReference(ingress)) },
                    ["spec"] = wanted,
                }, Writer);
                events.Normal(ingress, "cert-manager-ingress-shim", "CreateCertificate", $"Successfully created Certificate \"{group.Key}\"");
            }
            else if (ControllerTools.ControllerUid(live.Json) == ingress.Uid && !JsonNode.DeepEquals(live.Json.Object("spec"), wanted))
            {
                writer.Update(type, key.Namespace, group.Key, Writer, json =>
                {
                    json["spec"] = wanted;
                    return json;
                });
            }
        }
        return null;
    }
}
