using System.Globalization;
using System.Text.Json.Nodes;
using Coder.Infra.Sandbox.Kubernetes.Apply;
using Coder.Infra.Sandbox.Kubernetes.Errors;
using Coder.Infra.Sandbox.Kubernetes.Objects;
using Coder.Infra.Sandbox.Kubernetes.Serving;
using Coder.Infra.Sandbox.Kubernetes.Storage;

namespace Coder.Infra.Sandbox.Kubernetes.Controllers;

/// <summary>Records events; one that happens again is counted and not repeated.</summary>
internal sealed class EventRecorder(ObjectWriter writer)
{
    /// <summary>Events are forgotten after an hour, as on a real cluster.</summary>
    static readonly TimeSpan Lifetime = TimeSpan.FromHours(1);

    public void Normal(StoredObject about, string component, string reason, string message, string? fieldPath = null) =>
        Record(about, component, "Normal", reason, message, fieldPath);

    public void Warning(StoredObject about, string component, string reason, string message, string? fieldPath = null) =>
        Record(about, component, "Warning", reason, message, fieldPath);

    void Record(StoredObject about, string component, string type, string reason, string message, string? fieldPath)
    {
        var events = writer.BuiltIn("v1", "Event");
        var @namespace = about.Key.Namespace.Length > 0 ? about.Key.Namespace : "default";
        try
        {
            lock (writer.Store.Gate)
            {
                Forget(events, @namespace);
                var same = writer.Store.List("events", @namespace).Items.FirstOrDefault(e =>
                    e.Json.Text("involvedObject", "uid") == about.Uid && e.Json.Text("reason") == reason && e.Json.Text("message") == message);
                if (same is null) writer.Create(events, @namespace, Event(about, component, type, reason, message, fieldPath, @namespace), Options(component));
                else writer.Update(events, @namespace, same.Key.Name, Options(component), json =>
                {
                    json["count"] = (json.Int("count") ?? 1) + 1;
                    json["lastTimestamp"] = writer.Now;
                    return json;
                });
            }
        }
        catch (ApiException e) when (e.Code is 403 or 404)
        {
            // The namespace is ending, and nobody will read its events.
        }
    }

    void Forget(Resources.ResourceType events, string @namespace)
    {
        var oldest = ObjectWriter.Timestamp(writer.Time.GetUtcNow() - Lifetime);
        foreach (var stored in writer.Store.List("events", @namespace).Items)
            if (string.CompareOrdinal(stored.Json.Text("lastTimestamp") ?? stored.Json.Text("metadata", "creationTimestamp"), oldest) < 0) writer.DeleteQuietly(events, stored.Key);
    }

    static WriteOptions Options(string component) => new() { Manager = component == "kubelet" ? "kubelet" : component == "default-scheduler" ? "kube-scheduler" : "kube-controller-manager" };

    JsonObject Event(StoredObject about, string component, string type, string reason, string message, string? fieldPath, string @namespace)
    {
        var involved = new JsonObject
        {
            ["kind"] = about.Json.Text("kind"),
            ["namespace"] = about.Key.Namespace,
            ["name"] = about.Key.Name,
            ["uid"] = about.Uid,
            ["apiVersion"] = about.Json.Text("apiVersion"),
            ["resourceVersion"] = about.Json.Text("metadata", "resourceVersion"),
        };
        if (about.Key.Namespace.Length == 0) involved.Remove("namespace");
        if (fieldPath is not null) involved["fieldPath"] = fieldPath;
        var source = new JsonObject { ["component"] = component };
        if (component == "kubelet") source["host"] = Bootstrap.Node;
        return new JsonObject
        {
            ["metadata"] = new JsonObject { ["name"] = $"{about.Key.Name}.{writer.Time.GetUtcNow().Ticks.ToString("x", CultureInfo.InvariantCulture)}{ObjectWriter.RandomSuffix(3)}", ["namespace"] = @namespace },
            ["involvedObject"] = involved,
            ["reason"] = reason,
            ["message"] = message,
            ["source"] = source,
            ["firstTimestamp"] = writer.Now,
            ["lastTimestamp"] = writer.Now,
            ["count"] = 1,
            ["type"] = type,
            ["eventTime"] = null,
            ["reportingComponent"] = component,
            ["reportingInstance"] = component == "kubelet" ? Bootstrap.Node : "",
        };
    }
}
