using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Text.Json.Nodes;
using Coder.Infra.Sandbox.Kubernetes.Apply;
using Coder.Infra.Sandbox.Kubernetes.Objects;
using Coder.Infra.Sandbox.Kubernetes.Resources;
using Coder.Infra.Sandbox.Kubernetes.Storage;

namespace Coder.Infra.Sandbox.Kubernetes.Controllers;

/// <summary>
/// A small cert-manager: while its CustomResourceDefinitions are there, it makes the secret of each Certificate, by issuers of
/// the kinds <c>selfSigned</c> and <c>ca</c>, and reissues it in the last third of its time.
/// </summary>
internal sealed class CertificateController(ObjectWriter writer, EventRecorder events) : IController
{
    public const string Storage = "certificates.cert-manager.io";
    const string Namespace = "cert-manager";
    static readonly TimeSpan Validity = TimeSpan.FromDays(90);
    static readonly WriteOptions Writer = new() { Manager = "cert-manager-certificates-issuing" };
    static readonly WriteOptions StatusWriter = Writer with { Subresource = "status" };

    readonly ResourceType _secrets = writer.BuiltIn("v1", "Secret");

    public IEnumerable<ObjectKey> Affected(Change change) => change.Key.Storage switch
    {
        Storage => change.Type == ChangeType.Deleted ? [] : [change.Key],
        "issuers.cert-manager.io" or "clusterissuers.cert-manager.io" => writer.Store.List(Storage).Items.Select(c => c.Key),
        // Its own secret, or that of an authority.
        "secrets" when change.Current.Json.Text("type") == "kubernetes.io/tls" => writer.Store.List(Storage).Items
            .Where(c => c.Json.Text("spec", "secretName") == change.Key.Name || !ObjectFacts.IsTrue(c.Json, "Ready")).Select(c => c.Key),
        _ => [],
    };

    public TimeSpan? Reconcile(ObjectKey key)
    {
        if (writer.Store.Get(key) is not { } certificate || certificate.IsBeingDeleted() || writer.Resources.FindStorage(Storage) is not { } type) return null;
        var name = certificate.Json.Text("spec", "secretName") ?? key.Name;
        var secret = writer.Store.Get(ObjectWriter.Key(_secrets, key.Namespace, name));
        if (Left(certificate.Json, secret) is { } left)
        {
            Tell(type, certificate, "True", "Ready", "Certificate is up to date and has not expired");
            return left;
        }
        var (signed, trouble) = Sign(certificate.Json, key.Namespace);
        if (signed is null)
        {
            Tell(type, certificate, "False", "DoesNotExist", trouble);
            return null;
        }
        Store(certificate, name, secret, signed);
        Tell(type, certificate, "True", "Ready", "Certificate is up to date and has not expired");
        events.Normal(certificate, "cert-manager-certificates-issuing", "Issuing", "The certificate has been successfully issued");
        return Left(certificate.Json, writer.Store.Get(ObjectWriter.Key(_secrets, key.Namespace, name))) ?? TimeSpan.FromMinutes(1);
    }

    /// <summary>How long the secret serves what the certificate asks for; null when it does not.</summary>
    TimeSpan? Left(JsonObject certificate, StoredObject? secret)
    {
        if (secret?.Json.Text("data", "tls.crt") is not { } encoded) return null;
        try
        {
            using var live = X509Certificate2.CreateFromPem(Encoding.UTF8.GetString(Convert.FromBase64String(encoded)));
            var names = live.Extensions.OfType<X509SubjectAlternativeNameExtension>().SelectMany(e => e.EnumerateDnsNames()).ToHashSet();
            var renewal = live.NotAfter.ToUniversalTime() - (live.NotAfter - live.NotBefore) / 3 - writer.Time.GetUtcNow().UtcDateTime;
            return names.SetEquals(certificate.Texts("spec", "dnsNames")) && renewal > TimeSpan.Zero ? renewal : null;
        }
        catch (Exception e) when (e is FormatException or CryptographicException or ArgumentException)
        {
            return null;
        }
    }

    (JsonObject? Data, string Trouble) Sign(JsonObject certificate, string @namespace)
    {
        var (kind, name) = (certificate.Text("spec", "issuerRef", "kind") ?? "Issuer", certificate.Text("spec", "issuerRef", "name") ?? "");
        var isCluster = kind == "ClusterIssuer";
        var issuer = writer.Store.Get(new ObjectKey(isCluster ? "clusterissuers.cert-manager.io" : "issuers.cert-manager.io", isCluster ? "" : @namespace, name));
        if (issuer is null) return (null, $"Referenced \"{kind}\" not found: {(isCluster ? "cluster" : "")}issuer.cert-manager.io \"{name}\" not found");
        if (issuer.Json.Object("spec", "selfSigned") is not null) return (CertificateSigning.Sign(certificate, Lifetime(certificate), writer.Time.GetUtcNow(), null), "");
        if (issuer.Json.Text("spec", "ca", "secretName") is not { } authority) return (null, $"The {kind} \"{name}\" is neither selfSigned nor ca: the sandbox has no other issuers");
        var secret = writer.Store.Get(ObjectWriter.Key(_secrets, isCluster ? Namespace : @namespace, authority));
        return secret is null ? (null, $"Error getting keypair for CA issuer: secret \"{authority}\" not found")
            : (CertificateSigning.Sign(certificate, Lifetime(certificate), writer.Time.GetUtcNow(), secret.Json), "");
    }

    void Store(StoredObject certificate, string name, StoredObject? secret, JsonObject data)
    {
        if (secret is null)
        {
            writer.CreateOwned(_secrets, certificate.Key.Namespace, new JsonObject
            {
                ["apiVersion"] = "v1",
                ["kind"] = "Secret",
                ["metadata"] = new JsonObject { ["name"] = name, ["namespace"] = certificate.Key.Namespace, ["annotations"] = new JsonObject { ["cert-manager.io/certificate-name"] = certificate.Key.Name } },
                ["type"] = "kubernetes.io/tls",
                ["data"] = data,
            }, Writer);
            return;
        }
        writer.Update(_secrets, certificate.Key.Namespace, name, Writer, json =>
        {
            foreach (var (key, value) in data) json.Ensure("data")[key] = value!.DeepClone();
            return json;
        });
    }

    void Tell(ResourceType type, StoredObject certificate, string ready, string reason, string message)
    {
        var condition = ObjectFacts.Condition(certificate.Json, "Ready");
        if (condition.Text("status") == ready && condition.Text("message") == message) return;
        writer.WriteStatus(type, certificate.Key, StatusWriter, status => ControllerTools.SetCondition(status, "Ready", ready, reason, message, writer.Now));
    }

    static TimeSpan Lifetime(JsonObject certificate) =>
        certificate.Text("spec", "duration") is { } text && text.EndsWith('h') && int.TryParse(text[..^1], out var hours) ? TimeSpan.FromHours(hours) : Validity;
}
