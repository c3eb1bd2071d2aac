using System.Collections.Immutable;
using Coder.Infra.Engine.Deployment.Model;
using Coder.Infra.Engine.Deployment.Providers;

namespace Coder.Infra.Engine.Deployment.Steps;

/// <summary>One thing to do with one resource.</summary>
internal sealed record Step
{
    public required StepOp Op { get; init; }

    /// <summary>The state it begins with; null where there is none.</summary>
    public ResourceState? Old { get; init; }

    /// <summary>The state that is wanted; null where the resource goes away.</summary>
    public ResourceState? New { get; init; }

    /// <summary>Who does it; null for components and for what touches nothing.</summary>
    public IStepProvider? Provider { get; init; }

    public ImmutableArray<string> ReplaceReasons { get; init; } = [];

    public ImmutableArray<string> DiffReasons { get; init; } = [];

    public ImmutableSortedDictionary<string, PropertyDifference>? DetailedDiff { get; init; }

    /// <summary>Properties that keep their value in an update.</summary>
    public ImmutableArray<string> Stables { get; init; } = [];

    /// <summary>The old resource is deleted later, after everything was created and updated.</summary>
    public bool DeletesLater { get; init; }

    /// <summary>A delete whose resource is recreated after it: its entry stays, marked, until then.</summary>
    public bool AwaitsReplacement { get; init; }

    /// <summary>A create that is left out because the resource is not among the targets.</summary>
    public bool Skipped { get; init; }

    /// <summary>URNs that are deleted in this run, for <c>deletedWith</c>.</summary>
    public IReadOnlySet<string> Deletions { get; init; } = ImmutableHashSet<string>.Empty;

    /// <summary>The seed of the registration, for imports that check again.</summary>
    public byte[] RandomSeed { get; init; } = [];

    /// <summary>The request of an import operation: inputs are taken from what is read.</summary>
    public bool Planned { get; init; }

    /// <summary>The properties that such a request names; empty for those that the provider tells as inputs.</summary>
    public ImmutableArray<string> Imported { get; init; } = [];

    public ResourceState Resource => New ?? Old!;

    public string Urn => Resource.Urn;

    /// <summary>Whether it is an operation of its own; refreshes and the halves of a replacement are not.</summary>
    public bool IsLogical => Op is not (StepOp.Refresh or StepOp.CreateReplacement or StepOp.DeleteReplaced or StepOp.ReadReplacement
        or StepOp.DiscardReplaced or StepOp.RemovePendingReplace or StepOp.ImportReplacement);

    /// <summary>A resource that was imported in this run and needs no update.</summary>
    public bool IsPartOfImport { get; init; }

    /// <summary>Whether no event reports it: it only clears an entry of the state, or belongs to an import that was reported.</summary>
    public bool IsSilent => Op == StepOp.RemovePendingReplace || IsPartOfImport;

    public StepInfo ToInfo(StepOp op, ResourceState? old, ResourceState? @new) => new()
    {
        Op = op,
        Urn = Urn,
        Type = Resource.Type,
        Provider = Resource.Provider,
        Old = old,
        New = @new,
        ReplaceReasons = ReplaceReasons,
        DiffReasons = DiffReasons,
        DetailedDiff = DetailedDiff,
        IsLogical = IsLogical,
    };
}

/// <summary>What a step came to.</summary>
/// <param name="New">The state now; null where the resource is gone.</param>
/// <param name="Old">The state to compare with, where the step found a better one than it began with.</param>
/// <param name="Op">What it turned out to be: a refresh may come to a same, update or delete.</param>
/// <param name="Detailed">Differences that only the step itself could find.</param>
internal sealed record StepOutcome(
    ResourceState? New, StepOp Op, ResourceState? Old = null, ImmutableSortedDictionary<string, PropertyDifference>? Detailed = null);

/// <summary>A step failed, and why has been reported.</summary>
internal sealed class StepFailedException(Step step, string message) : Exception(message)
{
    public Step Step { get; } = step;
}

/// <summary>A resource was left as it is because one that it depends on failed, and the run goes on after errors.</summary>
internal sealed class DependencyFailedException(string urn, string needed) : Exception($"{urn} is skipped: {needed}, which it depends on, failed.");

/// <summary>A step was not begun because the run stops.</summary>
internal sealed class RunStoppedException() : Exception("The run stops: no further step begins.");

/// <summary>Something is wrong with a registration, which has been reported.</summary>
internal sealed class BailException(string message) : Exception(message);
