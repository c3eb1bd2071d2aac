namespace Coder.Infra.Releases;

/// <summary>What there is of a release before it is declared.</summary>
internal enum ReleaseCondition
{
    /// <summary>There is no record.</summary>
    Absent,

    /// <summary>The newest record is the stack's own, and its operation ended.</summary>
    Settled,

    /// <summary>The newest record is the stack's own, and its operation has not ended or was killed.</summary>
    Interrupted,

    /// <summary>The newest record is not the stack's own.</summary>
    Foreign,
}

/// <summary>What there is of a release, and what follows from it.</summary>
internal sealed record Settlement
{
    /// <summary>What there is.</summary>
    public required ReleaseCondition Condition { get; init; }

    /// <summary>Status of the newest record; empty where there is none.</summary>
    public string Status { get; init; } = "";

    /// <summary>Revision of the newest record; 0 where there is none.</summary>
    public int Revision { get; init; }

    /// <summary>When the operation that wrote the newest record began.</summary>
    public DateTimeOffset? Since { get; init; }

    /// <summary>Until when that operation may still be running; null where it has ended.</summary>
    public DateTimeOffset? Until { get; init; }

    /// <summary>
    /// The id by which the release is imported, so that a release that is there and that the state does not know is upgraded and not installed;
    /// null where it is installed. With an id that the state has, an import does nothing. A release that was never deployed
    /// (<c>failed</c>) is installed over its record, which Helm does with <c>replace</c>: declare the release with <c>Replace = true</c>.
    /// </summary>
    public string? ImportId { get; init; }

    /// <summary>What a preview reports, or the error; null where there is nothing to say.</summary>
    public string? Message { get; init; }

    /// <summary>Whether the release cannot be declared: another installation is working on it, or was killed.</summary>
    public bool IsObstacle => Condition == ReleaseCondition.Foreign && Until is not null;
}
