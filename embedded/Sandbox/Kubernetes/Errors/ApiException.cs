using System.Text.Json.Nodes;

namespace Coder.Infra.Sandbox.Kubernetes.Errors;

/// <summary>A request that ends in a <c>Status</c> of failure (API conventions, "Response Status Kind").</summary>
internal sealed class ApiException(int code, string reason, string message, JsonObject? details = null) : Exception(message)
{
    public int Code { get; } = code;

    public string Reason { get; } = reason;

    public JsonObject ToStatus()
    {
        var status = new JsonObject
        {
            ["kind"] = "Status",
            ["apiVersion"] = "v1",
            ["metadata"] = new JsonObject(),
            ["status"] = "Failure",
            ["message"] = Message,
            ["reason"] = Reason,
        };
        if (details is not null) status["details"] = details.DeepClone();
        status["code"] = Code;
        return status;
    }
}
