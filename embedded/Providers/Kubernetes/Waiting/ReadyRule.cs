using System.Text.Json.Nodes;

namespace Coder.Infra.Providers.Kubernetes.Waiting;

/// <summary>When an object counts as ready.</summary>
/// <param name="Judge">Judges the object, given what is seen beside it.</param>
internal sealed record ReadyRule(Func<JsonObject, Surroundings, Readiness> Judge)
{
    /// <summary>Objects to watch beside it; none where it is judged alone.</summary>
    public Func<JsonObject, IReadOnlyList<RelatedObjects>> Related { get; init; } = _ => [];

    /// <summary>How long nothing may have changed before it is judged as settled; null where that does not matter.</summary>
    public TimeSpan? Settle { get; init; }

    /// <summary>How long to wait where the program does not say.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary>Whether a refresh judges the object too: one that is not ready any more is kept with the reasons.</summary>
    public bool AtRead { get; init; }

    /// <summary>A rule that looks at the object only.</summary>
    public static ReadyRule Of(Func<JsonObject, Readiness> judge) => new((value, _) => judge(value));
}

/// <summary>Objects of a kind in a namespace that a rule looks at.</summary>
internal sealed record RelatedObjects(Place Place, Func<JsonObject, bool> IsWanted);

/// <summary>What is seen beside an object.</summary>
/// <param name="Related">The objects that the rule asked for.</param>
/// <param name="IsSettled">Whether nothing has changed for as long as the rule asks for.</param>
internal sealed record Surroundings(IReadOnlyList<JsonObject> Related, bool IsSettled)
{
    /// <summary>Nothing.</summary>
    public static Surroundings None { get; } = new([], false);

    /// <summary>The related objects of a kind.</summary>
    public IEnumerable<JsonObject> Of(string kind) => Related.Where(value => (string?)value["kind"] == kind);
}
