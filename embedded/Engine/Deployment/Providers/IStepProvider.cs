using System.Collections.Immutable;
using Coder.Infra.Engine.Deployment.Model;
using Coder.Infra.Protocol.Properties;
using Pulumirpc;

namespace Coder.Infra.Engine.Deployment.Providers;

/// <summary>What steps ask of a provider: a plugin, or the registry, which is the provider of providers.</summary>
internal interface IStepProvider
{
    Task<CheckResult> CheckAsync(string urn, PropertyMap olds, PropertyMap news, byte[] randomSeed);

    /// <summary>Compares; <see cref="DiffResult.Unavailable"/> tells why that was not possible in a preview.</summary>
    Task<DiffResult> DiffAsync(ResourceState old, string urn, PropertyMap oldInputs, PropertyMap oldOutputs, PropertyMap news, ImmutableArray<string> ignoreChanges);

    Task<LiveResource> CreateAsync(string urn, PropertyMap inputs, double timeout);

    Task<LiveResource> UpdateAsync(ResourceState old, string urn, PropertyMap inputs, double timeout, ImmutableArray<string> ignoreChanges);

    Task DeleteAsync(ResourceState old, double timeout);

    /// <summary>Reads; null where it is gone.</summary>
    Task<LiveResource?> ReadAsync(string urn, string id, PropertyMap inputs, PropertyMap outputs, double timeout);
}

/// <summary>A provider that must hear of resources that stay as they are.</summary>
internal interface ISameProvider
{
    void Same(ResourceState state);
}

/// <summary>Inputs as the provider wants them, and what it finds wrong.</summary>
internal sealed record CheckResult(PropertyMap Inputs, IReadOnlyList<CheckFailure> Failures);

/// <summary>A resource as the provider returns it after an operation.</summary>
internal sealed record LiveResource(string Id, PropertyMap Outputs)
{
    /// <summary>Inputs that the provider corrected, from a read; null where it tells none.</summary>
    public PropertyMap? Inputs { get; init; }

    /// <summary>Why it is not ready, from a partial failure.</summary>
    public ImmutableArray<string> InitErrors { get; init; } = [];

    /// <summary>Whether it must be read again before it is updated.</summary>
    public bool RefreshBeforeUpdate { get; init; }
}

/// <summary>A difference as the provider, or the engine in its stead, reports it.</summary>
internal sealed record DiffResult
{
    /// <summary>Nothing differs.</summary>
    public static DiffResult None { get; } = new() { Changes = DiffResponse.Types.DiffChanges.DiffNone };

    /// <summary>Something differs, in the named properties.</summary>
    public static DiffResult Some(params ImmutableArray<string> keys) =>
        new() { Changes = DiffResponse.Types.DiffChanges.DiffSome, ChangedKeys = keys };

    public required DiffResponse.Types.DiffChanges Changes { get; init; }

    public ImmutableArray<string> ReplaceKeys { get; init; } = [];

    public ImmutableArray<string> StableKeys { get; init; } = [];

    public ImmutableArray<string> ChangedKeys { get; init; } = [];

    public ImmutableSortedDictionary<string, PropertyDifference>? Detailed { get; init; }

    public bool DeleteBeforeReplace { get; init; }

    /// <summary>Why there is no answer; null where there is one.</summary>
    public string? Unavailable { get; init; }

    public bool IsSome => Changes == DiffResponse.Types.DiffChanges.DiffSome;

    public bool IsReplace => ReplaceKeys.Length > 0 || (Detailed?.Values.Any(difference => difference.Kind.IsReplace()) ?? false);
}

/// <summary>Kinds of difference.</summary>
internal static class PropertyDifferenceKinds
{
    public static bool IsReplace(this PropertyDifferenceKind kind) =>
        kind is PropertyDifferenceKind.AddReplace or PropertyDifferenceKind.DeleteReplace or PropertyDifferenceKind.UpdateReplace;

    public static PropertyDifferenceKind AsReplace(this PropertyDifferenceKind kind) => kind switch
    {
        PropertyDifferenceKind.Add => PropertyDifferenceKind.AddReplace,
        PropertyDifferenceKind.Delete => PropertyDifferenceKind.DeleteReplace,
        PropertyDifferenceKind.Update => PropertyDifferenceKind.UpdateReplace,
        _ => kind,
    };
}
