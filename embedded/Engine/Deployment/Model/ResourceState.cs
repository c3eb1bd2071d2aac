using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using Coder.Infra.Protocol.Properties;

namespace Coder.Infra.Engine.Deployment.Model;

/// <summary>
/// What the engine knows of a resource: an entry of a checkpoint's <c>resources</c>. Immutable; compared by identity, because
/// a snapshot may hold two entries of one URN (a replaced one that is still to be deleted).
/// </summary>
public sealed record ResourceState
{
    /// <summary>Unique name: <c>urn:pulumi:stack::project::type::name</c>.</summary>
    public required string Urn { get; init; }

    /// <summary>Type token, <c>package:module:Type</c>.</summary>
    public required string Type { get; init; }

    /// <summary>Whether a provider manages it; a component is not custom.</summary>
    public required bool Custom { get; init; }

    /// <summary>The provider's id; empty for components and while unknown.</summary>
    public string Id { get; init; } = "";

    /// <summary>Inputs as checked by the provider.</summary>
    public PropertyMap Inputs { get; init; } = PropertyMap.Empty;

    /// <summary>Outputs as the provider last returned them.</summary>
    public PropertyMap Outputs { get; init; } = PropertyMap.Empty;

    /// <summary>URN of the parent; empty for the stack.</summary>
    public string Parent { get; init; } = "";

    /// <summary>Whether the engine must not delete it.</summary>
    public bool Protect { get; init; }

    /// <summary>Read, not managed (<c>Get</c>): never updated or deleted.</summary>
    public bool External { get; init; }

    /// <summary>URNs that it depends on, in the order given by the program.</summary>
    public ImmutableArray<string> Dependencies { get; init; } = [];

    /// <summary>Input name → URNs that the input's value came from.</summary>
    public ImmutableSortedDictionary<string, ImmutableArray<string>> PropertyDependencies { get; init; } =
        ImmutableSortedDictionary.Create<string, ImmutableArray<string>>(StringComparer.Ordinal);

    /// <summary>Reference of its provider, <c>urn::id</c>; empty for components and providers.</summary>
    public string Provider { get; init; } = "";

    /// <summary>Whether this is the old half of a replacement, still to be deleted (<c>delete</c> in the checkpoint).</summary>
    public bool Delete { get; init; }

    /// <summary>Deleted first in a delete-before-create replacement that has not been finished.</summary>
    public bool PendingReplacement { get; init; }

    /// <summary>Reasons why it is not ready, from a partial failure; an entry here makes the next update try again.</summary>
    public ImmutableArray<string> InitErrors { get; init; } = [];

    /// <summary>Names of outputs to be kept secret.</summary>
    public ImmutableArray<string> AdditionalSecretOutputs { get; init; } = [];

    /// <summary>Earlier URNs.</summary>
    public ImmutableArray<string> Aliases { get; init; } = [];

    /// <summary>Timeouts set by the program.</summary>
    public ResourceTimeouts? CustomTimeouts { get; init; }

    /// <summary>The id it was imported with; empty if it was not.</summary>
    public string ImportId { get; init; } = "";

    /// <summary>Whether deleting it from the stack leaves the thing itself alone.</summary>
    public bool RetainOnDelete { get; init; }

    /// <summary>URN of the resource whose deletion deletes this one too; empty if none.</summary>
    public string DeletedWith { get; init; } = "";

    /// <summary>URNs whose replacement replaces this one too.</summary>
    public ImmutableArray<string> ReplaceWith { get; init; } = [];

    /// <summary>A value whose change replaces the resource (<c>replacementTrigger</c>); null if none is set.</summary>
    public PropertyValue? ReplacementTrigger { get; init; }

    /// <summary>
    /// Names of the hooks around its steps, by the official engine's name of their kind (<c>before-create</c>, …): those of its delete
    /// are looked for when the program no longer registers it.
    /// </summary>
    public ImmutableSortedDictionary<string, ImmutableArray<string>> Hooks { get; init; } = HookKinds.None;

    /// <summary>Property paths whose changes are ignored.</summary>
    public ImmutableArray<string> IgnoreChanges { get; init; } = [];

    /// <summary>Property paths whose changes replace.</summary>
    public ImmutableArray<string> ReplaceOnChanges { get; init; } = [];

    /// <summary>Property paths whose differences are not shown.</summary>
    public ImmutableArray<string> HideDiff { get; init; } = [];

    /// <summary>Whether the provider asked to be read again before each update.</summary>
    public bool RefreshBeforeUpdate { get; init; }

    /// <summary>When it came into the state.</summary>
    public DateTimeOffset? Created { get; init; }

    /// <summary>When its state last changed.</summary>
    public DateTimeOffset? Modified { get; init; }

    /// <summary>Where the program registered it, <c>project:///file#line,column</c>; empty if it did not say.</summary>
    public string SourcePosition { get; init; } = "";

    /// <summary>The program's call stack at the registration; an empty text for a frame without a position.</summary>
    public ImmutableArray<string> StackTrace { get; init; } = [];

    /// <summary>Fields of a checkpoint that this version does not interpret but must write back (raw JSON by name).</summary>
    public ImmutableSortedDictionary<string, string> Unknown { get; init; } = ImmutableSortedDictionary<string, string>.Empty;

    /// <inheritdoc/>
    public bool Equals(ResourceState? other) => ReferenceEquals(this, other);

    /// <inheritdoc/>
    public override int GetHashCode() => RuntimeHelpers.GetHashCode(this);

    /// <summary>Names the resource only: its properties may be secret.</summary>
    public override string ToString() => Id.Length > 0 ? $"{Urn} ({Id})" : Urn;
}

/// <summary>Timeouts of a resource's operations in seconds; 0 where none is set. In a checkpoint in seconds as well.</summary>
public sealed record ResourceTimeouts(double Create, double Update, double Delete, double Read = 0);
