using Coder.Infra.Helm.Templates.Types;

namespace Coder.Infra.Helm.Templates.Functions;

/// <summary>Go's <c>path</c> package; on Linux <c>filepath</c>, the functions named os…, is the same.</summary>
internal static class Paths
{
    public static TemplateFunction? Find(string name) => name switch
    {
        "base" or "osBase" => Fn.Of(name, (string path) => Base(path)),
        "dir" or "osDir" => Fn.Of(name, (string path) => Clean(path[..(path.LastIndexOf('/') + 1)])),
        "clean" or "osClean" => Fn.Of(name, (string path) => Clean(path)),
        "ext" or "osExt" => Fn.Of(name, (string path) => Extension(path)),
        "isAbs" or "osIsAbs" => Fn.Of(name, (string path) => path.StartsWith('/')),
        _ => null,
    };

    /// <summary>The last element.</summary>
    public static string Base(string path)
    {
        if (path.Length == 0)
            return ".";
        path = path.TrimEnd('/');
        return path.Length == 0 ? "/" : path[(path.LastIndexOf('/') + 1)..];
    }

    /// <summary>The shortest path to the same place, without looking at any file.</summary>
    public static string Clean(string path)
    {
        bool rooted = path.StartsWith('/');
        var parts = new List<string>();
        foreach (string part in path.Split('/'))
        {
            if (part is "" or ".")
                continue;
            if (part != "..")
                parts.Add(part);
            else if (parts.Count > 0 && parts[^1] != "..")
                parts.RemoveAt(parts.Count - 1);
            else if (!rooted)
                parts.Add(part);
        }
        string clean = string.Join('/', parts);
        return rooted ? "/" + clean : clean.Length > 0 ? clean : ".";
    }

    private static string Extension(string path)
    {
        int dot = path.LastIndexOf('.');
        return dot > path.LastIndexOf('/') ? path[dot..] : "";
    }
}
