using System.Text.Json.Nodes;

namespace Coder.Infra.Providers.Kubernetes.Waiting;

/// <summary>When an object counts as ready.</summary>
/// <param name="Judge">Judges the object, given the related objects that the rule asked for.</param>
internal sealed record ReadyRule(Func<JsonObject, IReadOnlyList<JsonObject>, Readiness> Judge)
{
    /// <summary>Objects to watch beside it, or null where it stands for itself.</summary>
    public Func<JsonObject, RelatedObjects?> Related { get; init; } = _ => null;

    /// <summary>How long to wait where the program does not say.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary>A rule that looks at the object only.</summary>
    public static ReadyRule Of(Func<JsonObject, Readiness> judge) => new((value, _) => judge(value));
}

/// <summary>Objects of a kind in a namespace.</summary>
internal sealed record RelatedObjects(string ApiVersion, string Kind, string? Namespace, string? Labels = null, string? Fields = null);
