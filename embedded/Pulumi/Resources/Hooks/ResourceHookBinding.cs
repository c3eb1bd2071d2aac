namespace Pulumi;

/// <summary>Which hooks are called for a resource.</summary>
public class ResourceHookBinding
{
    private List<ResourceHook>? _beforeCreate;
    private List<ResourceHook>? _afterCreate;
    private List<ResourceHook>? _beforeUpdate;
    private List<ResourceHook>? _afterUpdate;
    private List<ResourceHook>? _beforeDelete;
    private List<ResourceHook>? _afterDelete;
    private List<ErrorHook>? _onError;

    /// <summary>Called before the resource is created.</summary>
    public List<ResourceHook> BeforeCreate { get => _beforeCreate ??= []; set => _beforeCreate = value; }

    /// <summary>Called after the resource is created.</summary>
    public List<ResourceHook> AfterCreate { get => _afterCreate ??= []; set => _afterCreate = value; }

    /// <summary>Called before the resource is updated.</summary>
    public List<ResourceHook> BeforeUpdate { get => _beforeUpdate ??= []; set => _beforeUpdate = value; }

    /// <summary>Called after the resource is updated.</summary>
    public List<ResourceHook> AfterUpdate { get => _afterUpdate ??= []; set => _afterUpdate = value; }

    /// <summary>Called before the resource is deleted.</summary>
    public List<ResourceHook> BeforeDelete { get => _beforeDelete ??= []; set => _beforeDelete = value; }

    /// <summary>Called after the resource is deleted.</summary>
    public List<ResourceHook> AfterDelete { get => _afterDelete ??= []; set => _afterDelete = value; }

    /// <summary>Called when an operation fails, to say whether it is tried again.</summary>
    public List<ErrorHook> OnError { get => _onError ??= []; set => _onError = value; }

    /// <summary>Whether there are none.</summary>
    public bool IsEmpty => All.Sum(hooks => hooks?.Count ?? 0) + (_onError?.Count ?? 0) == 0;

    private IEnumerable<List<ResourceHook>?> All => [_beforeCreate, _afterCreate, _beforeUpdate, _afterUpdate, _beforeDelete, _afterDelete];

    /// <summary>The same hooks in a new object.</summary>
    public ResourceHookBinding Clone() => Concat(new ResourceHookBinding());

    /// <summary>These hooks and then the other's, in a new object.</summary>
    public ResourceHookBinding Concat(ResourceHookBinding other) => new()
    {
        BeforeCreate = [.. BeforeCreate, .. other.BeforeCreate],
        AfterCreate = [.. AfterCreate, .. other.AfterCreate],
        BeforeUpdate = [.. BeforeUpdate, .. other.BeforeUpdate],
        AfterUpdate = [.. AfterUpdate, .. other.AfterUpdate],
        BeforeDelete = [.. BeforeDelete, .. other.BeforeDelete],
        AfterDelete = [.. AfterDelete, .. other.AfterDelete],
        OnError = [.. OnError, .. other.OnError],
    };

    /// <summary>The hooks that the engine names.</summary>
    internal static ResourceHookBinding FromWire(Pulumirpc.RegisterResourceRequest.Types.ResourceHooksBinding? names) => names is null
        ? new ResourceHookBinding()
        : new ResourceHookBinding
        {
            BeforeCreate = [.. names.BeforeCreate.Select(ResourceHook.Named)],
            AfterCreate = [.. names.AfterCreate.Select(ResourceHook.Named)],
            BeforeUpdate = [.. names.BeforeUpdate.Select(ResourceHook.Named)],
            AfterUpdate = [.. names.AfterUpdate.Select(ResourceHook.Named)],
            BeforeDelete = [.. names.BeforeDelete.Select(ResourceHook.Named)],
            AfterDelete = [.. names.AfterDelete.Select(ResourceHook.Named)],
            OnError = [.. names.OnError.Select(ErrorHook.Named)],
        };

    /// <summary>The names as the engine takes them, once it knows the hooks.</summary>
    internal async Task<Pulumirpc.RegisterResourceRequest.Types.ResourceHooksBinding?> ToWireAsync()
    {
        if (IsEmpty)
            return null;
        foreach (var registered in All.SelectMany(hooks => hooks ?? []).Select(hook => hook.Registered).Concat(OnError.Select(hook => hook.Registered)))
            await registered.ConfigureAwait(false);
        return new Pulumirpc.RegisterResourceRequest.Types.ResourceHooksBinding
        {
            BeforeCreate = { BeforeCreate.Select(hook => hook.Name) },
            AfterCreate = { AfterCreate.Select(hook => hook.Name) },
            BeforeUpdate = { BeforeUpdate.Select(hook => hook.Name) },
            AfterUpdate = { AfterUpdate.Select(hook => hook.Name) },
            BeforeDelete = { BeforeDelete.Select(hook => hook.Name) },
            AfterDelete = { AfterDelete.Select(hook => hook.Name) },
            OnError = { OnError.Select(hook => hook.Name) },
        };
    }
}
