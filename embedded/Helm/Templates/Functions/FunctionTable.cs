using System.Collections.Concurrent;
using Coder.Infra.Helm.Templates.Types;

namespace Coder.Infra.Helm.Templates.Functions;

/// <summary>
/// Every function of Helm's templates: Go's own, Sprig's (without env and expandenv) and Helm's. A function is made when a
/// template first names it: a chart uses a few of the two hundred, and making them all is a third of a short run.
/// </summary>
internal static class FunctionTable
{
    private static readonly ConcurrentDictionary<string, TemplateFunction> Known = new();

    /// <summary>The function of a name; null when there is none.</summary>
    public static TemplateFunction? Find(string name)
    {
        if (Known.TryGetValue(name, out var known))
            return known;
        var function = Make(name);
        return function == null ? null : Known.GetOrAdd(name, function);
    }

    private static TemplateFunction? Make(string name) =>
        Builtins.Find(name) ?? HelmFunctions.Find(name) ?? Strings.Find(name) ?? Defaults.Find(name) ?? DictFunctions.Find(name)
        ?? ListFunctions.Find(name) ?? Numbers.Find(name) ?? Encodings.Find(name) ?? Paths.Find(name) ?? Dates.Find(name)
        ?? GoSemver.Find(name) ?? Regexes.Find(name) ?? Urls.Find(name) ?? Crypto.Find(name) ?? Certificates.Find(name);
}
