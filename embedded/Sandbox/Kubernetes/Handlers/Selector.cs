using System.Text.Json.Nodes;
using Coder.Infra.Sandbox.Kubernetes.Errors;
using Coder.Infra.Sandbox.Kubernetes.Resources;
using Coder.Infra.Sandbox.Kubernetes.Selectors;
using Coder.Infra.Sandbox.Kubernetes.Serving;
using Microsoft.AspNetCore.Http;

namespace Coder.Infra.Sandbox.Kubernetes.Handlers;

/// <summary>The label and field selectors of a request.</summary>
internal sealed class Selector
{
    readonly List<Func<JsonObject, bool>> _conditions = [];

    /// <exception cref="ApiException">400: a selector can't be read, or selects by a field that can't be selected by.</exception>
    public static Selector Of(HttpRequest request, ResourceType type)
    {
        var selector = new Selector();
        if (request.Query("labelSelector") is { } labels)
        {
            var parsed = LabelSelector.Parse(labels);
            selector._conditions.Add(json => parsed.Matches(json.TextMap("metadata", "labels")));
        }
        foreach (var (field, equal, value) in FieldSelector.Parse(request.Query("fieldSelector") ?? ""))
        {
            if (!FieldSelector.IsSelectable(type, field))
                throw ApiErrors.BadRequest($"Unable to find \"{type.ApiVersion}, Resource={type.Plural}\" that match label selector \"{request.Query("labelSelector")}\", field selector \"{request.Query("fieldSelector")}\": field label not supported: {field}");
            selector._conditions.Add(json => FieldSelector.Read(json, field) == value == equal);
        }
        return selector;
    }

    public Selector AndName(string name)
    {
        _conditions.Add(json => json.Text("metadata", "name") == name);
        return this;
    }

    public bool Matches(JsonObject json) => _conditions.TrueForAll(c => c(json));
}

/// <summary>Field selectors: <c>metadata.name=a,status.phase!=Failed</c>.</summary>
internal static class FieldSelector
{
    /// <summary>What may be selected by, besides name and namespace.</summary>
    static readonly Dictionary<string, string[]> Fields = new()
    {
        ["pods"] = ["spec.nodeName", "spec.restartPolicy", "spec.schedulerName", "spec.serviceAccountName", "spec.hostNetwork", "status.phase", "status.podIP", "status.nominatedNodeName"],
        ["events"] = ["involvedObject.kind", "involvedObject.namespace", "involvedObject.name", "involvedObject.uid", "involvedObject.apiVersion",
            "involvedObject.resourceVersion", "involvedObject.fieldPath", "reason", "reportingComponent", "source", "type"],
        ["secrets"] = ["type"],
        ["namespaces"] = ["status.phase"],
        ["nodes"] = ["spec.unschedulable"],
        ["replicasets.apps"] = ["status.replicas"],
        ["replicationcontrollers"] = ["status.replicas"],
        ["jobs.batch"] = ["status.successful"],
        ["services"] = ["spec.clusterIP", "spec.type"],
    };

    public static IEnumerable<(string Field, bool Equal, string Value)> Parse(string text)
    {
        foreach (var term in text.Split(',', StringSplitOptions.RemoveEmptyEntries))
        {
            foreach (var (sign, equal) in (ReadOnlySpan<(string, bool)>)[("!=", false), ("==", true), ("=", true)])
            {
                if (term.IndexOf(sign, StringComparison.Ordinal) is not (>= 0 and var at)) continue;
                yield return (term[..at], equal, Unescape(term[(at + sign.Length)..]));
                goto next;
            }
            throw ApiErrors.BadRequest($"invalid selector: '{text}'; can't understand '{term}'");
        next:;
        }
    }

    public static bool IsSelectable(ResourceType type, string field) =>
        field is "metadata.name" or "metadata.namespace" || Fields.TryGetValue(type.StorageName, out var fields) && fields.Contains(Core(field));

    public static string Read(JsonObject json, string field)
    {
        field = Core(field);
        if (field == "source") return json.Text("source", "component") ?? json.Text("reportingComponent") ?? "";
        if (field == "status.successful") field = "status.succeeded";
        return json.At(field.Split('.')) switch
        {
            null => field is "status.replicas" or "status.succeeded" ? "0" : field is "spec.unschedulable" or "spec.hostNetwork" ? "false" : "",
            JsonValue v when v.TryGetValue<string>(out var s) => s,
            var other => other.ToText(),
        };
    }

    /// <summary>Events of <c>events.k8s.io</c> name the same fields differently.</summary>
    static string Core(string field) => field.StartsWith("regarding.") ? "involvedObject." + field["regarding.".Length..] : field;

    static string Unescape(string text) => text.Replace("\\,", ",").Replace("\\=", "=").Replace("\\\\", "\\");
}
