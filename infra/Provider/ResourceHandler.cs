using System.Collections.Immutable;
using Pulumi.Experimental;
using Pulumi.Experimental.Provider;

namespace Coder.Infra.Provider;

/// <summary>One custom resource: what the provider does for its type. Reads in the order of a resource's life.</summary>
internal abstract class ResourceHandler
{
    /// <summary>Inputs whose change replaces the resource.</summary>
    protected abstract IReadOnlyList<string> Replacing { get; }

    /// <summary>Validates inputs; may ask the deployment, so that a mistake shows at preview.</summary>
    public virtual Task<CheckResponse> CheckAsync(CheckRequest request, CancellationToken cancellationToken) =>
        Task.FromResult(new CheckResponse { Inputs = request.NewInputs });

    /// <summary>Compares inputs; of a replaced resource the old half goes first, since its name must be free.</summary>
    public virtual Task<DiffResponse> DiffAsync(DiffRequest request, CancellationToken cancellationToken)
    {
        var changed = request.OldInputs.Keys.Union(request.NewInputs.Keys)
            .Where(name => !request.IgnoreChanges.Contains(name) && !Same(name, request.OldInputs.GetValueOrDefault(name), request.NewInputs.GetValueOrDefault(name)))
            .Order(StringComparer.Ordinal).ToList();
        return Task.FromResult(Difference(changed));
    }

    /// <summary>Creates it; with <see cref="CreateRequest.Preview"/> only returns what it would look like.</summary>
    public abstract Task<CreateResponse> CreateAsync(CreateRequest request, CancellationToken cancellationToken);

    /// <summary>Reads it; without an id it is gone.</summary>
    public abstract Task<ReadResponse> ReadAsync(ReadRequest request, CancellationToken cancellationToken);

    /// <summary>Changes it in place.</summary>
    public abstract Task<UpdateResponse> UpdateAsync(UpdateRequest request, CancellationToken cancellationToken);

    /// <summary>Deletes it; what is gone already counts as deleted.</summary>
    public abstract Task DeleteAsync(DeleteRequest request, CancellationToken cancellationToken);

    /// <summary>The answer to a comparison: the names of what differs.</summary>
    protected DiffResponse Difference(IReadOnlyList<string> changed)
    {
        var replaces = changed.Where(Replacing.Contains).ToList();
        return new DiffResponse
        {
            Changes = changed.Count > 0,
            Diffs = [.. changed],
            Replaces = replaces,
            DeleteBeforeReplace = replaces.Count > 0,
        };
    }

    /// <summary>Whether an input is the same before and after; null is an unset one.</summary>
    protected virtual bool Same(string name, PropertyValue? old, PropertyValue? now) => old is null ? now is null : now is not null && old.Equals(now);

    /// <summary>A time limit that is never endless: what the engine gives, else a default.</summary>
    protected static TimeSpan Limit(TimeSpan given, TimeSpan otherwise) => given > TimeSpan.Zero ? given : otherwise;

    /// <summary>The answer for what is gone.</summary>
    protected static ReadResponse Gone => new() { Id = "", Outputs = ImmutableDictionary<string, PropertyValue>.Empty, Inputs = ImmutableDictionary<string, PropertyValue>.Empty };
}
