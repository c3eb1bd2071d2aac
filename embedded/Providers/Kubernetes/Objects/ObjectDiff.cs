using System.Globalization;
using System.Text.RegularExpressions;
using Coder.Infra.Protocol.Properties;
using Kind = Pulumirpc.PropertyDiff.Types.Kind;

namespace Coder.Infra.Providers.Kubernetes.Objects;

/// <summary>Which fields differ between two maps, told by the path to each (<c>spec.ports[0].port</c>).</summary>
internal static partial class ObjectDiff
{
    /// <summary>The paths that differ, and how.</summary>
    public static SortedDictionary<string, Kind> Compare(PropertyMap old, PropertyMap @new)
    {
        var found = new SortedDictionary<string, Kind>(StringComparer.Ordinal);
        Compare("", old, @new, found);
        return found;
    }

    /// <summary>Whether a path is, or lies below, a property that may have <c>[*]</c> for any index or key.</summary>
    public static bool IsWithin(string path, string property)
    {
        var pattern = "^" + Regex.Escape(property.TrimStart('.')).Replace(@"\[\*]", @"\[[^\]]*\]", StringComparison.Ordinal) + @"($|[.\[])";
        return Regex.IsMatch(path, pattern, RegexOptions.CultureInvariant);
    }

    /// <summary>The kind of a difference that asks for a new object.</summary>
    public static Kind Replacing(Kind kind) => kind switch
    {
        Kind.Add => Kind.AddReplace,
        Kind.Delete => Kind.DeleteReplace,
        Kind.Update => Kind.UpdateReplace,
        _ => kind,
    };

    private static void Compare(string path, PropertyMap old, PropertyMap @new, SortedDictionary<string, Kind> found)
    {
        foreach (var name in old.Keys.Union(@new.Keys).Where(name => !name.StartsWith("__", StringComparison.Ordinal)))
            Compare(Join(path, name), old.Get(name), @new.Get(name), found);
    }

    private static void Compare(string path, PropertyValue? old, PropertyValue? @new, SortedDictionary<string, Kind> found)
    {
        // What is null is not there: the API server drops it.
        old = Plain(old);
        @new = Plain(@new);
        switch (old, @new)
        {
            case (null, null):
                return;
            case (null, _):
                found[path] = Kind.Add;
                return;
            case (_, null):
                found[path] = Kind.Delete;
                return;
            case (ObjectValue o, ObjectValue n):
                Compare(path, o.Properties, n.Properties, found);
                return;
            case (ArrayValue o, ArrayValue n):
                for (var i = 0; i < Math.Max(o.Items.Length, n.Items.Length); i++)
                    Compare($"{path}[{i.ToString(CultureInfo.InvariantCulture)}]", i < o.Items.Length ? o.Items[i] : null, i < n.Items.Length ? n.Items[i] : null, found);
                return;
            default:
                if (!old.Equals(@new))
                    found[path] = Kind.Update;
                return;
        }
    }

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
