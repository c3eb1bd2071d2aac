using System.Globalization;
using System.Text.RegularExpressions;
using Coder.Infra.Protocol.Properties;
using Pulumirpc;
using Kind = Pulumirpc.PropertyDiff.Types.Kind;

namespace Coder.Infra.Providers.Kubernetes.Objects;

/// <summary>
/// Which fields an update changes, by the path to each (<c>spec.ports[0].port</c>): fields whose new input is not what the
/// resource has, and fields that the old inputs set and the new ones do not. What others added to the resource is no change.
/// </summary>
internal static partial class ObjectDiff
{
    /// <summary>The paths that differ, and how.</summary>
    /// <param name="oldInputs">The inputs that the resource was made from.</param>
    /// <param name="newInputs">The inputs of the program.</param>
    /// <param name="live">What the resource has; the old inputs where it is not looked at.</param>
    public static SortedDictionary<string, PropertyDiff> Compare(PropertyMap oldInputs, PropertyMap newInputs, PropertyMap? live = null)
    {
        var found = new SortedDictionary<string, PropertyDiff>(StringComparer.Ordinal);
        Compare("", oldInputs, newInputs, live ?? oldInputs, inList: false, found);
        return found;
    }

    /// <summary>Whether a path is, or lies below, a property that may have <c>[*]</c> for any index or key.</summary>
    public static bool IsWithin(string path, string property)
    {
        var pattern = "^" + Regex.Escape(property.TrimStart('.')).Replace(@"\[\*]", @"\[[^\]]*\]", StringComparison.Ordinal) + @"($|[.\[])";
        return Regex.IsMatch(path, pattern, RegexOptions.CultureInvariant);
    }

    /// <summary>A difference that needs a new resource.</summary>
    public static PropertyDiff Replacing(PropertyDiff difference) => new(difference)
    {
        Kind = difference.Kind switch
        {
            Kind.Add => Kind.AddReplace,
            Kind.Delete => Kind.DeleteReplace,
            Kind.Update => Kind.UpdateReplace,
            var kind => kind,
        },
    };

    private static void Compare(string path, PropertyMap old, PropertyMap @new, PropertyMap live, bool inList, SortedDictionary<string, PropertyDiff> found)
    {
        var names = old.Keys.Union(@new.Keys).Where(name => !name.StartsWith("__", StringComparison.Ordinal));
        foreach (var name in names)
            Compare(Join(path, name), Plain(old.Get(name)), Plain(@new.Get(name)), Plain(live.Get(name)), inList, found);
    }

    private static void Compare(
        string path, PropertyValue? old, PropertyValue? @new, PropertyValue? live, bool inList, SortedDictionary<string, PropertyDiff> found)
    {
        switch (@new, live)
        {
            case (null, _):
                // A list is replaced as a whole: what it no longer has was deleted only where the resource has it.
                if (old is not null && (!inList || live is not null))
                    found[path] = new PropertyDiff { Kind = Kind.Delete, InputDiff = true };
                return;
            case (_, null):
                found[path] = new PropertyDiff { Kind = Kind.Add };
                return;
            case (ObjectValue n, ObjectValue l):
                Compare(path, (old as ObjectValue)?.Properties ?? PropertyMap.Empty, n.Properties, l.Properties, inList, found);
                return;
            case (ArrayValue n, ArrayValue l):
                for (var i = 0; i < Math.Max(n.Items.Length, l.Items.Length); i++)
                    Compare($"{path}[{i.ToString(CultureInfo.InvariantCulture)}]", At(old, i), At(n, i), At(l, i), inList: true, found);
                return;
            default:
                if (!@new.Equals(live))
                    found[path] = new PropertyDiff { Kind = Kind.Update };
                return;
        }
    }

    private static PropertyValue? At(PropertyValue? list, int index) =>
        list is ArrayValue { Items: var items } && index < items.Length ? Plain(items[index]) : null;

    // What is null is not there: the API server drops it.
    private static PropertyValue? Plain(PropertyValue? value) => value switch
    {
        SecretValue s => Plain(s.Value),
        OutputValue o => Plain(o.Value ?? PropertyValue.Computed),
        NullValue => null,
        _ => value,
    };

    private static string Join(string path, string name) =>
        !PlainName().IsMatch(name) ? $"{path}[\"{name.Replace("\"", "\\\"", StringComparison.Ordinal)}\"]" : path.Length == 0 ? name : $"{path}.{name}";

    [GeneratedRegex(@"^[^.\[\]""]+$")]
    private static partial Regex PlainName();
}
