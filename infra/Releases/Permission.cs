namespace Coder.Infra.Releases;

/// <summary>Names the permission that a request lacked.</summary>
internal static class Permission
{
    /// <summary><c>get deployments.apps in the namespace coder</c>, read from a path of the API.</summary>
    /// <param name="verb">What was asked for: <c>get</c>, <c>list</c>.</param>
    /// <param name="path">Path of the object or collection.</param>
    public static string Of(string verb, string path)
    {
        var parts = path.Split('?')[0].Split('/', StringSplitOptions.RemoveEmptyEntries);
        var core = parts is ["api", ..];
        var rest = parts.Skip(core ? 2 : 3).ToArray();
        var ns = rest is ["namespaces", _, _, ..] ? rest[1] : null;
        var below = ns is null ? rest : rest[2..];
        var resource = below is [] ? path : below[0] + (core || parts.Length < 3 ? "" : $".{parts[1]}") + (below.Length > 2 ? $"/{below[2]}" : "");
        return $"{verb} {resource}{(ns is null ? "" : $" in the namespace {ns}")}";
    }
}
