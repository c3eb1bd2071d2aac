using System.Text.Json;
using System.Text.Json.Nodes;
using Coder.Infra.Sandbox.Kubernetes.Errors;
using Coder.Infra.Sandbox.Kubernetes.Objects;
using Coder.Infra.Sandbox.Kubernetes.Patching;
using Coder.Infra.Sandbox.Kubernetes.Serving;
using Coder.Infra.Sandbox.Kubernetes.Validation;

namespace Coder.Infra.Sandbox.Kubernetes.Handlers;

internal sealed partial class ResourceHandlers
{
    async Task PatchAsync(Call call)
    {
        var contentType = MediaTypes.ContentType(call.Request);
        if (contentType == MediaTypes.ApplyPatch)
        {
            await ApplyAsync(call);
            return;
        }
        if (call.Request.Query("force") is not null)
            throw ApiErrors.Invalid("meta.k8s.io", "PatchOptions", "", [FieldError.Forbidden("force", "may not be specified for non-apply patch")]);
        var patch = ReadPatch(call, contentType, await call.Http.BodyAsync());
        var result = writer.Update(call.Type, call.Namespace, call.Name, call.Options, live =>
            Body.Decode(call.Http, Patched(call, contentType, live, patch), call.Type, writer.Resources));
        await AnswerAsync(call, 200, result.Object);
    }

    static JsonNode ReadPatch(Call call, string contentType, byte[] bytes)
    {
        string[] accepted = call.Type.IsCustom
            ? [MediaTypes.JsonPatch, MediaTypes.MergePatch, MediaTypes.ApplyPatch]
            : [MediaTypes.JsonPatch, MediaTypes.MergePatch, MediaTypes.StrategicMergePatch, MediaTypes.ApplyPatch];
        if (!accepted.Contains(contentType)) throw ApiErrors.UnsupportedMediaType(accepted);
        JsonNode? patch;
        try
        {
            patch = Json.Parse(bytes);
        }
        catch (JsonException e)
        {
            throw ApiErrors.BadRequest($"error decoding patch: {Body.GoSyntaxError(bytes, e)}");
        }
        return (contentType == MediaTypes.JsonPatch, patch) switch
        {
            (true, JsonArray) or (false, JsonObject) => patch,
            // Go reads null as a list without operations, or as a map without fields. A merge patch that is null is none.
            (true, null) => new JsonArray(),
            (false, null) when contentType == MediaTypes.StrategicMergePatch => new JsonObject(),
            (true, _) => throw ApiErrors.BadRequest("error decoding patch: json: cannot unmarshal object into Go value of type jsonpatch.Patch"),
            _ => throw ApiErrors.BadRequest("error decoding patch: json: cannot unmarshal array into Go value of type map[string]interface {}"),
        };
    }

    static JsonObject Patched(Call call, string contentType, JsonObject live, JsonNode patch)
    {
        try
        {
            return contentType switch
            {
                MediaTypes.JsonPatch => JsonPatch.Apply(live, (JsonArray)patch) as JsonObject ?? throw new PatchException("the patched document is no object"),
                MediaTypes.MergePatch => (JsonObject)MergePatch.Apply(live, patch)!,
                _ => StrategicMergePatch.Apply(live, (JsonObject)patch, call.Type.Schema),
            };
        }
        catch (PatchException) when (contentType == MediaTypes.JsonPatch)
        {
            // The API server says only that the patch is wrong, not why.
            throw new ApiException(422, "Invalid", "the server rejected our request due to an error in our request", []);
        }
        catch (PatchException e)
        {
            throw ApiErrors.BadRequest(e.Message);
        }
    }

    async Task ApplyAsync(Call call)
    {
        if (call.Request.Query("fieldManager") is null)
            throw ApiErrors.Invalid("meta.k8s.io", "PatchOptions", "", [FieldError.Required("fieldManager", "is required for apply patch")]);
        if (Body.ParseYaml(await call.Http.BodyAsync(), call.Type.Kind) is not JsonObject applied)
            throw ApiErrors.BadRequest("error decoding YAML: the applied configuration is no object");
        var body = Body.Decode(call.Http, applied, call.Type, writer.Resources, complete: false);
        var result = writer.Apply(call.Type, call.Namespace, call.Name, body, call.Options, call.Request.Flag("force"));
        await AnswerAsync(call, result.Created ? 201 : 200, result.Object);
    }
}
