using System.Collections.Immutable;
using Coder.Infra.Engine.Deployment.Model;
using Coder.Infra.Protocol.Properties;

namespace Coder.Infra.Engine.Deployment.Plans;

/// <summary>What a preview found and an update may be held to, by URN (<c>preview --save-plan</c>, <c>up --plan</c>).</summary>
public sealed record UpdatePlan(ImmutableSortedDictionary<string, ResourcePlan> Resources)
{
    /// <summary>The plan of nothing.</summary>
    public static UpdatePlan Empty { get; } = new(ImmutableSortedDictionary.Create<string, ResourcePlan>(StringComparer.Ordinal));
}

/// <summary>What is planned for a resource.</summary>
public sealed record ResourcePlan
{
    /// <summary>What the program wants it to be; null where it is to go.</summary>
    public PlannedGoal? Goal { get; init; }

    /// <summary>The steps, in order.</summary>
    public ImmutableArray<StepOp> Steps { get; init; } = [];

    /// <summary>Its outputs as far as they were known.</summary>
    public PropertyMap Outputs { get; init; } = PropertyMap.Empty;

    /// <summary>The seed for names that the provider makes up, so that the update makes up the same ones.</summary>
    public byte[] Seed { get; init; } = [];
}

/// <summary>A registration as it was planned; properties as differences from the state.</summary>
public sealed record PlannedGoal
{
    public required string Type { get; init; }

    public required string Name { get; init; }

    public required bool Custom { get; init; }

    public PlanDiff Inputs { get; init; } = PlanDiff.None;

    public PlanDiff Outputs { get; init; } = PlanDiff.None;

    public string Parent { get; init; } = "";

    public bool Protect { get; init; }

    public ImmutableArray<string> Dependencies { get; init; } = [];

    /// <summary>Reference of the provider; its id may be unknown.</summary>
    public string Provider { get; init; } = "";

    public ImmutableSortedDictionary<string, ImmutableArray<string>> PropertyDependencies { get; init; } =
        ImmutableSortedDictionary.Create<string, ImmutableArray<string>>(StringComparer.Ordinal);

    public bool? DeleteBeforeReplace { get; init; }

    public ImmutableArray<string> IgnoreChanges { get; init; } = [];

    public ImmutableArray<string> AdditionalSecretOutputs { get; init; } = [];

    public ImmutableArray<string> Aliases { get; init; } = [];

    /// <summary>The id it is imported by, empty if it is not.</summary>
    public string Id { get; init; } = "";

    public ResourceTimeouts? CustomTimeouts { get; init; }
}
