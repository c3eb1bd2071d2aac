using Coder.Infra.Engine.Deployment.Model;
using Pulumirpc;

namespace Coder.Infra.Engine.Deployment.Steps;

/// <summary>Who is who: URNs, and the aliases by which a resource claims the state of an earlier one.</summary>
internal sealed partial class StepGenerator
{
    /// <summary>Old URN → the URN of the resource that claimed it.</summary>
    private readonly Dictionary<string, string> _claimed = new(StringComparer.Ordinal);

    /// <summary>URN → the old URN it claimed.</summary>
    private readonly Dictionary<string, string> _aliasOf = new(StringComparer.Ordinal);

    private bool ClaimUrn(string urn)
    {
        if (!_seen.Add(urn))
        {
            run.Diagnostics.Error(urn, $"Duplicate resource URN '{urn}'; try giving it a unique name");
            return true;
        }

        if (_claimed.TryGetValue(urn, out var claimant))
        {
            run.Diagnostics.Error(urn, $"Duplicate resource URN '{urn}' conflicting with alias on resource with URN '{claimant}'");
            return true;
        }

        return false;
    }

    /// <summary>A parent is registered before its children, in the same run.</summary>
    private void RefuseUnknownParent(ResourceGoal goal)
    {
        if (goal.Parent.Length == 0)
            return;
        if (goal.Type == Urn.StackType)
            throw new InvalidOperationException($"root stack resource can not have a parent (tried to set it to {goal.Parent})");
        if (!_seen.Contains(goal.Parent))
            throw new InvalidOperationException($"could not find parent resource {goal.Parent}");
    }

    private ResourceState? FindOld(string urn, ResourceGoal goal, ref bool invalid)
    {
        if (run.Olds.TryGetValue(urn, out var old))
            return old;
        foreach (var alias in Aliases(goal))
        {
            if (!run.Olds.TryGetValue(alias, out old))
                continue;
            if (_claimed.TryGetValue(alias, out var other))
            {
                run.Diagnostics.Error(urn, $"Alias '{alias}' of resource with URN '{urn}' conflicts with alias on resource with URN '{other}'");
                invalid = true;
            }
            else if (!_seen.Add(alias))
            {
                run.Diagnostics.Error(urn, $"Resource '{urn}' has the alias '{alias}', which is the URN of another resource of the program; "
                    + "remove the alias or that resource");
                invalid = true;
            }

            _claimed[alias] = urn;
            _aliasOf[urn] = alias;
            return old;
        }

        return null;
    }

    /// <summary>Earlier URNs of a resource: as the program names them, and with its parent under the parent's earlier URN.</summary>
    private IEnumerable<string> Aliases(ResourceGoal goal)
    {
        var named = goal.Aliases.Select(alias => Collapse(goal, alias)).ToList();
        if (goal.Parent.Length == 0 || !_aliasOf.TryGetValue(goal.Parent, out var parentAlias))
            return named;
        return named
            .Append(Inherited(goal.Type, goal.Name, goal.Parent, parentAlias))
            .Concat(named.Select(alias => Inherited(Urn.Type(alias), Urn.Name(alias), goal.Parent, parentAlias)));
    }

    private string Collapse(ResourceGoal goal, Alias alias)
    {
        if (alias.AliasCase != Alias.AliasOneofCase.Spec)
            return alias.Urn;
        var spec = alias.Spec;
        var parent = spec.ParentCase switch
        {
            Alias.Types.Spec.ParentOneofCase.ParentUrn => spec.ParentUrn,
            Alias.Types.Spec.ParentOneofCase.NoParent when spec.NoParent => "",
            _ => goal.Parent,
        };
        return Urn.Make(
            spec.Stack.Length > 0 ? spec.Stack : run.Target.Stack,
            spec.Project.Length > 0 ? spec.Project : run.Target.Project,
            parent,
            spec.Type.Length > 0 ? spec.Type : goal.Type,
            spec.Name.Length > 0 ? spec.Name : goal.Name);
    }

    /// <summary>A child whose name begins with its parent's is taken to have been named after the parent before, too.</summary>
    private string Inherited(string type, string name, string parent, string parentAlias)
    {
        var parentName = Urn.Name(parent);
        if (name.StartsWith(parentName, StringComparison.Ordinal))
            name = Urn.Name(parentAlias) + name[parentName.Length..];
        return Urn.Make(run.Target.Stack, run.Target.Project, parentAlias, type, name);
    }
}
