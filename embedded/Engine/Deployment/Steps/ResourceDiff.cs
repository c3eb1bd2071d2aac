using System.Collections.Immutable;
using Coder.Infra.Engine.Deployment.Model;
using Coder.Infra.Engine.Deployment.Properties;
using Coder.Infra.Engine.Deployment.Providers;
using Coder.Infra.Protocol.Properties;
using Pulumirpc;

namespace Coder.Infra.Engine.Deployment.Steps;

/// <summary>Compares a resource, by its provider or, where that cannot tell, by the engine.</summary>
internal static class ResourceDiff
{
    private const string InitError = "#initerror";

    public static async Task<DiffResult> DiffAsync(
        IStepProvider provider, ResourceState old, string urn, PropertyMap oldInputs, PropertyMap oldOutputs, PropertyMap news, ImmutableArray<string> ignoreChanges)
    {
        var diff = await provider.DiffAsync(old, urn, oldInputs, oldOutputs, news, ignoreChanges);
        if (diff.Changes != DiffResponse.Types.DiffChanges.DiffUnknown)
            return diff;
        news = IgnoredChanges.Reset(news, oldInputs, ignoreChanges);
        if (ObjectDiff.Same(oldInputs, news))
            return diff with { Changes = DiffResponse.Types.DiffChanges.DiffNone };
        return diff with
        {
            Changes = DiffResponse.Types.DiffChanges.DiffSome,
            ChangedKeys = ObjectDiff.ChangedKeys(oldInputs, news),
            Detailed = ObjectDiff.Detailed(oldInputs, news),
        };
    }

    /// <summary>The difference with what <c>replaceOnChanges</c> names turned into reasons to replace.</summary>
    public static DiffResult ReplaceOnChanges(DiffResult diff, ImmutableArray<string> paths, bool hasInitErrors)
    {
        if (paths.IsDefaultOrEmpty || (!diff.IsSome && !hasInitErrors))
            return diff;
        var named = paths.Select(PropertyPath.Parse).OfType<PropertyPath>().ToList();
        bool IsNamed(string text) => PropertyPath.Parse(text) is { } path && named.Any(name => name.Contains(path));
        var detailed = diff.Detailed?.ToImmutableSortedDictionary(
            item => item.Key, item => IsNamed(item.Key) ? item.Value with { Kind = item.Value.Kind.AsReplace() } : item.Value, StringComparer.Ordinal);
        var keys = diff.ReplaceKeys.Union(diff.ChangedKeys.Where(IsNamed)).ToList();
        if (hasInitErrors && IsNamed(InitError))
        {
            keys.Add(InitError);
            detailed = detailed?.SetItem(InitError, new PropertyDifference(PropertyDifferenceKind.UpdateReplace, false));
            diff = diff with { Changes = DiffResponse.Types.DiffChanges.DiffSome };
        }

        return diff with { ReplaceKeys = [.. keys.Distinct().Order(StringComparer.Ordinal)], Detailed = detailed };
    }
}
