using System.Collections.Immutable;
using Coder.Infra.Engine.Deployment.Model;
using Coder.Infra.Protocol.Properties;
using Pulumirpc;

namespace Coder.Infra.Engine.Deployment.Model;

/// <summary>What a program wants a resource to be: a registration, after transforms.</summary>
internal sealed record ResourceGoal
{
    public required string Type { get; init; }

    public required string Name { get; init; }

    public required bool Custom { get; init; }

    public PropertyMap Properties { get; init; } = PropertyMap.Empty;

    public string Parent { get; init; } = "";

    /// <summary>Null: as the parent.</summary>
    public bool? Protect { get; init; }

    public ImmutableArray<string> Dependencies { get; init; } = [];

    public ImmutableSortedDictionary<string, ImmutableArray<string>> PropertyDependencies { get; init; } =
        ImmutableSortedDictionary.Create<string, ImmutableArray<string>>(StringComparer.Ordinal);

    public string Provider { get; init; } = "";

    /// <summary>Null: as the provider wants it.</summary>
    public bool? DeleteBeforeReplace { get; init; }

    public ImmutableArray<string> IgnoreChanges { get; init; } = [];

    public ImmutableArray<string> ReplaceOnChanges { get; init; } = [];

    public ImmutableArray<string> AdditionalSecretOutputs { get; init; } = [];

    public ImmutableArray<string> HideDiff { get; init; } = [];

    public ImmutableArray<Alias> Aliases { get; init; } = [];

    /// <summary>The id to import, or to read an external resource by.</summary>
    public string Id { get; init; } = "";

    public ResourceTimeouts? CustomTimeouts { get; init; }

    /// <summary>Null: as the parent.</summary>
    public bool? RetainOnDelete { get; init; }

    public string DeletedWith { get; init; } = "";

    public ImmutableArray<string> ReplaceWith { get; init; } = [];

    public PropertyValue? ReplacementTrigger { get; init; }

    public string SourcePosition { get; init; } = "";

    public ImmutableArray<string> StackTrace { get; init; } = [];

    public ImmutableSortedDictionary<string, ImmutableArray<string>> Hooks { get; init; } = HookKinds.None;
}
