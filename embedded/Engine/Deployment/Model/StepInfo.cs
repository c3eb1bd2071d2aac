using System.Collections.Immutable;
using Coder.Infra.Protocol.Properties;

namespace Coder.Infra.Engine.Deployment.Model;

/// <summary>A step as events show it.</summary>
public sealed record StepInfo
{
    /// <summary>What is done.</summary>
    public required StepOp Op { get; init; }

    /// <summary>The resource.</summary>
    public required string Urn { get; init; }

    /// <summary>The resource's type token.</summary>
    public required string Type { get; init; }

    /// <summary>Reference of the provider, empty if none.</summary>
    public string Provider { get; init; } = "";

    /// <summary>State before, if there was one.</summary>
    public ResourceState? Old { get; init; }

    /// <summary>State after (or planned), unless it is deleted.</summary>
    public ResourceState? New { get; init; }

    /// <summary>Names of the properties that made it a replacement.</summary>
    public ImmutableArray<string> ReplaceReasons { get; init; } = [];

    /// <summary>Names of the top-level properties that differ.</summary>
    public ImmutableArray<string> DiffReasons { get; init; } = [];

    /// <summary>The provider's differences by property path; null where the provider gave none.</summary>
    public ImmutableSortedDictionary<string, PropertyDifference>? DetailedDiff { get; init; }

    /// <summary>Whether it comes under protection, or loses it.</summary>
    public bool ChangesProtection => Old is { } old && New is { } @new && old.Protect != @new.Protect;

    /// <summary>Whether this step is an operation of its own; refreshes and the halves of a replacement are not.</summary>
    public bool IsLogical { get; init; } = true;

    /// <summary>Whether it is about a provider that the engine made for itself: the event log reports it, the screen does not.</summary>
    public bool IsInternal => Model.Urn.IsDefaultProvider(Urn);
}

/// <summary>One difference of a detailed diff.</summary>
public sealed record PropertyDifference(PropertyDifferenceKind Kind, bool IsInputDiff);

/// <summary>Kinds of difference, by the numbers of <c>pulumirpc.PropertyDiff.Kind</c>.</summary>
public enum PropertyDifferenceKind
{
    /// <summary>Added.</summary>
    Add,

    /// <summary>Added, and replaces.</summary>
    AddReplace,

    /// <summary>Removed.</summary>
    Delete,

    /// <summary>Removed, and replaces.</summary>
    DeleteReplace,

    /// <summary>Changed.</summary>
    Update,

    /// <summary>Changed, and replaces.</summary>
    UpdateReplace,
}

/// <summary>Operations of steps; <see cref="StepOps"/> gives the names used in JSON and on the screen.</summary>
public enum StepOp
{
    /// <summary>Nothing to do.</summary>
    Same,

    /// <summary>Create.</summary>
    Create,

    /// <summary>Update in place.</summary>
    Update,

    /// <summary>Delete.</summary>
    Delete,

    /// <summary>Replace, as one logical step.</summary>
    Replace,

    /// <summary>The create half of a replacement.</summary>
    CreateReplacement,

    /// <summary>The delete half of a replacement.</summary>
    DeleteReplaced,

    /// <summary>Read a resource that is not managed.</summary>
    Read,

    /// <summary>Read instead of a managed resource of the same URN.</summary>
    ReadReplacement,

    /// <summary>Compare with the world.</summary>
    Refresh,

    /// <summary>Drop a read resource from the state.</summary>
    ReadDiscard,

    /// <summary>Drop a replaced read resource.</summary>
    DiscardReplaced,

    /// <summary>Drop a pending replacement.</summary>
    RemovePendingReplace,

    /// <summary>Import.</summary>
    Import,

    /// <summary>Import in place of an existing one.</summary>
    ImportReplacement,
}

/// <summary>Names of operations.</summary>
public static class StepOps
{
    private static readonly string[] Names =
    [
        "same", "create", "update", "delete", "replace", "create-replacement", "delete-replaced", "read", "read-replacement",
        "refresh", "discard", "discard-replaced", "remove-pending-replace", "import", "import-replacement",
    ];

    /// <summary>The name in JSON, such as <c>create-replacement</c>.</summary>
    public static string Name(this StepOp op) => Names[(int)op];
}
