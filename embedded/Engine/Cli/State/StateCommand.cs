using Coder.Infra.Engine.Cli.Parsing;
using Coder.Infra.Engine.Cli.Stacks;
using Coder.Infra.Engine.Deployment;
using Coder.Infra.Engine.Deployment.Model;
using Coder.Infra.Engine.Workspace;

namespace Coder.Infra.Engine.Cli.State;

/// <summary><c>pulumi state</c>: edits of a state by hand. Secrets stay sealed, so no passphrase is needed.</summary>
internal static class StateCommand
{
    private static readonly Flag Yes = Flag.Switch("yes", "Skip confirmation prompts", 'y');

    public static Command Command { get; } = new("state", "Edit the current stack's state")
    {
        Flags = [CommandTree.StackFlag],
        Commands =
        [
            new("delete", "Deletes a resource from a stack's state") { Aliases = ["remove", "rm"], Arguments = "<resource URN>", Count = (0, 1), Run = DeleteAsync, Flags = [Yes, Flag.Switch("force", "Force deletion of protected resources"), Flag.Switch("target-dependents", "Delete the URN and all its dependents"), Flag.Switch("all", "Delete all resources in the stack")] },
            new("protect", "Protect resource in a stack's state") { Arguments = "<resource URN>", Count = (0, 1), Run = invocation => ProtectAsync(invocation, true), Flags = [Yes, Flag.Switch("all", "Protect all resources in the stack")] },
            new("unprotect", "Unprotect resources in a stack's state") { Arguments = "<resource URN>", Count = (0, 1), Run = invocation => ProtectAsync(invocation, false), Flags = [Yes, Flag.Switch("all", "Unprotect all resources in the stack")] },
            new("taint", "Taint one or more resources in the stack's state: the next update replaces them") { Arguments = "<resource URN>...", Count = (1, int.MaxValue), Run = invocation => TaintAsync(invocation, true), Flags = [Yes] },
            new("untaint", "Untaint one or more resources in the stack's state") { Arguments = "<resource URN>...", Count = (0, int.MaxValue), Run = invocation => TaintAsync(invocation, false), Flags = [Yes, Flag.Switch("all", "Untaint all resources in the stack")] },
            new("rename", "Renames a resource from a stack's state") { Arguments = "<resource URN> <new name>", Count = (2, 2), Run = RenameAsync, Flags = [Yes] },
            new("repair", "Repair an invalid state") { Run = RepairAsync, Flags = [Yes] },
        ],
    };

    private static Task<int> DeleteAsync(Invocation invocation)
    {
        var context = StackContext.Current(invocation);
        var (all, force, dependents) = (invocation.Flags.Switch("all"), invocation.Flags.Switch("force"), invocation.Flags.Switch("target-dependents"));
        if (!all && invocation.Arguments.Count == 0)
            throw new UserErrorException("the resource's URN is missing; list URNs with `pulumi stack --show-urns`");
        Confirm(invocation);
        context.Store.Edit(checkpoint =>
        {
            var resources = checkpoint.Snapshot.Resources;
            ResourceState[] gone = all ? [.. resources] : [Find(resources, invocation.Arguments[0])];
            if (!all)
            {
                var needing = Dependents(resources, gone[0]);
                if (needing.Count > 0 && !dependents)
                    throw new UserErrorException(
                        "This resource can't be safely deleted because the following resources depend on it:\n" +
                        string.Concat(needing.Select(state => $" * \"{Urn.Name(state.Urn)}\" ({state.Urn})\n")) +
                        "\nDelete those resources first before deleting this one, or pass --target-dependents to delete them too.");
                gone = [.. gone, .. needing];
            }

            var guarded = gone.Where(state => state.Protect).ToArray();
            if (guarded.Length > 0 && !force)
                throw UserErrorException.Of("resources are protected:", [.. guarded.Select(state =>
                    $"This resource can't be safely deleted because it is protected. Re-run this command with --force to force deletion, or unprotect it: pulumi state unprotect '{state.Urn}'")]);
            return checkpoint with { Snapshot = checkpoint.Snapshot with { Resources = [.. resources.Where(state => !gone.Contains(state))] } };
        });
        invocation.Out.WriteLine(all ? "All resources deleted" : "Resource deleted");
        return Task.FromResult(0);
    }

    private static Task<int> ProtectAsync(Invocation invocation, bool protect)
    {
        var context = StackContext.Current(invocation);
        var all = invocation.Flags.Switch("all");
        if (!all && invocation.Arguments.Count == 0)
            throw new UserErrorException("the resource's URN is missing; name one, or pass --all");
        Confirm(invocation);
        context.Store.Edit(checkpoint =>
        {
            var resources = checkpoint.Snapshot.Resources;
            var only = all ? null : Find(resources, invocation.Arguments[0]);
            return checkpoint with { Snapshot = checkpoint.Snapshot with { Resources = [.. resources.Select(state => all || state == only ? state with { Protect = protect } : state)] } };
        });
        var done = protect ? "protected" : "unprotected";
        invocation.Out.WriteLine(all ? $"All resources successfully {done}" : $"Resource successfully {done}");
        return Task.FromResult(0);
    }

    private static Task<int> TaintAsync(Invocation invocation, bool taint)
    {
        var context = StackContext.Current(invocation);
        var all = invocation.Flags.Switch("all");
        if (!all && invocation.Arguments.Count == 0)
            throw new UserErrorException("the resource's URN is missing; name one, or pass --all");
        Confirm(invocation);
        context.Store.Edit(checkpoint =>
        {
            var resources = checkpoint.Snapshot.Resources;
            var named = invocation.Arguments.Select(urn => Find(resources, urn)).ToHashSet();
            ResourceState Marked(ResourceState state) => state with { Unknown = taint ? state.Unknown.SetItem("taint", "true") : state.Unknown.Remove("taint") };
            return checkpoint with { Snapshot = checkpoint.Snapshot with { Resources = [.. resources.Select(state => all || named.Contains(state) ? Marked(state) : state)] } };
        });
        var done = taint ? "tainted" : "untainted";
        invocation.Out.WriteLine(all ? $"All resources successfully {done}" : invocation.Arguments.Count == 1 ? $"Resource successfully {done}" : $"Resources successfully {done}");
        return Task.FromResult(0);
    }

    private static Task<int> RenameAsync(Invocation invocation)
    {
        var context = StackContext.Current(invocation);
        var (urn, name) = (invocation.Arguments[0], invocation.Arguments[1]);
        if (name.Length == 0 || !name.All(letter => char.IsAsciiLetterOrDigit(letter) || letter is '_' or '-' or '.' or '/'))
            throw new UserErrorException($"invalid name \"{name}\": resource names may only contain alphanumerics, underscores, hyphens, dots, and slashes");
        Confirm(invocation);
        context.Store.Edit(checkpoint =>
        {
            _ = Find(checkpoint.Snapshot.Resources, urn);
            var renamed = urn[..^Urn.Name(urn).Length] + name;
            if (checkpoint.Snapshot.Resources.Any(state => state.Urn == renamed))
                throw new UserErrorException($"a resource with the URN {renamed} exists already");
            return StackRename.Apply(checkpoint, old => old == urn ? renamed : old);
        });
        invocation.Out.WriteLine("Resource renamed");
        return Task.FromResult(0);
    }

    /// <summary>Puts resources into dependency order and drops references to what is not in the state.</summary>
    private static Task<int> RepairAsync(Invocation invocation)
    {
        var context = StackContext.Current(invocation);
        var changes = new List<string>();
        Confirm(invocation);
        context.Store.Edit(checkpoint =>
        {
            var resources = checkpoint.Snapshot.Resources;
            var urns = resources.Select(state => state.Urn).ToHashSet();
            ResourceState Repair(ResourceState state)
            {
                bool Known(string urn)
                {
                    if (urns.Contains(urn))
                        return true;
                    changes.Add($"{state.Urn}: removed the reference to {urn}, which is not in the state");
                    return false;
                }

                return state with
                {
                    Parent = state.Parent.Length > 0 && !Known(state.Parent) ? "" : state.Parent,
                    DeletedWith = state.DeletedWith.Length > 0 && !Known(state.DeletedWith) ? "" : state.DeletedWith,
                    Dependencies = [.. state.Dependencies.Where(Known)],
                    PropertyDependencies = state.PropertyDependencies.SetItems(state.PropertyDependencies.Select(entry => KeyValuePair.Create(entry.Key, entry.Value))
                        .Where(entry => entry.Value.Any(urn => !urns.Contains(urn)))
                        .Select(entry => KeyValuePair.Create(entry.Key, entry.Value.RemoveAll(urn => !urns.Contains(urn))))),
                };
            }

            ResourceState[] repaired = [.. resources.Select(Repair)];
            var arranged = SnapshotOrder.Arrange(repaired);
            if (!arranged.Select(state => state.Urn).SequenceEqual(resources.Select(state => state.Urn)))
                changes.Add("put the resources into the order of their dependencies");
            return checkpoint with { Snapshot = checkpoint.Snapshot with { Resources = [.. arranged] } };
        });
        foreach (var change in changes.Distinct())
            invocation.Out.WriteLine(change);
        invocation.Out.WriteLine(changes.Count == 0 ? "The state is valid; nothing was changed" : "State repaired");
        return Task.FromResult(0);
    }

    private static ResourceState Find(IEnumerable<ResourceState> resources, string urn)
    {
        ResourceState[] found = [.. resources.Where(state => state.Urn == urn)];
        return found switch
        {
            [] => throw new UserErrorException($"No such resource \"{urn}\" exists in the current state; list URNs with `pulumi stack --show-urns`"),
            [var only] => only,
            // Of a replaced resource and its replacement, the one that is about to go is meant.
            _ => found.FirstOrDefault(state => state.Delete) ?? found[0],
        };
    }

    private static List<ResourceState> Dependents(IReadOnlyList<ResourceState> resources, ResourceState state)
    {
        var urns = new HashSet<string> { state.Urn };
        var needing = new List<ResourceState>();
        foreach (var other in resources.SkipWhile(other => other != state).Skip(1))
        {
            var provider = other.Provider.LastIndexOf("::", StringComparison.Ordinal) is > 0 and var at ? other.Provider[..at] : "";
            if (!other.Dependencies.Append(other.Parent).Append(provider).Append(other.DeletedWith).Any(urns.Contains))
                continue;
            urns.Add(other.Urn);
            needing.Add(other);
        }

        return needing;
    }

    private static void Confirm(Invocation invocation)
    {
        if (invocation.IsInteractive && !invocation.IsConfirmed
            && !invocation.Confirm("This command will edit your stack's state directly. Type `yes` to confirm: ", "yes"))
            throw new UserErrorException("confirmation declined");
    }
}
