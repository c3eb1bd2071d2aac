using System.Collections.Immutable;
using Coder.Infra.Engine.Backend;
using Coder.Infra.Engine.Backend.Checkpoints;
using Coder.Infra.Engine.Deployment;
using Coder.Infra.Engine.Deployment.Model;
using Coder.Infra.Protocol.Properties;

namespace Coder.Infra.Engine.Cli.Stacks;

/// <summary>
/// Renames in a state: a stack's name is part of every URN, and URNs are in many fields and in property values.
/// </summary>
internal static class StackRename
{
    /// <summary>The checkpoint under the stack's new name; secrets must be sealed.</summary>
    public static Checkpoint Apply(Checkpoint checkpoint, StackReference from, StackReference to)
    {
        var head = $"urn:pulumi:{from.Name}::{from.Project}::";
        var root = $"{head}{Urn.StackType}::{from.Project}-{from.Name}";
        var renamed = Apply(checkpoint, urn => urn == root
            ? $"urn:pulumi:{to.Name}::{to.Project}::{Urn.StackType}::{to.Project}-{to.Name}"
            : urn.StartsWith(head, StringComparison.Ordinal) ? $"urn:pulumi:{to.Name}::{to.Project}::{urn[head.Length..]}" : urn);
        return renamed with { Stack = to.FullName };
    }

    /// <summary>The checkpoint with every URN replaced; secrets must be sealed.</summary>
    public static Checkpoint Apply(Checkpoint checkpoint, Func<string, string> rename) => checkpoint with
    {
        Snapshot = checkpoint.Snapshot with
        {
            Resources = [.. checkpoint.Snapshot.Resources.Select(state => Apply(state, rename))],
            PendingOperations = [.. checkpoint.Snapshot.PendingOperations.Select(operation => operation with { Resource = Apply(operation.Resource, rename) })],
        },
    };

    private static ResourceState Apply(ResourceState state, Func<string, string> rename) => state with
    {
        Urn = rename(state.Urn),
        Parent = rename(state.Parent),
        Provider = Reference(state.Provider, rename),
        Dependencies = All(state.Dependencies, rename),
        PropertyDependencies = state.PropertyDependencies.ToImmutableSortedDictionary(entry => entry.Key, entry => All(entry.Value, rename), StringComparer.Ordinal),
        DeletedWith = rename(state.DeletedWith),
        ReplaceWith = All(state.ReplaceWith, rename),
        Inputs = Apply(state.Inputs, rename),
        Outputs = Apply(state.Outputs, rename),
    };

    /// <summary>A provider's reference is its URN and id.</summary>
    private static string Reference(string provider, Func<string, string> rename)
    {
        var at = provider.LastIndexOf("::", StringComparison.Ordinal);
        return at < 0 ? provider : rename(provider[..at]) + provider[at..];
    }

    private static ImmutableArray<string> All(ImmutableArray<string> urns, Func<string, string> rename) => urns.IsDefaultOrEmpty ? [] : [.. urns.Select(rename)];

    private static PropertyMap Apply(PropertyMap map, Func<string, string> rename) =>
        PropertyMap.From(map.Select(entry => KeyValuePair.Create(entry.Key, Apply(entry.Value, rename))));

    private static PropertyValue Apply(PropertyValue value, Func<string, string> rename) => value switch
    {
        ResourceReferenceValue reference => reference with { Urn = rename(reference.Urn) },
        ArrayValue array => new ArrayValue([.. array.Items.Select(item => Apply(item, rename))]),
        ObjectValue map => new ObjectValue(Apply(map.Properties, rename)),
        _ => value,
    };
}
