using System.Collections.Immutable;
using Coder.Infra.Engine.Deployment.Model;
using Coder.Infra.Protocol.Properties;

namespace Coder.Infra.Engine.Deployment.Plans;

/// <summary>
/// The plan that a run makes while it goes, and the one it is held to. Nothing may be done to a resource that its plan does not
/// have, and what the plan has must be done. Violations are returned as texts, in the official engine's words.
/// </summary>
internal sealed class PlanKeeper(UpdatePlan? given)
{
    private readonly Dictionary<string, ResourcePlan> _made = new(StringComparer.Ordinal);
    private readonly Dictionary<string, int> _done = new(StringComparer.Ordinal);

    /// <summary>What the run came to.</summary>
    public UpdatePlan Made => new(_made.ToImmutableSortedDictionary(StringComparer.Ordinal));

    /// <summary>The seed that was planned for a resource; null where none was.</summary>
    public byte[]? SeedOf(string urn) => Given(urn)?.Seed is { Length: > 0 } seed ? seed : null;

    /// <summary>A registration, its inputs checked.</summary>
    public string? Register(string urn, ResourceGoal goal, ResourceState state, ResourceState? old, byte[] seed)
    {
        var planned = new PlannedGoal
        {
            Type = goal.Type,
            Name = goal.Name,
            Custom = goal.Custom,
            Inputs = PlanDiff.Of(old?.Inputs ?? PropertyMap.Empty, state.Inputs),
            Parent = goal.Parent,
            Protect = state.Protect,
            Dependencies = goal.Dependencies,
            Provider = state.Provider,
            PropertyDependencies = goal.PropertyDependencies,
            DeleteBeforeReplace = goal.DeleteBeforeReplace,
            IgnoreChanges = goal.IgnoreChanges,
            AdditionalSecretOutputs = goal.AdditionalSecretOutputs,
            Aliases = state.Aliases,
            Id = goal.Id,
            CustomTimeouts = goal.CustomTimeouts,
        };
        _made[urn] = Entry(urn) with { Goal = planned, Seed = seed };
        if (given is null || Given(urn) is not { } plan)
            return null;
        if (plan.Goal is not { } wanted)
            return "resource unexpectedly not deleted";
        return GoalViolation(wanted, planned) ?? wanted.Inputs.Violation(old?.Inputs ?? PropertyMap.Empty, state.Inputs);
    }

    /// <summary>A step that is about to begin.</summary>
    public string? Begin(string urn, StepOp op)
    {
        if (given is null || IsNoPart(op))
            return null;
        if (Given(urn) is not { } plan)
            return op == StepOp.Same ? null : $"{op.Name()} is not allowed by the plan: no steps were expected for this resource";
        var at = _done.GetValueOrDefault(urn);
        if (at >= plan.Steps.Length)
            return $"{op.Name()} is not allowed by the plan: no more steps were expected for this resource";
        _done[urn] = at + 1;
        return Allows(plan.Steps[at], op) ? null : $"{op.Name()} is not allowed by the plan: this resource is constrained to {plan.Steps[at].Name()}";
    }

    /// <summary>A step that has ended.</summary>
    public void End(string urn, StepOp op, ResourceState? state)
    {
        if (IsNoPart(op))
            return;
        var entry = Entry(urn);
        _made[urn] = entry with { Steps = entry.Steps.Add(op), Outputs = state?.Outputs ?? entry.Outputs };
    }

    /// <summary>Outputs that the program registers.</summary>
    public string? RegisterOutputs(string urn, PropertyMap olds, PropertyMap news)
    {
        var entry = Entry(urn);
        if (entry.Goal is { } goal)
            _made[urn] = entry with { Goal = goal with { Outputs = PlanDiff.Of(olds, news) }, Outputs = news };
        return Given(urn)?.Goal?.Outputs.Violation(olds, news);
    }

    /// <summary>Resources of the given plan whose steps were not all taken.</summary>
    public IEnumerable<string> Missed() => given is null ? [] :
        given.Resources.Where(item => _done.GetValueOrDefault(item.Key) < item.Value.Steps.Length).Select(item => item.Key);

    /// <summary>Reads change nothing, so that a plan neither has nor forbids them.</summary>
    private static bool IsNoPart(StepOp op) => op is StepOp.Refresh or StepOp.Read or StepOp.ReadReplacement;

    private ResourcePlan? Given(string urn) => given?.Resources.GetValueOrDefault(urn);

    private ResourcePlan Entry(string urn) => _made.GetValueOrDefault(urn) ?? new ResourcePlan();

    /// <summary>A step may always do less than was planned.</summary>
    private static bool Allows(StepOp planned, StepOp op) => op == planned || planned switch
    {
        StepOp.Update => op == StepOp.Same,
        StepOp.Replace or StepOp.CreateReplacement or StepOp.DeleteReplaced => op is StepOp.Same or StepOp.Update,
        _ => false,
    };

    private static string? GoalViolation(PlannedGoal planned, PlannedGoal actual)
    {
        if (planned.Custom != actual.Custom)
            return $"resource kind changed (expected {(planned.Custom ? "custom" : "component")})";
        if (!SameProvider(planned.Provider, actual.Provider))
            return $"provider changed (expected {planned.Provider})";
        if (planned.Parent != actual.Parent)
            return $"parent changed (expected {planned.Parent})";
        if (planned.Protect != actual.Protect)
            return $"resource protection changed (expected {(planned.Protect ? "protected" : "unprotected")})";
        if (planned.DeleteBeforeReplace != actual.DeleteBeforeReplace)
            return "deleteBeforeReplace changed";
        if (planned.Id != actual.Id)
            return $"importID changed (expected {planned.Id})";
        if (planned.CustomTimeouts != actual.CustomTimeouts)
            return "custom timeouts changed";
        return Lists("ignoreChanges", planned.IgnoreChanges, actual.IgnoreChanges)
            ?? Lists("additionalSecretOutputs", planned.AdditionalSecretOutputs, actual.AdditionalSecretOutputs)
            ?? Lists("dependencies", planned.Dependencies, actual.Dependencies)
            ?? Lists("aliases", planned.Aliases, actual.Aliases);
    }

    /// <summary>A reference is a URN and an id; the id may not have been known.</summary>
    private static bool SameProvider(string planned, string actual)
    {
        if (planned.Length == 0 || actual.Length == 0)
            return planned == actual;
        return ProviderReference.UrnOf(planned) == ProviderReference.UrnOf(actual)
            && (ProviderReference.IdOf(planned) is Signatures.Unknown or "" || ProviderReference.IdOf(planned) == ProviderReference.IdOf(actual));
    }

    private static string? Lists(string what, ImmutableArray<string> planned, ImmutableArray<string> actual)
    {
        var (gone, added) = (planned.Except(actual).Select(item => "-" + item), actual.Except(planned).Select(item => "+" + item));
        return string.Join(", ", gone.Concat(added)) is { Length: > 0 } changes ? $"{what} changed: {changes}" : null;
    }
}
