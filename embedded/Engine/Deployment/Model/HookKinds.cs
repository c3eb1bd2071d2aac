using System.Collections.Immutable;
using Pulumirpc;

namespace Coder.Infra.Engine.Deployment.Model;

/// <summary>The kinds of hooks around the steps of a resource, with the names that the official engine gives them in a checkpoint.</summary>
internal static class HookKinds
{
    public const string BeforeCreate = "before-create";
    public const string AfterCreate = "after-create";
    public const string BeforeUpdate = "before-update";
    public const string AfterUpdate = "after-update";
    public const string BeforeDelete = "before-delete";
    public const string AfterDelete = "after-delete";
    public const string OnError = "on-error";

    /// <summary>No hooks.</summary>
    public static ImmutableSortedDictionary<string, ImmutableArray<string>> None { get; } =
        ImmutableSortedDictionary.Create<string, ImmutableArray<string>>(StringComparer.Ordinal);

    /// <summary>The hooks that a program binds to a resource; kinds without any are left out.</summary>
    public static ImmutableSortedDictionary<string, ImmutableArray<string>> From(RegisterResourceRequest.Types.ResourceHooksBinding? binding)
    {
        if (binding is null)
            return None;
        (string Kind, IEnumerable<string> Names)[] kinds =
        [
            (BeforeCreate, binding.BeforeCreate), (AfterCreate, binding.AfterCreate),
            (BeforeUpdate, binding.BeforeUpdate), (AfterUpdate, binding.AfterUpdate),
            (BeforeDelete, binding.BeforeDelete), (AfterDelete, binding.AfterDelete),
            (OnError, binding.OnError),
        ];
        return None.AddRange(kinds.Where(item => item.Names.Any()).Select(item => KeyValuePair.Create(item.Kind, item.Names.ToImmutableArray())));
    }
}
