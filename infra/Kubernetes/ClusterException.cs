using System.Net;

namespace Coder.Infra.Kubernetes;

/// <summary>A request that the cluster refused, or never answered. The message names the request, the status and the server's words.</summary>
/// <param name="message">What failed and why; never a secret.</param>
/// <param name="status">The HTTP status; null where there was no answer.</param>
internal sealed class ClusterException(string message, HttpStatusCode? status = null) : Exception(message)
{
    /// <summary>The HTTP status; null where there was no answer.</summary>
    public HttpStatusCode? Status { get; } = status;

    /// <summary>Whether the credentials lack the permission.</summary>
    public bool IsForbidden => Status == HttpStatusCode.Forbidden;
}
