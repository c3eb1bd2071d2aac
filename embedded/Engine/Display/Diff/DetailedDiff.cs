using Coder.Infra.Engine.Deployment.Model;
using Coder.Infra.Protocol.Properties;

namespace Coder.Infra.Engine.Display.Diff;

/// <summary>A provider's detailed diff, which names paths and kinds, as differences of values.</summary>
internal static class DetailedDiff
{
    /// <summary>The differences of a step, by its detailed diff; null where that is empty.</summary>
    /// <param name="step">A step with a detailed diff.</param>
    /// <param name="refresh">Whether outputs are compared on both sides (in a refresh, old is the world that was).</param>
    public static ObjectDiff? Of(StepInfo step, bool refresh)
    {
        if (step is not { DetailedDiff: { Count: > 0 } detailed, Old: { } old, New: { } @new })
            return null;
        var diff = new ObjectDiff();
        foreach (var (path, difference) in detailed)
        {
            IReadOnlyList<object> parts;
            try
            {
                parts = PropertyPath.Strict(path).Steps;
            }
            catch (UserErrorException)
            {
                parts = [path];
            }

            var before = Get(difference.IsInputDiff ? old.Inputs : old.Outputs, parts);
            var after = Get(refresh ? @new.Outputs : @new.Inputs, parts);
            Add(diff, parts, 0, difference.Kind, before, after);
        }

        return diff.HasChanges ? diff : null;
    }

    private static PropertyValue Get(PropertyMap map, IReadOnlyList<object> path)
    {
        PropertyValue value = map;
        var secret = false;
        foreach (var part in path)
        {
            // What lies inside of a secret is one.
            if (value is SecretValue hidden)
                (value, secret) = (hidden.Value, true);
            value = (value, part) switch
            {
                (ObjectValue entries, string name) => entries.Properties.Get(name) ?? PropertyValue.Null,
                (ArrayValue items, int index) when index < items.Items.Length => items.Items[index],
                _ => PropertyValue.Null,
            };
        }

        return secret ? value.AsSecret() : value;
    }

    private static void Add(ObjectDiff diff, IReadOnlyList<object> path, int at, PropertyDifferenceKind kind, PropertyValue before, PropertyValue after)
    {
        var name = Convert.ToString(path[at], System.Globalization.CultureInfo.InvariantCulture)!;
        if (at == path.Count - 1)
        {
            switch (kind)
            {
                case PropertyDifferenceKind.Add or PropertyDifferenceKind.AddReplace:
                    diff.Adds[name] = after;
                    break;
                case PropertyDifferenceKind.Delete or PropertyDifferenceKind.DeleteReplace:
                    diff.Deletes[name] = before;
                    break;
                default:
                    diff.Updates[name] = ValueDiff.Of(before, after) ?? new ValueDiff(before, after);
                    break;
            }

            return;
        }

        diff.Updates[name] = Within(diff.Updates.GetValueOrDefault(name), path, at + 1, kind, before, after);
    }

    private static void Add(ArrayDiff diff, IReadOnlyList<object> path, int at, PropertyDifferenceKind kind, PropertyValue before, PropertyValue after)
    {
        var index = (int)path[at];
        if (at == path.Count - 1)
        {
            switch (kind)
            {
                case PropertyDifferenceKind.Add or PropertyDifferenceKind.AddReplace:
                    diff.Adds[index] = after;
                    break;
                case PropertyDifferenceKind.Delete or PropertyDifferenceKind.DeleteReplace:
                    diff.Deletes[index] = before;
                    break;
                default:
                    diff.Updates[index] = ValueDiff.Of(before, after) ?? new ValueDiff(before, after);
                    break;
            }

            return;
        }

        diff.Updates[index] = Within(diff.Updates.GetValueOrDefault(index), path, at + 1, kind, before, after);
    }

    private static ValueDiff Within(ValueDiff? known, IReadOnlyList<object> path, int at, PropertyDifferenceKind kind, PropertyValue before, PropertyValue after)
    {
        if (path[at] is int)
        {
            var array = known?.Array ?? new ArrayDiff();
            Add(array, path, at, kind, before, after);
            return new ValueDiff(PropertyValue.Null, PropertyValue.Null, array);
        }

        var map = known?.Object ?? new ObjectDiff();
        Add(map, path, at, kind, before, after);
        return new ValueDiff(PropertyValue.Null, PropertyValue.Null, Object: map);
    }
}
