using System.Net;

namespace Coder.Infra.Coder;

/// <summary>A call to the Coder deployment that failed; the message says which, why, and what to do.</summary>
internal sealed class CoderException(string message, HttpStatusCode? status = null) : Exception(message)
{
    /// <summary>What the deployment answered; null when it did not.</summary>
    public HttpStatusCode? Status { get; } = status;
}
