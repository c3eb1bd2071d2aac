using System.Text.Json.Nodes;

namespace Coder.Infra.Providers.Kubernetes.Waiting;

/// <summary>An object did not get where it was waited for: it failed, the time was up, or the run was cancelled.</summary>
internal sealed class NotReadyException(string message, JsonObject? live, IReadOnlyList<string> reasons) : Exception(message)
{
    /// <summary>The object as it was last seen.</summary>
    public JsonObject? Live { get; } = live;

    /// <summary>What kept it from being ready, a sentence each.</summary>
    public IReadOnlyList<string> Reasons { get; } = reasons;
}
