using System.Collections.Immutable;
using Coder.Infra.Engine.Deployment.Model;
using Coder.Infra.Engine.Deployment.Properties;

namespace Coder.Infra.Engine.Display.Diff;

/// <summary>Takes the differences that a resource wants hidden (<c>hideDiffs</c>) out of what is shown: their paths remain, without values.</summary>
internal static class HiddenDiff
{
    /// <summary>Removes the hidden differences.</summary>
    /// <returns>The paths of what was removed, in order.</returns>
    public static IReadOnlyList<string> Take(ObjectDiff diff, StepInfo step)
    {
        var paths = ((step.New ?? step.Old)?.HideDiff ?? []).Select(PropertyPath.Parse).OfType<PropertyPath>().ToList();
        var hidden = new SortedSet<string>(StringComparer.Ordinal);
        foreach (var path in paths)
            Take(diff, path.Steps, "", hidden);
        return [.. hidden];
    }

    private static void Take(ObjectDiff diff, ImmutableArray<object> path, string at, ISet<string> hidden)
    {
        foreach (var name in diff.Shown(sames: false).Where(name => path[0] is "*" || path[0].Equals(name)).ToList())
        {
            var here = PropertyPath.Join(at, name);
            if (path.Length > 1)
            {
                if (diff.Updates.TryGetValue(name, out var update) && TakeWithin(update, path[1..], here, hidden))
                    diff.Updates.Remove(name);
                continue;
            }

            hidden.Add(here);
            diff.Adds.Remove(name);
            diff.Deletes.Remove(name);
            diff.Updates.Remove(name);
        }
    }

    private static void Take(ArrayDiff diff, ImmutableArray<object> path, string at, ISet<string> hidden)
    {
        for (var i = 0; i < diff.Length; i++)
        {
            if (diff.Sames.ContainsKey(i) || (path[0] is not "*" && !path[0].Equals(i)))
                continue;
            var here = PropertyPath.Join(at, i);
            if (path.Length > 1)
            {
                if (diff.Updates.TryGetValue(i, out var update) && TakeWithin(update, path[1..], here, hidden))
                    diff.Updates.Remove(i);
                continue;
            }

            hidden.Add(here);
            diff.Adds.Remove(i);
            diff.Deletes.Remove(i);
            diff.Updates.Remove(i);
        }
    }

    /// <summary>Goes into a difference; true where nothing of it is left.</summary>
    private static bool TakeWithin(ValueDiff update, ImmutableArray<object> path, string at, ISet<string> hidden)
    {
        if (update.Object is { } map)
        {
            Take(map, path, at, hidden);
            return !map.HasChanges;
        }

        if (update.Array is not { } array)
            return false;
        Take(array, path, at, hidden);
        return array.Adds.Count + array.Deletes.Count + array.Updates.Count == 0;
    }
}
