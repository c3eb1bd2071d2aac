using System.Text.Json.Nodes;
using Coder.Infra.Sandbox.Kubernetes.Errors;

namespace Coder.Infra.Sandbox.Coder.V2;

/// <summary>An answer of failure: <c>{"message", "detail", "validations"}</c> (codersdk.Response).</summary>
/// <param name="status">HTTP status.</param>
/// <param name="message">What is wrong.</param>
/// <param name="detail">More about it.</param>
/// <param name="validations">Fields of the request that are wrong.</param>
internal sealed class ApiException(int status, string message, string? detail = null, params (string Field, string Detail)[] validations) : Exception(message)
{
    /// <summary>HTTP status.</summary>
    public int Status { get; } = status;

    /// <summary>The caller's token is not valid, or there is none.</summary>
    public static ApiException SignedOut(string detail) =>
        new(401, "You are signed out or your session has expired. Please sign in again to continue.", detail);

    /// <summary>The caller lacks the role.</summary>
    public static ApiException Forbidden() => new(
        403, "Forbidden.", "You don't have permission to view this content. If you believe this is a mistake, please contact your administrator or try signing in with different credentials.");

    /// <summary>There is no such thing, or it is not the caller's.</summary>
    public static ApiException NotFound() => new(404, "Resource not found or you do not have access to this resource");

    /// <summary>The licence does not cover a feature.</summary>
    /// <param name="feature">Its name for people.</param>
    public static ApiException NotLicensed(string feature) => new(403, $"{feature} is a Premium feature. Contact sales!");

    /// <summary>The body.</summary>
    public JsonObject ToBody()
    {
        var body = new JsonObject { ["message"] = Message };
        if (detail is not null)
            body["detail"] = detail;
        if (validations.Length > 0)
            body["validations"] = new JsonArray([.. validations.Select(v => new JsonObject { ["field"] = v.Field, ["detail"] = v.Detail })]);
        return body;
    }
}
