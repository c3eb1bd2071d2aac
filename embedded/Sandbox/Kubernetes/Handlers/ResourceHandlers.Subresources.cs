using System.Text.Json.Nodes;
using Coder.Infra.Sandbox.Kubernetes.Controllers;
using Coder.Infra.Sandbox.Kubernetes.Errors;
using Coder.Infra.Sandbox.Kubernetes.Objects;
using Coder.Infra.Sandbox.Kubernetes.Resources;
using Coder.Infra.Sandbox.Kubernetes.Serving;

namespace Coder.Infra.Sandbox.Kubernetes.Handlers;

internal sealed partial class ResourceHandlers
{
    Task SubresourceAsync(Call call, Subresource subresource)
    {
        var verb = call.Request.Method switch
        {
            "GET" => "get",
            "PUT" => "update",
            "PATCH" => "patch",
            "POST" => "create",
            "DELETE" => "delete",
            _ => "",
        };
        if (!subresource.Verbs.Contains(verb)) throw ApiErrors.NotAllowed();
        return subresource.Name switch
        {
            "status" or "approval" or "ephemeralcontainers" or "resize" => verb switch
            {
                "get" => GetAsync(call),
                "update" => UpdateAsync(call),
                _ => PatchAsync(call),
            },
            "scale" => ScaleAsync(call, verb),
            "finalize" => FinalizeAsync(call),
            "log" => LogAsync(call),
            "eviction" => EvictAsync(call),
            "binding" => BindAsync(call),
            "token" => TokenAsync(call),
            _ => throw ApiErrors.NotSupported($"{call.Type.Plural}/{subresource.Name}"),
        };
    }

    async Task ScaleAsync(Call call, string verb)
    {
        var stored = writer.Get(call.Type, call.Namespace, call.Name);
        if (verb == "get")
        {
            await call.Http.Json(200, Scale.Of(call.Type, stored.Json));
            return;
        }
        var options = call.Options with { Subresource = "scale" };
        var scaleType = Scale.Type(call.Type);
        JsonObject Changed(JsonObject live, Func<JsonObject, JsonObject> change)
        {
            var scale = change(Scale.Of(call.Type, live));
            if (scale.Text("metadata", "resourceVersion") is { Length: > 0 } version && version != live.Text("metadata", "resourceVersion"))
                throw ApiErrors.Modified(call.Type, call.Name);
            return Scale.Set(live, scale);
        }
        WriteResult result;
        if (verb == "update")
        {
            var body = Body.Decode(call.Http, await _body.ReadAsync(call.Http, scaleType), scaleType, writer.Resources);
            RequireName(call, body);
            result = writer.Update(call.Type, call.Namespace, call.Name, options, live => Changed(live, _ => body));
        }
        else
        {
            var contentType = MediaTypes.ContentType(call.Request);
            if (contentType == MediaTypes.ApplyPatch) throw ApiErrors.NotSupported("server-side apply of a scale");
            var patch = ReadPatch(call, contentType, await call.Http.BodyAsync());
            result = writer.Update(call.Type, call.Namespace, call.Name, options, live =>
                Changed(live, scale => Body.Decode(call.Http, Patched(call with { Type = scaleType }, contentType, scale, patch), scaleType, writer.Resources)));
        }
        await call.Http.Json(200, Scale.Of(call.Type, result.Object));
    }

    /// <summary>Sets a namespace's <c>spec.finalizers</c>; without any, a namespace that ends is gone.</summary>
    async Task FinalizeAsync(Call call)
    {
        var body = Body.Decode(call.Http, await _body.ReadAsync(call.Http, call.Type), call.Type, writer.Resources);
        await AnswerAsync(call, 200, writer.FinalizeNamespace(call.Name, [.. body.Texts("spec", "finalizers")]));
    }

    Task LogAsync(Call call)
    {
        var pod = writer.Get(call.Type, call.Namespace, call.Name).Json;
        return call.Http.Text(200, PodLog.Of(pod, PodLines(pod), call.Request.Query("container"), call.Request.Query("tailLines"), call.Request.Flag("timestamps")));
    }

    async Task EvictAsync(Call call)
    {
        var body = await _body.ReadAsync(call.Http, call.Type, "Eviction");
        var pod = writer.Get(call.Type, call.Namespace, call.Name);
        Disruptions.RefuseIfBudgetForbids(writer, pod.Json);
        writer.Delete(call.Type, call.Namespace, call.Name, new DeleteOptions
        {
            GracePeriodSeconds = body.Long("deleteOptions", "gracePeriodSeconds"),
            Uid = body.Text("deleteOptions", "preconditions", "uid"),
            DryRun = call.DryRun,
        });
        await call.Http.Json(201, Success(201));
    }

    async Task BindAsync(Call call)
    {
        var body = await _body.ReadAsync(call.Http, call.Type, "Binding");
        var node = body.Text("target", "name") ?? throw ApiErrors.BadRequest("target.name is required");
        writer.Update(call.Type, call.Namespace, call.Name, call.Options, live =>
        {
            live.Ensure("spec")["nodeName"] = node;
            return live;
        });
        await call.Http.Json(201, Success(201));
    }

    async Task TokenAsync(Call call)
    {
        var body = await _body.ReadAsync(call.Http, call.Type, "TokenRequest");
        writer.Get(call.Type, call.Namespace, call.Name);
        throw ApiErrors.NotSupported($"a token for the service account {call.Namespace}/{call.Name} ({body.Text("kind")})");
    }

    static JsonObject Success(int code) => new()
    {
        ["kind"] = "Status",
        ["apiVersion"] = "v1",
        ["metadata"] = new JsonObject(),
        ["status"] = "Success",
        ["code"] = code,
    };
}
