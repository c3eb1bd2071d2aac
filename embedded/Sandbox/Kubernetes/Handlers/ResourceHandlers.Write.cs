using System.Text.Json.Nodes;
using Coder.Infra.Sandbox.Kubernetes.Errors;
using Coder.Infra.Sandbox.Kubernetes.Objects;
using Coder.Infra.Sandbox.Kubernetes.Resources;
using Coder.Infra.Sandbox.Kubernetes.Serving;

namespace Coder.Infra.Sandbox.Kubernetes.Handlers;

internal sealed partial class ResourceHandlers
{
    async Task CreateAsync(Call call)
    {
        var body = Body.Decode(call.Http, await _body.ReadAsync(call.Http, call.Type), call.Type, writer.Resources);
        if (!call.Type.IsStored)
        {
            await AnswerAsync(call, 201, Reviews.Answer(call.Type, body));
            return;
        }
        var result = writer.Create(call.Type, call.Namespace, body, call.Options);
        await AnswerAsync(call, 201, result.Object);
    }

    async Task UpdateAsync(Call call)
    {
        var body = Body.Decode(call.Http, await _body.ReadAsync(call.Http, call.Type), call.Type, writer.Resources);
        RequireName(call, body);
        if (call.Info.Subresource is null && CreatesOnPut.Contains(call.Type.StorageName) && writer.Store.Get(ObjectWriter.Key(call.Type, call.Namespace, call.Name)) is null)
        {
            await AnswerAsync(call, 201, writer.Create(call.Type, call.Namespace, body, call.Options).Object);
            return;
        }
        var result = writer.Update(call.Type, call.Namespace, call.Name, call.Options, _ => body);
        await AnswerAsync(call, 200, result.Object);
    }

    /// <summary>Kinds whose strategy lets a PUT create (<c>AllowCreateOnUpdate</c>).</summary>
    static readonly HashSet<string> CreatesOnPut = ["endpoints", "events", "leases.coordination.k8s.io", "limitranges"];

    static void RequireName(Call call, JsonObject body)
    {
        if (body.Text("metadata", "name") is not { Length: > 0 } name)
            throw ApiErrors.BadRequest("name must be provided");
        if (name != call.Name)
            throw ApiErrors.BadRequest($"the name of the object ({name}) does not match the name on the URL ({call.Name})");
    }
}
