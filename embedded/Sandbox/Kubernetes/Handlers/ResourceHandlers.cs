using System.Text.Json.Nodes;
using Coder.Infra.Sandbox.Kubernetes.Apply;
using Coder.Infra.Sandbox.Kubernetes.Errors;
using Coder.Infra.Sandbox.Kubernetes.Objects;
using Coder.Infra.Sandbox.Kubernetes.Resources;
using Coder.Infra.Sandbox.Kubernetes.Schema;
using Coder.Infra.Sandbox.Kubernetes.Serving;
using Coder.Infra.Sandbox.Kubernetes.Validation;
using Microsoft.AspNetCore.Http;

namespace Coder.Infra.Sandbox.Kubernetes.Handlers;

/// <summary>Answers resource requests, a file for each verb.</summary>
internal sealed partial class ResourceHandlers(ObjectWriter writer, SchemaSet schemas)
{
    readonly Body _body = new(new ProtobufReader(schemas));

    /// <summary>What a pod's program writes, besides that it started.</summary>
    public Func<JsonObject, IReadOnlyList<string>> PodLines { get; set; } = _ => [];

    /// <summary>One request for a resource that is served.</summary>
    sealed record Call(HttpContext Http, ResourceType Type, RequestInfo Info)
    {
        public string? Namespace => Info.Namespace;
        public string Name => Info.Name!;
        public HttpRequest Request => Http.Request;

        public bool DryRun
        {
            get
            {
                var given = Request.Query["dryRun"];
                if (given.Count == 0) return false;
                if (given is ["All"]) return true;
                throw ApiErrors.Invalid("meta.k8s.io", Request.Method == "PATCH" ? "PatchOptions" : Request.Method == "POST" ? "CreateOptions" : "UpdateOptions", "",
                    [FieldError.NotSupported("dryRun", given.ToString(), "All")]);
            }
        }

        /// <summary>The field manager: as named, else the first part of the user agent (<c>kubectl/v1.32</c> → <c>kubectl</c>).</summary>
        public string Manager
        {
            get
            {
                if (Request.Query("fieldManager") is { } named) return named;
                var agent = Request.Headers.UserAgent.ToString();
                var end = agent.IndexOf('/');
                var name = end >= 0 ? agent[..end] : agent;
                return name.Length == 0 ? "unknown" : name;
            }
        }

        public WriteOptions Options => new() { Manager = Manager, DryRun = DryRun, Subresource = Info.Subresource ?? "" };
    }

    public Task HandleAsync(HttpContext http, RequestInfo info)
    {
        var type = writer.Resources.Find(info.Group, info.Version, info.Resource);
        if (type is null)
        {
            if (writer.Resources.HasGroupVersion(info.Group, info.Version)) throw ApiErrors.UnknownResource();
            return http.Text(404, "404 page not found\n");
        }
        if (!info.Fits(type) || type.Namespaced && info.Namespace is null && http.Request.Method == "POST") throw ApiErrors.UnknownResource();
        var call = new Call(http, type, info);
        if (info.Subresource is { } name) return SubresourceAsync(call, type.Find(name) ?? throw ApiErrors.UnknownResource());
        return (http.Request.Method, info.Name) switch
        {
            ("GET", null) when call.Request.Flag("watch") => Allow(call, "watch", WatchAsync),
            ("GET", null) => Allow(call, "list", ListAsync),
            ("GET", _) when call.Request.Flag("watch") => Allow(call, "watch", WatchAsync),
            ("GET", _) => Allow(call, "get", GetAsync),
            ("POST", null) => Allow(call, "create", CreateAsync),
            ("PUT", not null) => Allow(call, "update", UpdateAsync),
            ("PATCH", not null) => Allow(call, "patch", PatchAsync),
            ("DELETE", null) => Allow(call, "deletecollection", DeleteCollectionAsync),
            ("DELETE", _) => Allow(call, "delete", DeleteAsync),
            _ => throw ApiErrors.NotAllowed(),
        };
    }

    static Task Allow(Call call, string verb, Func<Call, Task> handle) =>
        call.Type.Verbs.Contains(verb) ? handle(call) : throw ApiErrors.NotAllowed();
}
